"""Files that cannot be used, each with the words that say where and why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tests.corpus.case import WORDS, X, Y, header, table
from tests.corpus.from_archive import series, ts_head
from tests.corpus.from_numpy import npy, npz


@dataclass(frozen=True)
class Refused:
    """``reason`` is a pattern of the one sentence that is said."""

    name: str
    files: dict[str, bytes]
    reason: str
    reading: str = ""


def changed(line: int, before: str, after: str) -> bytes:
    """The plain table with one cell changed; ``line`` counts from 1, the header included."""
    lines = (header() + table()).splitlines(keepends=True)
    assert before in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(before, after, 1)
    return "".join(lines).encode()


CELL = f"{X[3, 2]:g}"  # line 5, column 4
AT = r"set\.csv: line 5, column 4 \(x2\): "

TEXTS = [
    Refused("a word", {"set.csv": changed(5, CELL, "high")}, AT + "'high' is not a finite number"),
    Refused("1_0", {"set.csv": changed(5, CELL, "1_0")}, AT + "'1_0' is not a finite number"),
    Refused("infinity", {"set.csv": changed(5, CELL, "-Inf")}, AT + "'-Inf' is not a finite"),
    Refused("complex", {"set.csv": changed(5, CELL, "1+2j")}, AT + r"'1\+2j' is not a finite"),
    Refused("too large", {"set.csv": changed(5, CELL, "1e999")}, AT + "'1e999' is not a finite"),
    Refused("too low", {"set.csv": changed(5, CELL, "-1e999")}, AT + "'-1e999' is not a finite"),
    Refused("large", {"set.csv": changed(5, CELL, "-1e31")}, AT + r"numbers beyond 1e\+30"),
    Refused("Arabic digits", {"set.csv": changed(5, CELL, "٣")}, AT + "'٣' is not a finite number"),
    Refused("hexadecimal", {"set.csv": changed(5, CELL, "0x1F")}, AT + "'0x1F' is not a finite"),
    Refused("NaN", {"set.csv": changed(5, CELL, "NaN")}, AT + "the value is missing; gaps=zero"),
    Refused("empty", {"set.csv": changed(5, CELL, "")}, AT + "the value is missing; gaps=zero"),
    Refused("a short row", {"set.csv": changed(5, "," + CELL, "")},
            r"set\.csv: line 5 has 8 values, others have 9"),
    Refused("a long row", {"set.csv": changed(5, CELL, CELL + ",1")},
            r"set\.csv: line 5 has 10 values, others have 9\."),
    Refused("no label", {"set.csv": changed(5, "0,", ",")},
            r"set\.csv: line 5, column 1 \(label\): the label is missing"),
    Refused("thousands", {"set.csv": table(Y, ";", ",").replace(";-0,93", ";1.234,5", 1).encode()},
            r"set\.csv: line 1, column 3: '1\.234,5' is not a finite number"),
    Refused("signals without labels", {"set.csv": table(X[:, 0] + 0.125).encode()},
            r"set\.csv: it has 12 different labels|no column of labels was found"),
    Refused("twelve classes", {"set.csv": table([f"c{i}" for i in range(12)]).encode()},
            r"set\.csv: it has 12 different labels \(c0, c1, c2, c3, \.\.\.\)"),
    Refused("an unknown column", {"set.csv": (header() + table()).encode()},
            r"label=kind: there is no such column; it has 9, named label, x0", "label=kind"),
    Refused("nothing", {"set.csv": b""}, r"set\.csv: it holds no samples"),
    Refused("only a header", {"set.csv": header().encode()}, "it holds a header and no samples"),
    Refused("no text", {"set.csv": b"PK\3\4\0\0"}, r"set\.csv: it is not text"),
    Refused("too short", {"set.csv": b"0,1.5,2\n1,3,4\n"}, "samples of 2 numbers. The limits:"),
]  # fmt: skip

HEAD = ts_head(WORDS)
ARCHIVES = [
    Refused("several variables",
            {"a.ts": HEAD.replace("univariate true", "univariate false").encode()},
            r"a\.ts: line 5: only series of one variable"),
    Refused("time stamps", {"a.ts": HEAD.replace("timeStamps false", "timeStamps true").encode()},
            r"a\.ts: line 3: only series of one variable and without time stamps"),
    Refused("no classes", {"a.ts": HEAD.replace("@classLabel true", "@classLabel false").encode()},
            r"a\.ts: line 8: the file says that it has no class labels"),
    Refused("two dimensions", {"a.ts": (HEAD + "1,2,3:4,5,6:cat\n").encode()},
            r"a\.ts: line 10 has 2 colons"),
    Refused("unequal", {"a.ts": (HEAD + "".join(series(WORDS)) + "1,2:eel\n").encode()},
            r"a\.ts: line 22 has 3 values, others have 9; gaps=zero, line or drop"),
    Refused("a relation", {"a.arff": b"@relation a\n@attribute bag relational\n@data\n1\n"},
            r"a\.arff: line 2: a relational attribute"),
    Refused("a sparse table", {"a.arff": b"@relation a\n@attribute x numeric\n@data\n{0 1}\n"},
            r"a\.arff: line 4: sparse rows"),
    Refused("pairs that differ",
            {"a_TRAIN.csv": table().encode(), "a_TEST.csv": b"0,1.5,2\n1,2,3\n"},
            "training and test signals differ in length"),
]  # fmt: skip

holed = X.copy()
holed[4, 5] = np.nan
infinite = X.copy()
infinite[4, 5] = np.inf
ARRAYS = [
    Refused("NaN in NPZ", npz(x=holed, y=Y), r"set\.npz: x, row 5, column 6: the value is missing"),
    Refused("infinity in NPZ", npz(x=infinite, y=Y), r"x, row 5, column 6 is not a finite number"),
    Refused("complex NPZ", npz(x=X * 1j, y=Y), "x holds complex128"),
    Refused("objects", npz(x=X, y=Y.astype(object)), "y holds Python objects, which are never"),
    Refused("words as signals", npz(x=WORDS, y=Y), "x must be a table of numbers|x has shape"),
    Refused("labels missing", npz(X_train=X, X_test=X, y_train=Y), "it has no labels for test"),
    Refused("too few labels", npz(x=X, y=Y[:5]), "y has 5 labels, but x has 12 signals"),
    Refused("pictures", npz(x=np.zeros((12, 8, 8)), y=Y), r"x has shape \(12, 8, 8\)"),
    Refused("not one-hot", npz(x=X, y=np.ones((12, 3))), r"y has shape \(12, 3\), and its rows"),
    Refused("NPY without labels", {"X.npy": npy(X)}, r"X\.npy: it has no labels"),
    Refused("a workbook", {"set.xlsx": b"PK"}, r"set\.xlsx: only .* \(save the sheet as CSV\)"),
    Refused("MATLAB's own", {"set.mat": b"MATLAB"}, r"set\.mat: only .* \(in MATLAB, writematrix"),
    Refused("a page", {"set.html": b"<html>"}, r"set\.html: only files ending in"),
]  # fmt: skip

REFUSED = [*TEXTS, *ARCHIVES, *ARRAYS]
