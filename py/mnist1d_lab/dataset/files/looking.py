"""A look at files before anything is done with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mnist1d_lab.dataset.files.archive import File
from mnist1d_lab.dataset.files.choosing import choices_in
from mnist1d_lab.dataset.files.limits import DataFileError
from mnist1d_lab.dataset.files.load import load
from mnist1d_lab.dataset.files.options import Options, parse_options
from mnist1d_lab.dataset.files.understood import guesses_of_refused


def look(files: Sequence[File], reading: str) -> dict[str, Any]:
    """``understood`` and ``notes``; or ``refused``, a sentence, with the ``guesses`` to change."""
    options = Options()
    try:
        options = parse_options(reading)
        loaded = load(files, options)
    except DataFileError as error:
        guesses = guesses_of_refused(options, choices_in(files, options))
        return {"refused": str(error), "guesses": guesses}
    return {"understood": loaded.understood, "notes": list(loaded.notes)}
