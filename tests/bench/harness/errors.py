from __future__ import annotations


class BenchError(Exception):
    """A run that failed, or that cannot be trusted: no number comes of it."""
