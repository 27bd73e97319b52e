"""`python -m build` in the repository's folder makes the package's distributions, both whole."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest
import tomllib
import yaml
from mnist1d_lab.version import __version__

from buildtools import native
from buildtools.paths import PACKAGE, ROOT


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("distributions")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=300)
    return out


@pytest.fixture(scope="module")
def pure(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel without kernels, for Pyodide and wherever no compiled one fits."""
    out = tmp_path_factory.mktemp("pure")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out)]
    environment = {**os.environ, "MNIST1D_LAB_PLATFORM": "none"}
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=300, env=environment)
    return out


def test_the_package_index_would_take_them(made: Path, pure: Path) -> None:
    files = [str(path) for path in sorted([*made.iterdir(), *pure.iterdir()])]
    assert [Path(file).suffix for file in files].count(".whl") == 2
    for module, given in (
        ("twine", ["check", "--strict", *files]),
        ("check_wheel_contents", [file for file in files if file.endswith(".whl")]),
    ):
        done = subprocess.run(
            [sys.executable, "-m", module, *given], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert next(pure.glob("*.whl")).name.endswith("-py3-none-any.whl")


def test_the_version_stands_in_one_place() -> None:
    """Whoever says it takes it from version.py."""
    tables = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert tables["project"]["dynamic"] == ["version"]
    assert ROOT / tables["tool"]["hatch"]["version"]["path"] == PACKAGE / "version.py"
    sources = [*PACKAGE.rglob("*.py"), *(ROOT / "buildtools").rglob("*.py")]
    said = re.compile(rf"[\"']{re.escape(__version__)}[\"']")
    assert [p.name for p in sources if said.search(p.read_text())] == ["version.py"]


def test_the_release_builds_tests_and_publishes() -> None:
    """The workflow is read as it is written; what it runs is here."""
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text())
    jobs = workflow["jobs"]
    assert set(jobs["publish"]["needs"]) == set(jobs) - {"publish", "pages"}
    for name in ("publish", "pages"):
        assert jobs[name]["permissions"]["id-token"] == "write"  # trusted, without a token
    runs = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
    made = [run.partition("|")[0] for run in runs if run.startswith("make ")]
    words = {word for run in made for word in run.split()[1:]}
    targets = {word for word in words if word.isalpha()}
    assert words - targets == {"DOCS=yes"}
    makefile = (ROOT / "Makefile").read_text()
    assert targets == {"tools", "test", "site", "coverage", "mutation"}
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)


def test_every_python_that_the_metadata_names_is_run_before_a_release() -> None:
    """And no other: the classifiers, the oldest that is allowed, and the workflow say the same."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = re.findall(r"Python :: (3\.\d+)", " ".join(project["classifiers"]))
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text())["jobs"]
    given = [step.get("with", {}) for step in jobs["test"]["steps"]]
    tests = [it["python-version"] for it in given if "python-version" in it]
    run = [*tests, *jobs["python"]["strategy"]["matrix"]["python"]]
    assert sorted(run) == sorted(named)
    assert project["requires-python"] == ">=" + min(named, key=lambda it: int(it.split(".")[1]))


def test_a_step_of_the_release_is_a_command_or_an_action_of_a_fixed_version() -> None:
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text())["jobs"]
    for name, job in jobs.items():
        assert set(job.get("needs", ())) <= set(jobs), name
        for step in job["steps"]:
            assert ("run" in step) != ("uses" in step), step
            assert re.fullmatch(
                r"[\w.-]+/[\w.-]+@(v\d[\d.]*|release/v\d+)", step.get("uses", "a/b@v1")
            )


def members(made: Path) -> Iterator[str]:
    """The source distribution's files, below its own folder."""
    with tarfile.open(next(made.glob("*.tar.gz"))) as archive:
        for name in archive.getnames():
            yield name.split("/", 1)[1]


def test_the_source_has_the_tests_that_it_configures_and_what_they_need(made: Path) -> None:
    found = set(members(made))
    here = Path(__file__).relative_to(ROOT).as_posix()
    assert {here, "pyproject.toml", "build.py", "app/vendor.lock.json", "py/README.md"} <= found
    assert not {name.split("/")[0] for name in found} & {"dist", "build", ".venv", ".git"}


def test_the_wheel_made_from_the_source_has_the_whole_package(made: Path) -> None:
    ours = {
        path.relative_to(PACKAGE.parent).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    with zipfile.ZipFile(next(made.glob("*.whl"))) as wheel:
        found = {name for name in wheel.namelist() if ".dist-info/" not in name}
        [about] = [name for name in wheel.namelist() if name.endswith("/METADATA")]
        metadata = message_from_bytes(wheel.read(about))
    assert found == ours
    libraries = {name for name in found if name.startswith("mnist1d_lab/ops/machine/kernels-")}
    assert libraries  # compiled for this machine, and so the wheel is for machines like it
    assert native.PLATFORMS[str(native.here())].tag in next(made.glob("*.whl")).name
    assert metadata["Author"] == "MNIST-1D Lab"
    assert metadata.get_all("Project-URL")
    assert metadata["Keywords"]


def test_without_the_package_build_it_says_what_is_missing() -> None:
    command = [sys.executable, "-S", "-m", "build"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("error: `python -m build` needs PyPI's package `build`")
    assert "Traceback" not in done.stderr
