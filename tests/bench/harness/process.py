"""Runs one program against a fresh receiver and says what it did and what it used."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from harness.errors import BenchError

RUN_LIMIT_SECONDS = 1800
START_LIMIT_SECONDS = 10
LEDGER = re.compile(r"\bread=\d+ .*")
NOT_DELIVERED = ("duplicate", "filtered", "dead_lettered", "handed_back")


@dataclass(frozen=True)
class Received:
    """What the receiver says of itself."""
    requests: int
    bytes: int
    cpu_seconds: float


class Receiver:
    """A discarding store on a free port, for as long as the `with` block lasts."""

    def __init__(self, program: Path) -> None:
        self.program = program
        self.url = ""

    def __enter__(self) -> Receiver:
        self.folder = tempfile.TemporaryDirectory(prefix="bench-")
        port_file = Path(self.folder.name) / "port"
        self.process = subprocess.Popen([str(self.program), "--port-file", str(port_file)],
                                        stdout=subprocess.PIPE, text=True)
        deadline = time.monotonic() + START_LIMIT_SECONDS
        while not port_file.exists():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise BenchError("the receiver did not start")
            time.sleep(0.002)
        self.url = f"http://127.0.0.1:{port_file.read_text().strip()}"
        return self

    def stop(self) -> Received:
        """Ends it; REQUIRES: not stopped before."""
        self.process.send_signal(signal.SIGTERM)
        output, _ = self.process.communicate(timeout=START_LIMIT_SECONDS)
        if self.process.returncode != 0:
            raise BenchError(f"the receiver ended with status {self.process.returncode}")
        facts = json.loads(output)
        return Received(facts["requests"], facts["bytes"], facts["cpu_seconds"])

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()
        self.folder.cleanup()


@dataclass(frozen=True)
class Usage:
    wall_seconds: float
    user_seconds: float
    system_seconds: float
    peak_rss_bytes: int
    receiver: Received
    ledger: dict[str, float]

    @property
    def cpu_seconds(self) -> float:
        return self.user_seconds + self.system_seconds


def parse_ledger(text: str) -> dict[str, float]:
    """The last ledger line of a program's stderr."""
    lines = LEDGER.findall(text)
    if not lines:
        raise BenchError(f"no ledger line on stderr, which says:\n{text[-2000:]}")
    pairs = (word.split("=", 1) for word in lines[-1].split() if "=" in word)
    return {name: float(value) for name, value in pairs if re.fullmatch(r"[\d.]+", value)}


def check_ledger(ledger: dict[str, float], records: int) -> None:
    wanted = {"read": records, "delivered": records, **dict.fromkeys(NOT_DELIVERED, 0)}
    wrong = {name: ledger.get(name) for name, value in wanted.items() if ledger.get(name) != value}
    if wrong:
        raise BenchError(f"of {records} events not all were delivered: {wrong}")


def run(programs: Path, command: list[str], records: int) -> Usage:
    """Runs `command` with ES_HOST naming a new receiver; `{url}` in it stands for the same.

    Raises BenchError unless the program ended well and delivered all `records`.
    """
    with Receiver(programs / "bench-discard") as receiver, \
            tempfile.TemporaryDirectory(prefix="bench-") as folder:
        report = Path(folder) / "report"
        errors = Path(folder) / "stderr"
        command = [word.replace("{url}", receiver.url) for word in command]
        with open(errors, "wb") as stderr:
            process = subprocess.Popen(
                [str(programs / "bench-measure"), str(report), *command],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=stderr, cwd=folder,
                env={**os.environ, "ES_HOST": receiver.url}, start_new_session=True)
            try:
                process.wait(RUN_LIMIT_SECONDS)
            except BaseException as error:
                os.killpg(process.pid, signal.SIGKILL)  # the measured program is in its group
                process.wait()
                if isinstance(error, subprocess.TimeoutExpired):
                    raise BenchError(f"{command[0]}: not done after {error.timeout} s") from error
                raise
        text = errors.read_text(errors="replace")
        if process.returncode != 0:
            raise BenchError(f"could not measure {command[0]}: {text[-2000:]}")
        facts = json.loads(report.read_text())
        if facts["exit_status"] != 0:
            raise BenchError(f"{' '.join(command)}\nended with status {facts['exit_status']}:\n"
                             f"{text[-2000:]}")
        received = receiver.stop()
    ledger = parse_ledger(text)
    check_ledger(ledger, records)
    if received.requests == 0 or received.bytes == 0:
        raise BenchError("all was delivered, says the ledger; the receiver got nothing")
    return Usage(facts["wall_seconds"], facts["user_seconds"], facts["system_seconds"],
                 facts["peak_rss_bytes"], received, ledger)
