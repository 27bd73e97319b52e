"""The reference package's own tests, run against ours under the name `mnist1d`.

They come with its source distribution, which is fetched once and kept in the build's cache: no line
of it is kept here. Where it cannot be reached, the test is skipped; `test_same_promises` asks the
same.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import numpy as np
import pytest
from mnist1d_lab import data, transform, utils

from buildtools.hashing import sha256, write_atomically
from buildtools.paths import REQUIREMENTS, cache_dir

REFERENCE = "mnist1d==0.0.2.post1"
SOURCES = Path(__file__).resolve().parents[3] / "py"
# One takes what Python prints of an open file for a file's name, which has slashes from 3.14 on.
UNFIT = ["-k", "not test_get_dataset or args"] if sys.version_info >= (3, 14) else []
PASSING = 7 if UNFIT else 8


def fetched(folder: Path) -> Path:
    """The source distribution, from the cache where it is there: pip takes seconds for it."""
    kept = cache_dir("reference") / f"{REFERENCE}.tar.gz"
    if not kept.exists():
        fetch = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps",
                 "--no-binary", ":all:", "--dest", str(folder), REFERENCE]  # fmt: skip
        done = subprocess.run(fetch, capture_output=True, text=True, timeout=600, check=False)
        if done.returncode:
            pytest.skip(f"no source distribution of the reference: {done.stderr[-200:]}")
        write_atomically(kept, next(folder.glob("mnist1d-*.tar.gz")).read_bytes())
    assert sha256(kept.read_bytes()) in (REQUIREMENTS / "test.lock").read_text()
    return kept


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """The reference's tests beside a package `mnist1d` that passes everything on to ours."""
    with tarfile.open(fetched(tmp_path)) as archive:
        archive.extractall(tmp_path, filter="data")
    tests = next(tmp_path.glob("mnist1d-*/tests"))
    alias = tests / "mnist1d"
    alias.mkdir()
    (alias / "__init__.py").write_text("")
    for module in ("data", "transform", "utils"):
        (alias / f"{module}.py").write_text(f"from mnist1d_lab.{module} import *\n")
    return tests


def test_the_references_suite_passes(suite: Path) -> None:
    # Its repository holds the published pickle where its tests run, and one of them needs it.
    utils.to_pickle(data.make_arrays(), suite / "mnist1d_data.pkl")
    pytest_here = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    ran = subprocess.run(
        [*pytest_here, "--rootdir", str(suite), *UNFIT],
        cwd=suite,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(suite), str(SOURCES)]),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        },
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    assert f"{PASSING} passed" in ran.stdout


def test_same_promises(tmp_path: Path) -> None:
    utils.to_pickle(data.make_arrays(), tmp_path / "set.pkl")
    utils.set_seed(13)
    x = data.get_dataset(data.get_dataset_args(), tmp_path / "set.pkl", download=False)["x"]
    assert x.shape == (4000, 40)
    assert transform.pad(x[0, ...], (36, 44)).shape == (82,)
    assert transform.pad(x, (36, 44)).shape == (4000, 78)
    assert data.get_templates()["x"].shape == (10, 12)
    assert data.make_dataset()["y_test"].shape == (1000,)
    np.testing.assert_array_equal(data.get_templates()["y"], range(10))
