"""What the numbers were measured on."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from pathlib import Path


def _output(*command: str) -> str:
    if shutil.which(command[0]) is None:
        return ""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def _first(pattern: str, path: str | Path) -> str:
    try:
        found = re.search(pattern, Path(path).read_text(errors="replace"), re.MULTILINE)
    except OSError:
        return ""
    return found.group(1).strip() if found else ""


def versions(build: Path) -> dict[str, str]:
    cache = build / "CMakeCache.txt"
    compiler = _first(r"^CMAKE_CXX_COMPILER:\w+=(.+)$", cache)
    facts = {
        "processor": _first(r"^model name\s*:\s*(.+)$", "/proc/cpuinfo") or platform.machine(),
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.1f} GiB",
        "kernel": platform.release(),
        "system": _first(r'^PRETTY_NAME="?([^"\n]+)', "/etc/os-release"),
        "compiler": (_output(compiler, "--version").splitlines() or [""])[0] if compiler else "",
        "build type": _first(r"^CMAKE_BUILD_TYPE:\w+=(.+)$", cache),
        "sluice": (_output(str(build / "bin" / "sluice"), "version").splitlines() or [""])[0],
        "python": platform.python_version(),
    }
    for library in ("simdjson", "libisal", "zlib", "libcurl"):
        facts[library] = _output("pkg-config", "--modversion", library)
    return {name: value for name, value in facts.items() if value}


def load() -> float:
    """How busy the machine was in the last minute, in running processes."""
    return os.getloadavg()[0]
