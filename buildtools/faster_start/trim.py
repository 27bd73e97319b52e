"""Start-up trimming: only what loads, as bytecode. Half of a start is compiling .py files.

The lab is run in Pyodide under Node.js (`in_pyodide/exercise.py`), what it loaded is written down,
and those files are compiled there by CPython 3.14's own compiler. Archives made of them replace
Pyodide's; the full ones stay beside them, fetched by `in_pyodide/sitecustomize.py` when something
else is imported. The results are kept in the cache.

What of those takes long to import is made lean (`lean.py`), and the WebAssembly of Python itself is
changed in one place (`indirect_calls.py`).

Docstrings of the standard library and of NumPy are left out (level 2); our own stay.
"""

from __future__ import annotations

import ast
import io
import json
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from buildtools import node
from buildtools.console import run_quietly, say
from buildtools.faster_start import indirect_calls, lean
from buildtools.hashing import sha256, sha256_of_contents, write_atomically
from buildtools.paths import cache_dir
from buildtools.runtime import CORE, LOCK, STDLIB, Runtime, pruned_lock
from buildtools.vendor import Vendor

SCRIPTS = Path(__file__).parent / "in_pyodide"
STDLIB_ROOT = "/lib/python314.zip/"
SITE_ROOT = "/lib/python3.14/site-packages/"
OUR_ROOT = "/home/pyodide/"  # where the exercised wheel lies
FULL_STDLIB = "python_stdlib_full.zip"
FULL_NUMPY = "numpy_full.whl"
# Pyodide's own Python side is reached from JavaScript, which no import statement shows.
ALWAYS = ("pyodide/", "_pyodide/")
NUMPY_METADATA = ("METADATA", "WHEEL")
TIMEOUT_S = 180.0
NO_DOCSTRINGS = 2
WITH_DOCSTRINGS = 0

Source = tuple[str, str, str, int]  # archive, member, name in tracebacks, optimisation level
Members = dict[str, bytes]


def trimmed(vendor: Vendor, runtime: Runtime, wheel: Path) -> Runtime:
    """Return the runtime with a trimmed standard library and NumPy, made for our wheel."""
    [(numpy_name, numpy_wheel)] = vendor.files("numpy").items()
    stdlib = runtime.files[STDLIB]
    loaded = _loaded(runtime, wheel)
    small_stdlib = _trim_stdlib(runtime, stdlib, numpy_wheel, loaded)
    small_numpy = _trim_numpy(runtime, numpy_wheel, loaded)
    lean.check_all_placed(_members(small_stdlib), _members(small_numpy))
    files = {
        **runtime.files,
        CORE: indirect_calls.with_direct_calls(runtime.files[CORE]),
        STDLIB: small_stdlib,
        numpy_name: small_numpy,
        LOCK: pruned_lock({numpy_name: small_numpy, **runtime.on_demand}),
    }
    full = {FULL_STDLIB: stdlib, FULL_NUMPY: numpy_wheel}
    return Runtime(files, stock=False, on_demand={**runtime.on_demand, **full})


def with_bytecode(runtime: Runtime, wheel: Path) -> bytes:
    """Return our wheel with bytecode beside the sources, which tracebacks go on showing.

    Only of what the page loads: the command line and the engines are compiled if one imports them.
    """
    members = _members(wheel.read_bytes())
    loaded = _loaded(runtime, wheel)
    sources = [name for name in members if name.endswith(".py") and OUR_ROOT + name in loaded]
    compiled = _compile(runtime, members, sources, SITE_ROOT, WITH_DOCSTRINGS)
    record = next(name for name in members if name.endswith(".dist-info/RECORD"))
    for source, bytecode in compiled.items():
        path = PurePosixPath(source)
        cached = f"{path.parent}/__pycache__/{path.stem}.cpython-314.pyc"
        members[cached] = bytecode
        members[record] += f"{cached},,\n".encode()
    return _archive(members)


def _trim_stdlib(
    runtime: Runtime, stdlib: bytes, numpy_wheel: bytes, loaded: frozenset[str]
) -> bytes:
    members = _members(stdlib)
    keep = [n for n in members if STDLIB_ROOT + n in loaded or n.startswith(ALWAYS)]
    kept_in_numpy = {n for n in _members(numpy_wheel) if SITE_ROOT + n in loaded}
    left_out = _modules(set(members) - set(keep)) | _modules(
        {n for n in _members(numpy_wheel) if n.startswith("numpy/")} - kept_in_numpy
    )
    members, keep = lean.made_lean(members, keep)
    compiled = _compile(runtime, members, [n for n in keep if n.endswith(".py")], STDLIB_ROOT)
    own = {
        "sitecustomize.py": (SCRIPTS / "sitecustomize.py").read_bytes(),
        lean.HELPER: (lean.FOLDER / lean.HELPER).read_bytes(),
    }
    full = {FULL_STDLIB: sha256(stdlib), FULL_NUMPY: sha256(numpy_wheel)}
    own["left_out.py"] = f"NAMES = frozenset({sorted(left_out)!r})\nSHA256 = {full!r}\n".encode()
    compiled |= _compile(runtime, own, list(own), STDLIB_ROOT)
    data = {name: members[name] for name in keep if not name.endswith(".py")}
    return _archive(data | {f"{name}c": bytecode for name, bytecode in compiled.items()})


