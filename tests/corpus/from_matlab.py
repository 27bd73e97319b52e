"""MATLAB and Octave: writematrix, writetable, dlmwrite and save -ascii."""

from __future__ import annotations

from collections.abc import Iterator

from tests.corpus.case import LENGTH, ROWS, WORDS, Case, X, Y, samples, table


def cases() -> Iterator[Case]:
    yield Case("MATLAB writematrix", {"set.csv": table().encode()}, samples(),
               found={"header": "no", "label": "1"})  # fmt: skip
    names = ",".join(f"Var{i}" for i in range(1, LENGTH + 2)) + "\n"
    yield Case("MATLAB writetable", {"set.csv": (names + table(WORDS)).encode()}, samples(WORDS),
               found={"header": "yes", "label": "1"})  # fmt: skip
    last = names + table(Y, last=True)
    yield Case("MATLAB writetable, label last", {"set.txt": last.encode()}, samples(),
               found={"label": "9"})  # fmt: skip
    ascii_rows = "".join(
        "".join(f"{value:16.7e}" for value in (Y[row], *X[row])) + "\n" for row in range(ROWS)
    )
    yield Case("MATLAB save -ascii", {"set.txt": ascii_rows.encode()}, samples(),
               found={"delimiter": "space"})  # fmt: skip
    tabs = table(Y, "\t")
    yield Case("MATLAB dlmwrite with tabs", {"set.dat": tabs.encode()}, samples())
    octave = (
        "# Created by Octave 8.4.0, Wed Nov 25 10:00:00 2026\n# name: set\n# type: matrix\n"
        f"# rows: {ROWS}\n# columns: {LENGTH + 1}\n"
    ) + "".join(f" {line}\n" for line in table(Y, " ").splitlines())
    yield Case("Octave save -text", {"set.txt": octave.encode()}, samples(), found={"header": "no"})
    commented = "% label, then eight values\n" + table(Y, ", ")
    yield Case("MATLAB comment and blanks", {"set.csv": commented.encode()}, samples())
