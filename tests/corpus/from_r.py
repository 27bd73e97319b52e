"""R: write.csv, write.csv2 and write.table, which quote names and words, and number the rows."""

from __future__ import annotations

from collections.abc import Iterator

from tests.corpus.case import LENGTH, ROWS, WORDS, Case, X, Y, number, samples

NAMES = [f"V{i}" for i in range(1, LENGTH + 1)]


def rows(delimiter: str, decimal: str = ".", names: bool = True, quote: str = '"') -> str:
    lines = []
    for row in range(ROWS):
        cells = [f"{quote}{row + 1}{quote}"] if names else []
        cells += [number(value, decimal) for value in X[row]] + [f"{quote}{WORDS[row]}{quote}"]
        lines.append(delimiter.join(cells) + "\n")
    return "".join(lines)


def head(delimiter: str, corner: bool, quote: str = '"') -> str:
    names = ([""] if corner else []) + [*NAMES, "species"]
    return delimiter.join(f"{quote}{name}{quote}" for name in names) + "\n"


def cases() -> Iterator[Case]:
    expected = samples(WORDS)
    plain = head(",", True) + rows(",")
    yield Case("R write.csv", {"set.csv": plain.encode()}, expected,
               found={"index": "1", "label": "10"})  # fmt: skip
    unnumbered = head(",", False) + rows(",", names=False)
    yield Case("R write.csv without row names", {"set.csv": unnumbered.encode()}, expected)
    second = head(";", True) + rows(";", ",")
    yield Case("R write.csv2", {"set.csv": second.encode()}, expected,
               found={"delimiter": "semicolon", "decimal": "comma"})  # fmt: skip
    spaced = head(" ", False) + rows(" ")
    yield Case("R write.table", {"set.txt": spaced.encode()}, expected,
               found={"delimiter": "space", "header": "yes", "index": "1"})  # fmt: skip
    tabbed = head("\t", False, "") + rows("\t", names=False, quote="")
    yield Case("R write.table with tabs", {"set.tsv": tabbed.encode()}, expected)
    bare = rows(" ", names=False)
    yield Case("R write.table without names", {"set.dat": bare.encode()}, expected,
               found={"header": "no"})  # fmt: skip
    comma = rows(" ", ",", names=False)
    yield Case("R decimal comma between blanks", {"set.txt": comma.encode()}, expected,
               found={"delimiter": "space", "decimal": "comma"})  # fmt: skip
    cells = [[str(Y[row]), *(number(value) for value in X[row])] for row in range(ROWS)]
    cells[4][1 + 3] = "NA"
    filled = X.copy()
    filled[4, 3] = 0
    missing = "".join(" ".join(row) + "\n" for row in cells)
    yield Case("R with NA", {"set.txt": missing.encode()}, samples(x=filled), reading="gaps=zero")
