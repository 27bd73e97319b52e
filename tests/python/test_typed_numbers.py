"""No sentence of the page has a number that nothing holds.

A measured number is looked up in a recorded run when the page is built. Those that are typed all
the same (a share removed, a limit, what others published, what the data are) stand in one table
here, each with what shows it to be so; a number that is in neither place fails the test. In a
lesson every typed share must be one that its steps ask for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import mnist1d_lab
import numpy as np
import pytest
import tomllib
from mnist1d_lab.data import get_dataset_args, make_dataset
from mnist1d_lab.dataset.analysis import class_bands, nearest_neighbour_accuracy

from buildtools import package
from buildtools.paths import APP, ROOT

TEMPLATES = APP / "templates"
UNIT = r"(?:percent|%|points?|times|seconds?|minutes?|ms|MB|kB)"
TYPED = re.compile(
    rf"(?<![\w.])\d[\d.,]*(?: (?:to|or|and) \d[\d.,]*)?[ \N{{NO-BREAK SPACE}}]{UNIT}(?!\w)"
    r"|(?<![\w.])\d+\.\d+(?![\w.])"
)
REACH = 400  # characters, of a sentence or two
INTERVAL = "95 %"  # how wide every interval of the page is; test_statistics holds that


def _prose(text: str) -> str:
    """What a template says itself, without what it looks up."""
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|<(svg|code|script)\b.*?</\1>", "", text, flags=re.DOTALL)
    text = re.sub(r"\{\{.*?\}\}", "…", text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text))


def _published(data: str) -> list[float]:
    """What the README of MNIST-1D gives for the models, people excepted."""
    models = package.published()["models"]
    return sorted(
        it["low"] for it in models
        if it["source"] == "readme" and it["data"] == data and it["model"] != "human"
    )  # fmt: skip


@cache
def _data(translation: int) -> dict[str, Any]:
    arguments = get_dataset_args()
    arguments.max_translation = translation
    return dict(make_dataset(arguments))


def _neighbours(translation: int) -> float:
    data = _data(translation)
    arrays = (data[key] for key in ("x", "y", "x_test", "y_test"))
    return float(nearest_neighbour_accuracy(*arrays))


def _distance(first: int, second: int) -> float:
    """The mean distance of two signals, one of each class."""
    data = _data(48)
    a, b = (data["x"][data["y"] == digit] for digit in (first, second))
    squares = (a**2).sum(1)[:, None] + (b**2).sum(1) - 2 * a @ b.T
    distances = np.sqrt(np.maximum(squares, 0))
    if first == second:
        distances = distances[~np.eye(len(a), dtype=bool)]
    return float(distances.mean())


def _has(path: str, text: str) -> bool:
    return text in (APP / path).read_text()


def _middle_of(values: np.ndarray[Any, Any]) -> tuple[float, float]:
    """Where the band of one class's signals begins and ends."""
    bands = class_bands(values[:, None], np.zeros(len(values), dtype=int))
    return float(bands.low[0, 0]), float(bands.high[0, 0])


def _leads_of_the_cnn(*noises: float) -> list[float]:
    """Over logistic regression, in points, as the sentence's neighbours were measured."""
    record = mnist1d_lab.run(
        "knob", knob="iid_noise_scale", values=list(noises), models=["linear", "cnn"],
        steps=300, eval_every=300,
    )  # fmt: skip
    rows: list[dict[str, Any]] = [dict(row) for row in record.rows if row["final"]]
    found = {(row["model"], row["value"]): row["test_acc"] for row in rows}
    return [found["cnn", noise] - found["linear", noise] for noise in noises]


def _little_is_left() -> bool:
    published, noisy = _leads_of_the_cnn(0.02, 0.2)
    return noisy < published / 6


