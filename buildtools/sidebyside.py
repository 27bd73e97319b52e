"""Several runs of pytest at once, and what they say in an order that can be read.

Progress is shown as it comes, with the name of the run; all else when a run is over, in one piece;
at the end, every test that failed, and how many there were of each kind.
"""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from buildtools.console import say

_PROGRESS = re.compile(r"\[ *\d+%\]$")
_FAILED = re.compile(r"(FAILED|ERROR) ")
_KINDS = ("failed", "passed", "error", "skipped", "xfailed", "xpassed", "deselected")
_TOTAL = re.compile(rf"(\d+) ({'|'.join(_KINDS)})")
_LAST = re.compile(r"=* ?(no tests ran|\d+ [a-z]+\b.*) in [\d.]+s")
# How long a run that was interrupted may take to close its browser.
_GRACE_S = 20.0


@dataclass(frozen=True)
class Run:
    """One run of pytest. A background one leaves the processor to the others where they want it."""

    name: str
    command: Sequence[str | Path]
    environment: dict[str, str]
    background: bool = False


@dataclass
class SideBySide:
    """``lanes`` is how many of the runs that are not in the background go on at once.

    As many of the others do: they are what is left at the end, when no processor is to be idle.
    """

    lanes: int
    cwd: Path
    failures: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    running: list[subprocess.Popen[str]] = field(default_factory=list)
    stopped: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def all_pass(self, runs: Iterable[Run]) -> bool:
        """Do them all, whatever the others gave; each begins as it comes, if there is a lane."""
        before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
        with ThreadPoolExecutor(self.lanes) as lanes, ThreadPoolExecutor(self.lanes) as behind:
            try:
                done = [(behind if it.background else lanes).submit(self._run, it) for it in runs]
                passed = [future.result() == 0 for future in done]
            except KeyboardInterrupt:
                self._stop(_GRACE_S)
                raise
            except BaseException:
                self._stop(0)
                raise
            finally:
                signal.signal(signal.SIGTERM, before)
        for line in sorted(self.failures):
            print(line)
        counts = [f"{self.counts[kind]} {kind}" for kind in _KINDS if self.counts[kind]]
        print(", ".join(counts), flush=True)
        return all(passed)

    def _run(self, run: Run) -> int:
        nice = ["nice", "-n", "10"] if run.background and shutil.which("nice") else []
        with self.lock:
            if self.stopped:
                return 1
            process = subprocess.Popen(
                [*nice, *run.command],
                cwd=self.cwd,
                env=run.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
            )
            self.running.append(process)
        said = self._listen(run.name, process)
        code = process.wait()
        with self.lock:
            print("\n".join([f"== {run.name}", *said]), flush=True)
            self._count(run.name, said, code)
        return code

    def _listen(self, name: str, process: subprocess.Popen[str]) -> list[str]:
        """Show the progress; return the other lines."""
        said = []
        assert process.stdout
        for line in map(str.rstrip, process.stdout):
            if _PROGRESS.search(line):
                with self.lock:
                    print(f"{name:>12} {line}", flush=True)
            else:
                said.append(line)
        return said

    def _count(self, name: str, said: list[str], code: int) -> None:
        failures = [line for line in said if _FAILED.match(line)]
        self.failures += failures
        if code and not failures:
            self.failures.append(f"ERROR {name}: its run ended with status {code}")
        total = next((line for line in reversed(said) if _LAST.match(line)), "")
        for count, kind in _TOTAL.findall(total):
            self.counts[kind] += int(count)

    def _stop(self, grace_s: float) -> None:
        """An interrupt from the keyboard reaches the runs, too: each may yet close its browser."""
        with self.lock:
            self.stopped = True
        say("stopped; the browsers are being closed")
        for process in self.running:
            try:
                process.wait(grace_s)
            except subprocess.TimeoutExpired:
                process.terminate()


def pytest_command(*arguments: str | Path) -> list[str | Path]:
    """Without what it remembers between runs, which would be written by all at once."""
    return [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
