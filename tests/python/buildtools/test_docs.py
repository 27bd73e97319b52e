"""The documentation: its site builds whole, asks no other host, and its tutorials run."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from mnist1d_lab import cli
from mnist1d_lab.experiments import EXPERIMENTS

from buildtools.docs import CONFIG, build_docs
from buildtools.render import _environment

SITE = CONFIG.parent / "site"
TUTORIALS = sorted((SITE / "tutorials").glob("*.md"))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_docs(tmp_path_factory.mktemp("docs"))


def test_every_page_is_built_and_in_the_contents(site: Path) -> None:
    contents = yaml.safe_load(CONFIG.read_text())["nav"]
    named = set(re.findall(r"[\w/]+\.md", str(contents)))
    assert named == {path.relative_to(SITE).as_posix() for path in SITE.rglob("*.md")}
    for name in named:
        assert (site / name).with_suffix(".html").exists()


def test_the_reference_has_the_docstrings(site: Path) -> None:
    text = (site / "reference" / "run.html").read_text()
    assert "processes share the tasks" in " ".join(text.split())
    for name in ("mnist1d_lab.engines.runner.run", "mnist1d_lab.engines.sweeps.sweep"):
        assert f'id="{name}"' in text
    assert 'id="mnist1d_lab.dataset.pytorch.MNIST1D"' in (site / "reference/data.html").read_text()


def test_no_page_loads_anything_from_another_host(site: Path) -> None:
    loads = re.compile(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=\"(?:https?:)?//[^\"]+")
    pages = list(site.rglob("*.html"))
    assert len(pages) > 10
    assert [found for page in pages for found in loads.findall(page.read_text())] == []


def test_its_pages_keep_the_policy_of_the_page_that_they_lie_beside(site: Path) -> None:
    """No script and no style within a page; each file that it names is there."""
    for page in site.rglob("*.html"):
        text = page.read_text()
        assert "<script>" not in text
        assert not re.search(r"<style|\sstyle=|\son\w+=", text)
        for name in re.findall(r'<(?:script|link)[^>]+(?:src|href)="([^"]+)"', text):
            assert (page.parent / name).resolve().is_file(), (page, name)


@pytest.mark.parametrize("docs", [None, "docs/index.html"])
def test_the_page_links_to_it_where_it_lies_beside(docs: str | None) -> None:
    config = {"version": "1", "docs": docs}
    text = _environment().get_template("shared/footer.html.j2").render(config=config)
    assert ('href="docs/index.html"' in text) is bool(docs)


@pytest.fixture
def experiments() -> Iterator[None]:
    """What a tutorial adds is taken away again."""
    before = set(EXPERIMENTS)
    yield
    for name in set(EXPERIMENTS) - before:
        del EXPERIMENTS[name]


@pytest.mark.usefixtures("experiments")
@pytest.mark.parametrize("path", TUTORIALS, ids=[path.stem for path in TUTORIALS])
def test_a_tutorial_does_what_it_says(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All its blocks, from above to below, in one folder; they hold their own assertions."""
    monkeypatch.chdir(tmp_path)
    blocks = BLOCK.findall(path.read_text())
    assert any(kind == "python" and "assert" in text for kind, text in blocks)
    names: dict[str, Any] = {"__name__": "tutorial"}
    for kind, text in blocks:
        if kind == "python":
            exec(compile(text, f"{path.name}", "exec"), names)
        elif kind == "toml":
            Path("grid.toml").write_text(text)
        elif kind == "console":
            for line in text.splitlines():
                program, *arguments = shlex.split(line.removeprefix("$ "))
                assert program == "mnist1d-lab"
                assert cli.main(arguments) == 0


def test_all_seven_are_there() -> None:
    stems = {path.stem for path in TUTORIALS}
    assert stems == {
        "first_run", "reproduce", "criterion", "cluster", "class", "embed", "experiment",
    }  # fmt: skip
