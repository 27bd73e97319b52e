"""Several bound calls as one."""

from __future__ import annotations

from mnist1d_lab.ops.base import Call


def in_order(*calls: Call) -> Call:
    """One call that makes the given ones, in order."""
    if len(calls) == 1:
        return calls[0]

    def run() -> None:
        for call in calls:
            call()

    return run
