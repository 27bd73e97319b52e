"""Excel's "CSV" and "Unicode text" in an English and in a German locale."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tests.corpus.case import WORDS, Case, Y, header, samples, table

END = "\r\n"
COMMA = {"delimiter": "semicolon", "decimal": "comma"}


def cases() -> Iterator[Case]:
    english = header(end=END) + table(end=END)
    german = header(";", END) + table(Y, ";", ",", END)
    yield Case("Excel English", {"Book1.csv": english.encode()}, samples(),
               found={"delimiter": "comma", "decimal": "point"})  # fmt: skip
    yield Case("Excel English UTF-8", {"Book1.csv": english.encode("utf-8-sig")}, samples())
    yield Case("Excel German", {"Mappe1.csv": german.encode()}, samples(), found=COMMA)
    bare = table(Y, ";", ",", END)
    yield Case("Excel German without header", {"Mappe1.csv": bare.encode()}, samples(), found=COMMA)
    hinted = f"sep=;{END}{german}"
    yield Case("Excel German with sep=", {"Mappe1.csv": hinted.encode()}, samples(), found=COMMA)
    text = header("\t", END) + table(Y, "\t", ",", END)
    yield Case("Excel Unicode text", {"Mappe1.txt": text.encode("utf-16")}, samples(),
               found={"delimiter": "tab", "decimal": "comma"})  # fmt: skip
    yield Case("Excel text with tabs", {"Mappe1.txt": text.encode()}, samples(),
               found={"delimiter": "tab", "decimal": "comma"})  # fmt: skip
    yield from leftovers()
    umlauts = np.array(["Größe", "Höhe", "Süß"])[Y]
    written = header(";", END, "Klasse") + table(umlauts, ";", ",", END)
    yield Case("Excel German umlauts", {"Mappe1.csv": written.encode("latin-1")}, samples(umlauts),
               notes=("Größe is 0, Höhe is 1, Süß is 2",))  # fmt: skip
    mac = header(end="\r") + table(end="\r")
    yield Case("Excel for the old Mac", {"Book1.csv": mac.encode()}, samples())


def leftovers() -> Iterator[Case]:
    """Rows and columns that were cleared are still written."""
    rows = header(end=END) + table(end=END) + ("," * 8 + END) * 3
    yield Case("Excel empty rows", {"Book1.csv": rows.encode()}, samples())
    columns = header(end="," + END) + table(end="," + END)
    yield Case("Excel empty column", {"Book1.csv": columns.encode()}, samples())
    quoted = np.array(['the "cat"', "dog, small", "eel; long"])[Y]
    doubled = ['"' + word.replace('"', '""') + '"' for word in quoted]
    text = header(end=END) + table(doubled, end=END)
    yield Case("Excel quotes and delimiters in words", {"Book1.csv": text.encode()},
               samples(quoted))  # fmt: skip
    last = "x0,x1,x2,x3,x4,x5,x6,x7,Category" + END + table(WORDS, end=END, last=True)
    yield Case("Excel category last", {"Book1.csv": last.encode()}, samples(WORDS))
