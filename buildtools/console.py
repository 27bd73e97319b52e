"""What the build says, and how it stops: progress on stderr, one sentence for a failure."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


class BuildError(Exception):
    """A build step cannot go on; the message is one clear sentence for the person at the shell."""


def say(message: str) -> None:
    """Print a line of progress. stdout stays free for the one line a target promises."""
    print(message, file=sys.stderr, flush=True)


def run_quietly(
    command: Sequence[object],
    failure: str,
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float | None = None,
) -> str:
    """Run a command and return its stdout; a failure becomes a BuildError with its last words."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=cwd,
            env=None if env is None else dict(env),
            timeout=timeout,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BuildError(f"{failure}: {error}") from error
    if done.returncode != 0:
        lines = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise BuildError(f"{failure}: " + "\n  ".join(lines[-8:]))
    return done.stdout
