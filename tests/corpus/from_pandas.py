"""pandas: ``to_csv`` and ``to_parquet`` with the options that people use."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from tests.corpus.case import LENGTH, ROWS, SPLITS, WORDS, Case, X, Y, samples


def frame(labels: Iterable[Any] = Y, name: str = "label", last: bool = False) -> pd.DataFrame:
    made = pd.DataFrame(X.copy(), columns=[f"x{i}" for i in range(LENGTH)])
    made.insert(LENGTH if last else 0, name, list(labels))
    return made


def as_csv(made: pd.DataFrame, encoding: str = "utf-8", **options: Any) -> dict[str, bytes]:
    return {"set.csv": made.to_csv(**options).encode(encoding)}


def as_parquet(made: pd.DataFrame) -> dict[str, bytes]:
    buffer = io.BytesIO()
    made.to_parquet(buffer)
    return {"set.parquet": buffer.getvalue()}


def cases() -> Iterator[Case]:
    yield from headers()
    yield from labels()
    yield from marks()
    yield from splits()
    yield from gaps()
    yield Case("pandas parquet", as_parquet(frame(WORDS)), samples(WORDS), native=True)
    indexed = frame().set_index(pd.Index(range(100, 100 + ROWS), name="sample_id"))
    yield Case("pandas parquet with an index", as_parquet(indexed), samples(), native=True)


def headers() -> Iterator[Case]:
    numbers = pd.DataFrame(np.column_stack([Y, X]))
    yield Case("pandas", as_csv(frame()), samples(), found={"index": "1", "label": "2"})
    yield Case("pandas without index", as_csv(frame(), index=False), samples(),
               found={"delimiter": "comma", "decimal": "point", "header": "yes", "label": "1",
                      "index": "none", "split": "none"})  # fmt: skip
    yield Case("pandas header of numbers", as_csv(numbers, index=False), samples(),
               found={"header": "yes", "label": "1", "index": "none"})  # fmt: skip
    yield Case("pandas header of numbers and index", as_csv(numbers), samples(),
               found={"header": "yes", "label": "2", "index": "1"})  # fmt: skip
    yield Case("pandas without header", as_csv(numbers, index=False, header=False), samples(),
               found={"header": "no"})  # fmt: skip
    yield Case("pandas without header, with index", as_csv(numbers, header=False), samples(),
               found={"header": "no", "index": "1", "label": "2"})  # fmt: skip
    label_first = pd.DataFrame(X)
    label_first.insert(0, "label", Y)
    yield Case("pandas label and numbers", as_csv(label_first, index=False), samples(),
               found={"header": "yes", "label": "1"})  # fmt: skip
    named = frame().rename_axis("id")
    yield Case("pandas named index", as_csv(named), samples(), found={"index": "1"})
    times = pd.DataFrame(X, columns=[f"{i / 10:.1f}" for i in range(LENGTH)])
    times.insert(0, "class", WORDS)
    yield Case("pandas header of times", as_csv(times, index=False), samples(WORDS),
               found={"header": "yes", "label": "1"})  # fmt: skip


def labels() -> Iterator[Case]:
    signs, ones = np.where(Y > 0, 1, -1), np.arange(ROWS) % 10 + 1
    yield Case("pandas label last", as_csv(frame(last=True, name="target"), index=False), samples(),
               found={"label": "9"})  # fmt: skip
    yield Case("pandas words", as_csv(frame(WORDS), index=False), samples(WORDS),
               notes=("cat is 0, dog is 1, eel is 2",))  # fmt: skip
    yield Case("pandas -1 and 1", as_csv(frame(signs), index=False), samples(signs),
               notes=("-1 is 0, 1 is 1",))  # fmt: skip
    yield Case("pandas 1 to 10", as_csv(frame(ones), index=False), samples(ones),
               notes=("1 is 0, 2 is 1, .* 10 is 9",))  # fmt: skip
    yield Case("pandas labels as floats", as_csv(frame(Y * 1.0), index=False), samples())
    yield Case("pandas true and false", as_csv(frame(Y > 0), index=False), samples(Y > 0),
               notes=("False is 0, True is 1",))  # fmt: skip
    numbered = np.array(["class 9", "class 10", "class 11"])[Y]
    yield Case("pandas numbered words", as_csv(frame(numbered), index=False), samples(numbered),
               notes=("class 9 is 0, class 10 is 1",))  # fmt: skip
    unnamed = frame(Y, name="kind of thing", last=True)
    yield Case("pandas label by its other name", as_csv(unnamed, index=False), samples(),
               found={"label": "9"})  # fmt: skip
    yield Case("pandas label by saying so", as_csv(frame(Y, name="x99"), index=False), samples(),
               reading="label=x99", found={"label": "1"})  # fmt: skip


def marks() -> Iterator[Case]:
    german = as_csv(frame(), index=False, sep=";", decimal=",")
    yield Case("pandas decimal comma", german, samples(),
               found={"delimiter": "semicolon", "decimal": "comma"})  # fmt: skip
    yield Case("pandas decimal comma, quoted", as_csv(frame(), index=False, decimal=","), samples(),
               found={"delimiter": "comma", "decimal": "comma"})  # fmt: skip
    tabs = {"set.tsv": frame().to_csv(index=False, sep="\t").encode()}
    yield Case("pandas tabs", tabs, samples(), found={"delimiter": "tab"})
    exponents = as_csv(frame(), index=False, float_format="%.3e")
    yield Case("pandas exponents", exponents, samples())
    quoted = as_csv(frame(WORDS), index=False, quoting=csv.QUOTE_ALL)
    yield Case("pandas all quoted", quoted, samples(WORDS))
    marked = as_csv(frame(), "utf-8-sig", index=False, lineterminator="\r\n")
    yield Case("pandas for Excel", marked, samples())
    wide = as_csv(frame(), "utf-16", index=False, sep="\t")
    yield Case("pandas UTF-16", wide, samples(), found={"delimiter": "tab"})
    bars = as_csv(frame(), index=False, sep="|")
    yield Case("pandas bars", bars, samples(), found={"delimiter": "bar"})


def splits() -> Iterator[Case]:
    made = frame()
    made.insert(0, "split", SPLITS)
    yield Case("pandas split", as_csv(made, index=False), samples(splits=SPLITS),
               found={"split": "1", "label": "2"})  # fmt: skip
    flagged = frame().assign(is_test=[split == "test" for split in SPLITS])
    yield Case("pandas is_test", as_csv(flagged, index=False), samples(splits=SPLITS),
               found={"split": "10"})  # fmt: skip
    whole = frame().assign(train=[int(split == "train") for split in SPLITS])
    yield Case("pandas train as 0 and 1", as_csv(whole, index=False), samples(splits=SPLITS))
    three = ["training"] * 6 + ["validation"] * 3 + ["testing"] * 3
    divided = frame().assign(subset=three)
    yield Case("pandas with validation", as_csv(divided, index=False), samples(splits=SPLITS),
               notes=("nothing is chosen by them",))  # fmt: skip
    extra = frame().assign(subject=[f"person {i}" for i in range(ROWS)])
    yield Case("pandas with a column to ignore", as_csv(extra, index=False), samples(),
               reading="ignore=subject")  # fmt: skip


def gaps() -> Iterator[Case]:
    holes = frame()
    holes.iloc[2, 1] = holes.iloc[5, 4] = np.nan
    zeros, kept = X.copy(), [row for row in range(ROWS) if row not in (2, 5)]
    zeros[2, 0] = zeros[5, 3] = 0
    lines = zeros.copy()
    lines[2, 0], lines[5, 3] = X[2, 1], (X[5, 2] + X[5, 4]) / 2
    made = as_csv(holes, index=False, na_rep="NA")
    yield Case("pandas gaps as zeros", made, samples(x=zeros), reading="gaps=zero",
               notes=("2 missing values in 2 rows were filled with zeros",))  # fmt: skip
    yield Case("pandas gaps as lines", made, samples(x=lines), reading="gaps=line")
    yield Case("pandas gaps dropped", as_csv(holes, index=False),
               [samples()[row] for row in kept], reading="gaps=drop",
               notes=("2 rows with gaps were left out",))  # fmt: skip
