"""Which parts of a memory are free: first fit, neighbours joined (Knuth, TAOCP 1, section 2.5)."""

from __future__ import annotations

from bisect import bisect

ALIGNMENT = 64


class FreeList:
    """The gaps of a memory that may grow; all sizes are rounded up to whole ``ALIGNMENT``."""

    def __init__(self) -> None:
        self.gaps: list[tuple[int, int]] = []  # (start, end), in order; no two touch

    def take(self, size: int) -> int | None:
        """Where ``size`` bytes are free, no longer free from now on; None where there are not."""
        size = rounded(size)
        for at, (start, end) in enumerate(self.gaps):
            if end - start >= size:
                self.gaps[at : at + 1] = [(start + size, end)] if end - start > size else []
                return start
        return None

    def give(self, start: int, size: int) -> None:
        """These bytes are free: given back, or new."""
        end = start + rounded(size)
        at = bisect(self.gaps, (start, end))
        if at < len(self.gaps) and self.gaps[at][0] == end:
            end = self.gaps.pop(at)[1]
        if at > 0 and self.gaps[at - 1][1] == start:
            at -= 1
            start = self.gaps.pop(at)[0]
        self.gaps.insert(at, (start, end))


def rounded(size: int) -> int:
    """At least ``size``, and at least one ``ALIGNMENT``, so that even empty arrays lie apart."""
    return max(1, -(-size // ALIGNMENT)) * ALIGNMENT
