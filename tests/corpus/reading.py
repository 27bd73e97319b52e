"""What a reader makes of files, as plain JSON: run in CPython and, as text, in Pyodide."""

from __future__ import annotations

import json
from base64 import b64decode
from typing import Any

from mnist1d_lab.dataset.files.limits import DataFileError
from mnist1d_lab.dataset.files.load import load
from mnist1d_lab.dataset.files.options import parse_options


def found(files: dict[str, bytes], reading: str) -> dict[str, Any]:
    """{samples, notes, understood, t}, or {refused}."""
    try:
        loaded = load(list(files.items()), parse_options(reading))
    except DataFileError as error:
        return {"refused": str(error)}
    dataset = loaded.dataset
    names = dataset.get("class_names") or list(map(str, range(10)))
    samples = []
    for split, suffix in (("train", ""), ("test", "_test")):
        rows = zip(dataset[f"y{suffix}"].tolist(), dataset[f"x{suffix}"].tolist(), strict=True)
        samples += [[split, names[label], signal] for label, signal in rows]
    return {
        "samples": samples,
        "notes": list(loaded.notes),
        "understood": loaded.understood,
        "t": dataset["t"].tolist(),
    }


def main(text: str) -> str:
    """From JSON, a list of [{name: base64}, reading], to JSON, a list of what was found."""
    given = json.loads(text)
    return json.dumps(
        [
            found({name: b64decode(content) for name, content in files.items()}, reading)
            for files, reading in given
        ]
    )
