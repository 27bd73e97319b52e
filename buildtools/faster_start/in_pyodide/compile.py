"""Runs in Pyodide: byte-compiles with CPython 3.14's own compiler what /work/sources.json names.

In: /work/sources.json, a list of [archive, member, name shown in tracebacks, optimisation level].
Out: /work/compiled.zip, in which member `<position in the list>.pyc` is the bytecode.
"""

import importlib.util
import json
import marshal
import zipfile
from pathlib import Path

# PEP 552: a hash-based pyc that is never checked against its source, which stays behind
UNCHECKED = (1).to_bytes(4, "little")
NO_HASH = bytes(8)
FIXED_TIME = (1980, 1, 1, 0, 0, 0)


def main() -> None:
    """Compile every source of the list."""
    listed = json.loads(Path("/work/sources.json").read_text())
    archives = {name: zipfile.ZipFile(f"/work/{name}") for name in {entry[0] for entry in listed}}
    with zipfile.ZipFile("/work/compiled.zip", "w") as output:
        for position, (archive, member, shown, level) in enumerate(listed):
            source = archives[archive].read(member)
            code = compile(source, shown, "exec", dont_inherit=True, optimize=level)
            pyc = importlib.util.MAGIC_NUMBER + UNCHECKED + NO_HASH + marshal.dumps(code)
            output.writestr(zipfile.ZipInfo(f"{position}.pyc", FIXED_TIME), pyc)


main()
