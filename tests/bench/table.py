"""What the benchmark says: a table in Markdown, the bar beside each figure."""

from __future__ import annotations

from dataclasses import dataclass

WIDTHS = (42, 12, 60, 26, 14, 6)
HEADS = ("what", "ours", "beside", "figure", "bar", "")


@dataclass(frozen=True)
class Line:
    """One figure. ``figure`` is what the bar is about: a ratio, or ours itself.

    ``bar`` None: measured for orientation. ``at_least``: the bar is a lower bound.
    """

    what: str
    ours: str
    figure: float
    unit: str = ""
    beside: str = ""
    bar: float | None = None
    at_least: bool = False

    @property
    def met(self) -> bool:
        """True as well where there is no bar."""
        if self.bar is None:
            return True
        return self.figure >= self.bar if self.at_least else self.figure <= self.bar

    def cells(self) -> tuple[str, ...]:
        bound = "at least" if self.at_least else "at most"
        bar = "" if self.bar is None else f"{bound} {self.bar:g}"
        verdict = "" if self.bar is None else ("met" if self.met else "MISSED")
        return self.what, self.ours, self.beside, f"{self.figure:.3g} {self.unit}", bar, verdict


def row(cells: tuple[str, ...]) -> str:
    padded = (cell.strip().ljust(width) for cell, width in zip(cells, WIDTHS, strict=True))
    return f"| {' | '.join(padded)} |"


def head() -> str:
    return f"{row(HEADS)}\n|{'|'.join('-' * (width + 2) for width in WIDTHS)}|"


def milliseconds(**values: float) -> str:
    """``name value ms``, one after another."""
    return ", ".join(f"{name.replace('_', ' ')} {ms:.3f} ms" for name, ms in values.items())