HELD: dict[tuple[str, str], Callable[[], bool]] = {
    ("about/why", "94 percent"): lambda: _published("mnist")[0] == 94,
    ("about/why", "270 times"): lambda: round(70_000 * 784 / (5_000 * 40), -1) == 270,
    ("about/why", "94 and 99 percent"): lambda: (
        [_published(data)[at] for data in ("mnist", "plain") for at in (0, -1)] == [94, 99, 32, 94]
    ),
    ("code/index", "90 seconds"): lambda: _has("js/pool/apart.js", "LIMIT_MS = 90_000"),
    ("tickets/criterion", "20 seconds"): lambda: _has("js/pool/member.js", "SILENCE_MS = 20_000"),
    ("data/looks", "80 percent"): lambda: _middle_of(np.arange(101.0)) == (10, 90),
    ("data/looks", "56.7 percent"): lambda: round(_neighbours(48), 1) == 56.7,
    ("data/looks", "83 percent"): lambda: round(_neighbours(0)) == 83,
    ("data/looks", "7.6"): lambda: [round(_distance(7, it), 1) for it in (7, 2)] == [7.6, 7.6],
    ("models/knob", "0.2"): _little_is_left,
    ("shared/macros", "3.10"): lambda: ">=3.10" in (ROOT / "pyproject.toml").read_text(),
    ("tickets/index", "0.98"): lambda: True,  # a level to try: the sentence says what to look for
}


def _typed(text: str) -> Iterator[tuple[str, str]]:
    """Each typed number, and what stands before it."""
    prose = _prose(text)
    for found in TYPED.finditer(prose):
        yield found[0].replace("\N{NO-BREAK SPACE}", " "), prose[: found.start()]


def _is_looked_up(source: str, number: str) -> bool:
    """Whether the sentence's own lookups are at the shares that it names."""
    shares = [float(it) / 100 for it in re.findall(r"[\d.]+", number)]
    calls = " ".join(re.findall(r"\{\{.*?\}\}|\{%.*?%\}", source, re.DOTALL))
    return all(re.search(rf"(?<![\d.]){share:g}(?!\d)", calls) for share in shares)


def _is_quoted(before: str) -> bool:
    """Whether others' work, by author and year, stands shortly before it."""
    return bool(re.search(r"\(\d{4}\)", before[-REACH:]))


def _names() -> list[str]:
    return sorted(
        path.relative_to(TEMPLATES).as_posix().removesuffix(".html.j2")
        for path in TEMPLATES.rglob("*.j2")
    )


@pytest.mark.parametrize("name", _names())
def test_every_typed_number_is_held_by_something(name: str) -> None:
    source = (TEMPLATES / f"{name}.html.j2").read_text()
    for number, before in _typed(source):
        if number == INTERVAL or (name, number) in HELD:
            continue
        assert _is_looked_up(source, number) or _is_quoted(before), (
            f"{name}: “{before[-60:]}{number}” is typed. Look it up in a recorded run, or add to "
            f"HELD what shows it to be so."
        )


@pytest.mark.parametrize("key", HELD, ids=" ".join)
def test_what_holds_it_does(key: tuple[str, str]) -> None:
    name, number = key
    source = (TEMPLATES / f"{name}.html.j2").read_text()
    assert number in [it for it, _ in _typed(source)], "no sentence has it any more"
    assert HELD[key]()


LESSONS = [path for path in sorted((APP / "lessons").glob("*.toml")) if path.stem != "glossary"]


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_names_shares_that_its_steps_ask_for(path: Path) -> None:
    lesson = tomllib.loads(path.read_text())
    settings = [it for step in lesson["steps"] for it in _numbers(step)]
    for step in lesson["steps"]:
        texts = [
            *step["text"],
            *step.get("explain", []),
            *map(str, step.get("answer", {}).values()),
        ]
        for number, _ in (it for text in texts for it in _typed(text)):
            if number == INTERVAL or number.startswith("0."):
                continue
            assert float(number.split()[0]) / 100 in settings, (number, step["heading"])


def _numbers(it: Any) -> Iterator[float]:
    """All numbers among a step's settings and figures."""
    if isinstance(it, dict | list):
        for part in it.values() if isinstance(it, dict) else it:
            yield from _numbers(part)
    elif isinstance(it, int | float):
        yield float(it)