def _trim_numpy(runtime: Runtime, wheel: bytes, loaded: frozenset[str]) -> bytes:
    members = _members(wheel)
    keep = [name for name in members if SITE_ROOT + name in loaded]
    members, keep = lean.made_lean(members, keep)
    compiled = _compile(runtime, members, [n for n in keep if n.endswith(".py")], SITE_ROOT)
    libraries = {name: members[name] for name in keep if not name.endswith(".py")}
    metadata = {
        name: data
        for name, data in members.items()
        if ".dist-info/" in name and PurePosixPath(name).name in NUMPY_METADATA
    }
    bytecode = {f"{name}c": data for name, data in compiled.items()}
    return _archive(bytecode | libraries | metadata)


def _loaded(runtime: Runtime, wheel: Path) -> frozenset[str]:
    """Return the paths, inside Pyodide, of all files the lab loads when it is exercised.

    Exercised again only when our package imports, or takes from NumPy, something else than before.
    """
    data = wheel.read_bytes()
    key = json.dumps(sorted(_used_names(_members(data)))).encode()
    output = _in_pyodide(runtime, SCRIPTS / "exercise.py", {wheel.name: data}, "loaded.json", key)
    return frozenset(json.loads(output))


def _used_names(members: Members) -> set[str]:
    """Return our sources' import statements and attributes of `np`: some load on first use."""
    used = set()
    for name, data in members.items():
        for part in ast.walk(ast.parse(data)) if name.endswith(".py") else ():
            numpy_attribute = isinstance(part, ast.Attribute) and ast.unparse(part).startswith(
                "np."
            )
            if numpy_attribute or isinstance(part, ast.Import | ast.ImportFrom):
                used.add(ast.unparse(part))
    return used


def _compile(
    runtime: Runtime, members: Members, names: list[str], root: str, level: int = NO_DOCSTRINGS
) -> Members:
    """Return the bytecode of some members of an archive, by the members' names."""
    sources: list[Source] = [("sources.zip", name, root + name, level) for name in names]
    given = {
        "sources.zip": _archive({name: members[name] for name in names}),
        "sources.json": json.dumps(sources).encode(),
    }
    compiled = _members(_in_pyodide(runtime, SCRIPTS / "compile.py", given, "compiled.zip"))
    return {name: compiled[f"{position}.pyc"] for position, name in enumerate(names)}


def _in_pyodide(
    runtime: Runtime, script: Path, given: Members, wanted: str, given_key: bytes | None = None
) -> bytes:
    """Run a script in Pyodide as published on some files; return the file it makes (or has made).

    `given_key` stands for the given files in the cache's key, where they are not all that matters.
    """
    driver = SCRIPTS / "run.mjs"
    scripts = {path.name: path.read_bytes() for path in (script, driver)}
    keyed = given if given_key is None else {"given": given_key}
    key = sha256_of_contents({"runtime": runtime.folder.encode(), **scripts, **keyed})
    cached = cache_dir("trimmed") / f"{key}-{wanted}"
    if not cached.exists():
        say(f"running {script.name} in Pyodide")
        with tempfile.TemporaryDirectory(prefix="trim-") as name:
            work = Path(name)
            for folder, files in ((work / "runtime", runtime.files), (work / "work", given)):
                folder.mkdir()
                for file, data in files.items():
                    (folder / file).write_bytes(data)
            command = [node.node(), driver, work / "runtime", work / "work", script]
            failure = f"{script.name} failed in Pyodide (`site --stock` builds without it)"
            run_quietly(command, failure, timeout=TIMEOUT_S)
            write_atomically(cached, (work / "work" / wanted).read_bytes())
    return cached.read_bytes()


def _modules(members: Iterable[str]) -> set[str]:
    """Return the names of the modules and packages that some files of an archive are."""
    code = (name for name in members if name.endswith((".py", ".so")))
    dotted = {name.partition(".")[0].replace("/", ".") for name in code}
    return {name.removesuffix(".__init__") for name in dotted}


def _members(archive: bytes) -> Members:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        names = [name for name in opened.namelist() if not name.endswith("/")]
        return {name: opened.read(name) for name in names}


def _archive(members: Members) -> bytes:
    """Return a zip archive whose members are stored, sorted, without times: always the same bytes.

    Not deflated: the whole of it is compressed for the wire, where brotli does a third better than
    deflate member by member, and no import has to inflate anything.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(members):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), members[name])
    return buffer.getvalue()
