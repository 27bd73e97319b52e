"""Weka's ARFF as its explorer and its converters write it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tests.corpus.case import LENGTH, Case, X, Y, number, samples

KINDS = np.array(["big cat", "dog", "eel"])[Y]


def written(
    quote: str = "'", between: str = ",", missing: bool = False, first: bool = False
) -> str:
    label = f"@ATTRIBUTE class {{{quote}big cat{quote},dog,eel}}\n"
    signals = "".join(f"@ATTRIBUTE {quote}at {i}{quote} REAL\n" for i in range(LENGTH))
    rows = []
    for row, (kind, signal) in enumerate(zip(KINDS, X, strict=True)):
        cells = [number(value) for value in signal]
        if missing and row == 6:
            cells[2] = "?"
        named = f"{quote}{kind}{quote}" if " " in kind else kind
        rows.append(between.join([named, *cells] if first else [*cells, named]) + "\n")
    head = label + signals if first else signals + label
    return f"% made by Weka\n@RELATION toy\n\n{head}\n@DATA\n{''.join(rows)}"


def cases() -> Iterator[Case]:
    expected = samples(KINDS)
    named = ("big cat is 0, dog is 1, eel is 2",)
    yield Case("Weka", {"toy.arff": written().encode()}, expected, notes=named)
    double = written('"', ", ")
    yield Case("Weka, double quotes and blanks", {"toy.arff": double.encode()}, expected)
    front = {"toy.arff": written(first=True).encode()}
    yield Case("Weka, class first", front, expected, found={"label": "1"})
    filled = X.copy()
    filled[6, 2] = (X[6, 1] + X[6, 3]) / 2
    holes = {"toy.arff": written(missing=True).encode()}
    yield Case("Weka, missing value", holes, samples(KINDS, filled), reading="gaps=line")
    text = {"toy.txt": written().encode()}
    yield Case("ARFF under another ending", text, expected)
