"""The trimmed runtime: this Python's bytecode, all the lab loads, words for what is not there."""

from __future__ import annotations

import asyncio
import io
import json
import re
import zipfile
from typing import Any

import numpy as np
import numpy.typing
import pytest


def _names(path: Any) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(path.read_bytes())).namelist()


def test_the_site_is_trimmed_and_the_download_small_enough(site: Any) -> None:
    assert not site.manifest["runtime"]["stock"]
    assert site.manifest["download"]["brotli"] <= 6_500_000


def test_manifest_sizes_are_those_on_disk(site: Any) -> None:
    files = [*site.manifest["runtime"]["files"], site.manifest["wheel"]]
    files += site.manifest["runtime"]["onDemand"]
    assert {f["url"]: f["bytes"] for f in files} == {
        f["url"]: (site.folder / f["url"]).stat().st_size for f in files
    }


def test_lock_file_is_small_and_lists_only_what_is_shipped(site: Any) -> None:
    text = (site.runtime / "pyodide-lock.json").read_bytes()
    assert len(text) < 1024
    packages = json.loads(text)["packages"]
    assert set(packages) == {"numpy", "micropip"}
    assert all((site.runtime / p["file_name"]).is_file() for p in packages.values())


def test_what_is_loaded_when_asked_for_is_no_part_of_a_start(site: Any) -> None:
    runtime = site.manifest["runtime"]
    at_start, later = (
        [f["url"].rpartition("/")[2] for f in runtime[part]] for part in ("files", "onDemand")
    )
    assert [name.partition("-")[0] for name in later if "micropip" in name] == ["micropip"]
    assert not set(at_start) & set(later)
    total = sum(f["bytes"] for f in (*runtime["files"], site.manifest["wheel"]))
    assert site.manifest["download"]["bytes"] == total


def test_standard_library_holds_bytecode_only(site: Any) -> None:
    names = _names(site.runtime / "python_stdlib.zip")
    assert names
    assert not [name for name in names if name.endswith(".py")]


def test_bytecode_is_of_the_interpreter_that_runs_it(pyodide: Any) -> None:
    module, cached, own = pyodide.run("""
        import json, mnist1d_lab
        [json.__file__, mnist1d_lab.__spec__.cached, mnist1d_lab.__file__]
    """)
    assert module.endswith("python314.zip/json/__init__.pyc")
    assert cached.endswith("__pycache__/__init__.cpython-314.pyc")
    assert own.endswith("mnist1d_lab/__init__.py")


# What a shell, other processes, a cluster and PyTorch need; with it go the standard modules that it
# imports.
OFF_THE_PAGE = tuple(
    f"mnist1d_lab.{name}"
    for name in ("__main__", "cli", "dataset.pytorch", "engines", "ops.wasmtime_host")
)


def test_every_module_of_ours_imports_without_a_fetch(pyodide: Any, site: Any) -> None:
    sources = [name for name in _names(site.wheel) if name.endswith(".py")]
    modules = [name[:-3].replace("/", ".").removesuffix(".__init__") for name in sources]
    page_only = [m for m in modules if not m.startswith(OFF_THE_PAGE)]
    assert len(page_only) > 60
    failed = pyodide.run(f"""
        import importlib
        failed = []
        for name in {page_only}:
            try:
                importlib.import_module(name)
            except ImportError as error:
                failed.append(f"{{name}}: {{error}}")
        failed
    """)
    assert failed == []


@pytest.mark.parametrize("module", ["sqlite3", "xml.dom.minidom", "numpy.polynomial"])
def test_what_is_left_out_says_so_where_it_cannot_be_fetched(pyodide: Any, module: str) -> None:
    with pytest.raises(Exception, match=r"trimmed Python.*could not be fetched"):
        pyodide.run(f"import {module}")


def test_a_module_that_is_nowhere_is_reported_as_ever(pyodide: Any) -> None:
    with pytest.raises(Exception, match="No module named 'no_such_module'"):
        pyodide.run("import no_such_module")


# Whoever asks a lean module for one of these gets it from the whole one. The names are this
# Python's and this NumPy's own lists, but for what 3.14 or a browser leaves out of asyncio.
OFFERED = {
    "asyncio": [name for name in asyncio.__all__ if not re.search("watcher|unix", name, re.I)],
    "numpy.random": np.random.__all__,
    "numpy.typing": numpy.typing.__all__,
    "numpy._typing": ["ArrayLike", "NDArray", "_NestedSequence", "_SupportsArray"],
    "_colorize": ["ANSIColors", "decolor", "get_colors", "get_theme"],
    "pyodide._package_loader": ["SITE_PACKAGES", "unpack_buffer"],
}


@pytest.mark.parametrize("module", OFFERED)
def test_a_lean_module_offers_what_the_whole_one_has(pyodide: Any, module: str) -> None:
    missing = pyodide.run(f"""
        import importlib
        module = importlib.import_module({module!r})
        [name for name in {OFFERED[module]} if not hasattr(module, name)]
    """)
    assert missing == []


def test_a_name_that_a_lean_module_lacks_is_reported_as_ever(pyodide: Any) -> None:
    with pytest.raises(Exception, match="has no attribute 'defualt_rng'"):
        pyodide.run("import numpy; numpy.random.defualt_rng")


def test_lean_modules_still_do_what_they_are_for(pyodide: Any) -> None:
    told = pyodide.run("""
        import asyncio, io, traceback
        import numpy as np
        from asyncio import *
        error = io.StringIO()
        try:
            1 / 0
        except ZeroDivisionError as reason:
            traceback.print_exception(reason, file=error)
        async def twice(x):
            await asyncio.sleep(0)
            return 2 * x
        async def both():
            async with asyncio.timeout(5), asyncio.TaskGroup() as group:
                tasks = [group.create_task(twice(x)) for x in (1, 2)]
            return [task.result() for task in tasks]
        [
            await both(),
            error.getvalue().splitlines()[-1],
            issubclass(asyncio.CancelledError, BaseException),
            Queue is asyncio.Queue,
            int(np.random.default_rng(0).integers(100)),
            np.random.RandomState(0).randint(100),
            str(np.typing.ArrayLike),
        ]
    """)
    assert told[:2] == [[2, 4], "ZeroDivisionError: division by zero"]
    assert told[2:4] == [True, True]
    assert told[4:6] == [np.random.default_rng(0).integers(100), 44]
    assert told[6] == "ArrayLike"
