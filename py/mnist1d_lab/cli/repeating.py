"""``run --from FILE``: the run of a record again, and with an EXPERIMENT what is given besides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mnist1d_lab.analysis.replication import DIFFERENT, SAME, compare_again
from mnist1d_lab.experiments import get_experiment
from mnist1d_lab.experiments.base import Experiment
from mnist1d_lab.experiments.shared.kept_ticket import recipe, ticket_hash
from mnist1d_lab.params import ParamError
from mnist1d_lab.params.quoting import quoted, reason_of, shortened
from mnist1d_lab.records import Record, load_record

CODE = "criterion_code"


def read_record(text: str) -> Record:
    """The record in the file ``text``; raises ParamError for any other."""
    try:
        return load_record(Path(text))
    except (OSError, ValueError) as error:
        told = f"from must be a record's file; {quoted(text)}: {reason_of(error)}."
        raise ParamError("from", told) from error


def read_earlier(text: str, experiment: Experiment) -> Record:
    """The record in the file ``text``; ParamError for anything but one of this experiment."""
    record = read_record(text)
    if record.experiment != experiment.name:
        name = get_experiment(record.experiment).name
        raise ParamError("from", f"{shortened(text)} is a record of {name}: give it to "
                         f"mnist1d-lab run {name}.")  # fmt: skip
    return record


def params_of(record: Record, given: Mapping[str, Any], text: str) -> dict[str, Any]:
    """The record's parameters, those that are given before them; ``text`` names its file.

    Raises ParamError where that would run code that came with the file: whoever wants it to run
    reads it first, and gives it.
    """
    values = {**recipe(record), **given}
    if values.get(CODE) and CODE not in given and not values.get("mask"):
        raise ParamError(
            CODE, f"{text} brings {CODE} of its own, which is not run unasked: read it, and give "
            f"it by --{CODE.replace('_', '-')} if it is to run.",
        )  # fmt: skip
    return values


def repeats(earlier: Record, given: Mapping[str, Any]) -> bool:
    """Whether what is given besides the record is what it says itself: then the run is its own."""
    return all(earlier.params.get(name) == value for name, value in given.items())


@dataclass(frozen=True)
class Judge:
    """Says of a run how it came out beside the record ``earlier`` of the file ``text``."""

    earlier: Record
    text: str
    repeats: bool

    def __call__(self, record: Record) -> tuple[str, bool]:
        """The sentence, and whether a repetition found something else."""
        found = compare_again(self.earlier, record)
        told = f"{self.text}: {found.sentence}"
        if not self.repeats:
            same = "those" if found.verdict == SAME else "not those"
            told = f"With other parameters the results are {same} of {self.text} to the bit."
        ticket = _which_ticket(record, self.earlier, self.text)
        return told + ticket, self.repeats and found.verdict == DIFFERENT


def _which_ticket(record: Record, earlier: Record, text: str) -> str:
    """Whether it is the file's ticket; "" where there is none."""
    ours, theirs = ticket_hash(record.rows), ticket_hash(earlier.rows)
    if ours is None or theirs is None:
        return ""
    which = "the very same ticket" if ours == theirs else f"another ticket ({text} has {theirs})"
    return f" The hash of the initial weights is {ours}: {which}."
