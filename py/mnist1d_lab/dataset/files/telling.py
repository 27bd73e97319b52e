"""What was understood of a file, in words: for a shell and a notebook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from mnist1d_lab.params.quoting import printable

_NUMBERS_SHOWN = 8
_USUAL = {
    "ignore": "nothing", "gaps": "refuse", "order": "seeded", "scale": "as-is",
    "length": "as it is",
}  # fmt: skip


def told(understood: dict[str, Any], notes: Sequence[str]) -> str:
    """Several lines: what there is, what was found out or said, and what has to be known."""
    return "\n".join(map(printable, _lines(understood, notes)))


def _lines(understood: dict[str, Any], notes: Sequence[str]) -> Iterator[str]:
    yield (
        f"{' + '.join(understood['files'])}: {understood['rows']} samples of "
        f"{understood['length']} numbers, {understood['train']} for training and "
        f"{understood['test']} for testing"
    )
    for guess in understood["guesses"]:
        how = "as you said" if guess["said"] else ""
        yield f"  {guess['name']:10} {_shown(guess)} {how}".rstrip()
    for found in understood["classes"]:
        counts = f"{found['train']} for training, {found['test']} for testing"
        yield f"  class {found['label']:<4} {found['name']}: {counts}"
    for signal in understood["first"]:
        values = " ".join(f"{value:g}" for value in signal["values"][:_NUMBERS_SHOWN])
        yield f"  {signal['name']:10} {values} ..."
    yield from notes


def _shown(guess: dict[str, Any]) -> str:
    """A column with its name; everything else as an option writes it."""
    titles = dict(choice for choice in guess["choices"] if isinstance(choice, list))
    value = titles.get(guess["value"], guess["value"]) or _USUAL[guess["name"]]
    return f"column {value}" if value[:1].isdigit() and titles else str(value)
