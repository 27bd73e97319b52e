"""Every file of the corpus is read as what it is; what is of no use is refused in a sentence."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import numpy as np
import pytest

from tests.corpus.case import Case, Sample
from tests.corpus.every import CASES
from tests.corpus.reading import found
from tests.corpus.refused import REFUSED, Refused


def test_the_corpus_is_large_and_its_names_differ() -> None:
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names) >= 60


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_file_is_read_as_what_it_is(case: Case) -> None:
    assert_read(case, found(case.files, case.reading))


def assert_read(case: Case, report: dict[str, Any]) -> None:
    assert "refused" not in report, report
    divided = any(split for split, _, _ in case.samples)
    read = [(split if divided else "", name, tuple(x)) for split, name, x in report["samples"]]
    assert rounded(read) == rounded(case.samples)
    guesses = {guess["name"]: guess["value"] for guess in report["understood"]["guesses"]}
    assert {name: guesses[name] for name in case.found} == case.found
    for pattern in case.notes:
        assert any(re.search(pattern, note) for note in report["notes"]), report["notes"]
    counts = Counter(name for _, name, _ in case.samples)
    shown = {c["name"]: c["train"] + c["test"] for c in report["understood"]["classes"]}
    assert shown == counts


def rounded(samples: list[Sample]) -> list[Any]:
    return sorted((split, name, tuple(np.round(x, 9) + 0.0)) for split, name, x in samples)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_first_signals_shown_are_the_files_first(case: Case) -> None:
    first = found(case.files, case.reading)["understood"]["first"]
    expected = [(name, x) for _, name, x in case.samples][:3]
    assert [shown["name"] for shown in first] == [name for name, _ in expected]
    for shown, (_, signal) in zip(first, expected, strict=True):
        np.testing.assert_allclose(shown["values"], signal, atol=1e-9)


@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: refused.name)
def test_what_cannot_be_used_is_refused_with_place_and_reason(refused: Refused) -> None:
    report = found(refused.files, refused.reading)
    assert re.search(refused.reason, report.get("refused", "")), report
