"""The page's Python reads every file of the corpus as CPython does."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import numpy as np

from tests.corpus import reading
from tests.corpus.every import CASES
from tests.corpus.refused import REFUSED

NO_PARQUET = "Parquet is read where pyarrow is installed"


def read_there(pyodide: Any, cases: list[Any]) -> list[dict[str, Any]]:
    given = [
        ({name: b64encode(content).decode() for name, content in case.files.items()}, case.reading)
        for case in cases
    ]
    source = Path(reading.__file__).read_text()
    report: list[dict[str, Any]] = json.loads(pyodide.run(f"{source}\nmain({json.dumps(given)!r})"))
    return report


def assert_alike(there: dict[str, Any], here: dict[str, Any], name: str) -> None:
    """The same words, and numbers that differ by no more than two mathematical libraries do."""
    assert there.keys() == here.keys(), name
    for key in there.keys() - {"samples", "t", "understood"}:
        assert there[key] == here[key], name
    if "refused" in here:
        return
    assert [row[:2] for row in there["samples"]] == [row[:2] for row in here["samples"]], name
    for mine, theirs in zip(here["samples"], there["samples"], strict=True):
        np.testing.assert_allclose(theirs[2], mine[2], rtol=0, atol=1e-12, err_msg=name)
    np.testing.assert_allclose(there["t"], here["t"], rtol=0, atol=1e-12, err_msg=name)
    shown, expected = (report["understood"] for report in (there, here))
    assert shown["guesses"] == expected["guesses"], name
    assert shown["classes"] == expected["classes"], name


def test_every_file_is_read_as_in_cpython(pyodide: Any) -> None:
    for case, there in zip(CASES, read_there(pyodide, CASES), strict=True):
        if case.native:
            assert NO_PARQUET in there["refused"]
            continue
        assert_alike(there, reading.found(case.files, case.reading), case.name)


def test_every_refusal_is_the_same_sentence(pyodide: Any) -> None:
    for case, there in zip(REFUSED, read_there(pyodide, REFUSED), strict=True):
        assert_alike(there, reading.found(case.files, case.reading), case.name)
