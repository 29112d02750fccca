"""The benchmark's inputs: made once by bench-generate, kept under the build folder, used again."""

from __future__ import annotations

import hashlib
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from harness.errors import BenchError


@dataclass(frozen=True)
class Input:
    path: Path
    records: int  # what a source reads from it
    bytes: int
    decoded_bytes: int  # the measure of work: of awslogs, the documents inside; else all bytes

    @property
    def megabytes(self) -> float:
        return self.decoded_bytes / 1e6

    def warm(self) -> None:
        """Brings the file into the page cache: the disk is not what is measured."""
        block = bytearray(1 << 20)
        with open(self.path, "rb", buffering=0) as file:
            while file.readinto(block):
                pass


class Inputs:
    def __init__(self, generator: Path, folder: Path) -> None:
        self.generator = generator
        self.folder = folder
        self.fingerprint = hashlib.sha256(generator.read_bytes()).hexdigest()
        folder.mkdir(parents=True, exist_ok=True)

    def get(self, kind: str, megabytes: float) -> Input:
        suffix = "jsonl" if kind.startswith("awslogs") else "ndjson"
        path = self.folder / f"{kind}-{megabytes:g}mb.{suffix}"
        about = path.with_suffix(".json")
        facts = self._known(path, about)
        if facts is None:
            facts = self._generate(kind, int(megabytes * 1e6), path)
            about.write_text(json.dumps({**facts, "generator": self.fingerprint}) + "\n")
        return Input(path, facts["records"], facts["bytes"], facts["decoded_bytes"])

    def _known(self, path: Path, about: Path) -> dict[str, int] | None:
        """What is known of a file that this very generator made, if it is whole."""
        try:
            facts = json.loads(about.read_text())
            fresh = facts.pop("generator") == self.fingerprint
            return facts if fresh and path.stat().st_size == facts["bytes"] else None
        except (OSError, ValueError, KeyError):
            return None

    def _generate(self, kind: str, size: int, path: Path) -> dict[str, int]:
        command = [str(self.generator), kind, "--bytes", str(size), str(path)]
        done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode != 0:
            raise BenchError(f"could not make the input: {done.stderr.strip()}")
        facts: dict[str, int] = json.loads(done.stderr)
        return facts
