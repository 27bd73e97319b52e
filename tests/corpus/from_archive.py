"""The UCR/UEA archive: pairs of files, old and new, and the .ts and .arff of today."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence

import numpy as np

from tests.corpus.case import LENGTH, ROWS, SPLITS, TRAIN, WORDS, Case, X, Y, number, samples

ONES = np.array([1, 2, 3])[Y]

SIGNS = np.where(Y > 0, 1, -1)


def pair(rows: Sequence[str], ending: str, head: str = "", name: str = "Toy") -> dict[str, bytes]:
    return {
        f"{name}_TRAIN.{ending}": (head + "".join(rows[:TRAIN])).encode(),
        f"{name}_TEST.{ending}": (head + "".join(rows[TRAIN:])).encode(),
    }


def lines(delimiter: str, labels: Sequence[object], form: str = "{:.8g}") -> list[str]:
    return [
        delimiter.join([str(label), *(form.format(value) for value in signal)]) + "\n"
        for label, signal in zip(labels, X, strict=True)
    ]


def series(labels: Sequence[object]) -> list[str]:
    return [
        ",".join(map(number, signal)) + f":{label}\n"
        for label, signal in zip(labels, X, strict=True)
    ]


def ts_head(labels: Sequence[object], equal: str = "true") -> str:
    named = " ".join(map(str, sorted(set(labels), key=str)))
    return (
        "# A toy problem\n@problemName Toy\n@timeStamps false\n@missing false\n@univariate true\n"
        f"@equalLength {equal}\n@seriesLength {LENGTH}\n@classLabel true {named}\n@data\n"
    )


ARFF = (
    "% A toy problem\n@relation Toy\n"
    + "".join(f"@attribute att{i} numeric\n" for i in range(LENGTH))
    + "@attribute target {1,2,3}\n\n@data\n"
)


def arff_rows() -> list[str]:
    cells = [[number(value) for value in signal] for signal in X]
    return [",".join([*row, str(label)]) + "\n" for row, label in zip(cells, ONES, strict=True)]


def cases() -> Iterator[Case]:
    divided = samples(SIGNS, splits=SPLITS)
    yield Case("UCR 2018 TSV", pair(lines("\t", SIGNS), "tsv"), divided,
               found={"delimiter": "tab", "header": "no", "label": "1"},
               notes=("-1 is 0, 1 is 1",))  # fmt: skip
    old = [" " * 2 + line for line in lines("  ", SIGNS * 1.0, "{:.7e}")]
    yield Case("UCR text of aeon", pair(old, "txt"), divided, found={"delimiter": "space"})
    commas = pair(lines(",", SIGNS), "txt")
    yield Case("UCR 2015 text", commas, divided)
    lower = {name.lower(): content for name, content in commas.items()}
    yield Case("names in small letters", lower, divided)
    yield from today()
    yield from zipped()
    yield from unequal()


def today() -> Iterator[Case]:
    words = samples(WORDS, splits=SPLITS)
    yield Case("UEA ts with words", pair(series(WORDS), "ts", ts_head(WORDS)), words,
               notes=("cat is 0",))  # fmt: skip
    numbers = samples(SIGNS, splits=SPLITS)
    yield Case("UEA ts with numbers", pair(series(SIGNS), "ts", ts_head(SIGNS)), numbers)
    alone = {"Toy_TRAIN.ts": (ts_head(WORDS) + "".join(series(WORDS))).encode()}
    yield Case("one ts alone", alone, samples(WORDS))
    ones = samples(ONES, splits=SPLITS)
    yield Case("UCR arff", pair(arff_rows(), "arff", ARFF), ones, found={"label": "9"})


def zipped() -> Iterator[Case]:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for files in (
            pair(series(ONES), "ts", ts_head(ONES)),
            pair(arff_rows(), "arff", ARFF),
            pair(lines("  ", ONES), "txt"),
            {"README.md": b"# Toy", "Toy.txt": b"What the problem is about."},
        ):
            for name, content in files.items():
                archive.writestr(f"Toy/{name}", content)
    yield Case("UCR zip", {"Toy.zip": buffer.getvalue()}, samples(ONES, splits=SPLITS))


def unequal() -> Iterator[Case]:
    """Series of different lengths: .ts leaves them short, TSV fills up with NaN."""
    short = [line.rpartition(",")[0] + f":{WORDS[row]}\n" if row % 2 else line
             for row, line in enumerate(series(WORDS))]  # fmt: skip
    cut = X.copy()
    cut[1::2, -1] = 0
    expected = samples(WORDS, cut, SPLITS)
    made = pair(short, "ts", ts_head(WORDS, "false"))
    yield Case("UEA ts of unequal length", made, expected, reading="gaps=zero",
               notes=("were filled with zeros",))  # fmt: skip
    held = X.copy()
    held[1::2, -1] = X[1::2, -2]
    padded = [line.rpartition("\t")[0] + "\tNaN\n" if row % 2 else line
              for row, line in enumerate(lines("\t", ONES))]  # fmt: skip
    yield Case("UCR TSV with NaN at the end", pair(padded, "tsv"), samples(ONES, held, SPLITS),
               reading="gaps=line")  # fmt: skip
    unknown = [line.replace(number(X[row, 4]), "?", 1) if row == 3 else line
               for row, line in enumerate(series(WORDS))]  # fmt: skip
    kept = [row for row in range(ROWS) if row != 3]
    whole = samples(WORDS, splits=SPLITS)
    yield Case("UEA ts with a question mark", pair(unknown, "ts", ts_head(WORDS)),
               [whole[row] for row in kept], reading="gaps=drop")  # fmt: skip
