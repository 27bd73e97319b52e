"""Lessons: what is right is read, what is wrong is refused and told where and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from buildtools import package
from buildtools.console import BuildError
from buildtools.lessons import Known, read_glossary, read_lessons, verdict

ROW = {"what": "minus_dense", "at": "best", "mean": 1.0, "low": -0.5, "high": 2.5, "n": 5}
GOOD = """
title = "A lesson"
place = 2
minutes = 3
question = "What is it?"

[[steps]]
heading = "First"
go = "bench"
text = ["A [[mask]] and *more*, {old} points in {old.n} trials."]
run = { panel = "bench", trials = 3 }
set = { max_translation = 0, bench.hidden = 64 }

[steps.predict]
kind = "choice"
ask = "Who?"
options = [{ text = "This.", when = "above" }, { text = "That.", when = "below" }]

[steps.figures]
lead = { what = "minus_dense", arm = "lottery", sparsity = 0.65 }
old = { recorded = "rivals", what = "minus_dense", at = "best", is = "unsure" }

[steps.answer]
by = "lead"
above = "Ahead by {lead} ({lead.range})."
below = "Behind by {lead.size}."
unsure = "Cannot tell, {lead.n} trials."
"""


def _known() -> Known:
    return Known(
        places={"bench", "make"},
        check=package.check_setting,
        panels=("bench", "controls"),
        recorded={"rivals": {"summary": [ROW]}},
        terms={"mask"},
    )


def _read(folder: Path, text: str, name: str = "a-lesson") -> list[dict[str, Any]]:
    (folder / f"{name}.toml").write_text(text)
    return read_lessons(_known(), folder)


def test_a_lesson_is_read_with_its_settings_and_recorded_numbers(tmp_path: Path) -> None:
    [lesson] = _read(tmp_path, GOOD)
    assert (lesson["name"], lesson["minutes"]) == ("a-lesson", 3)
    [step] = lesson["steps"]
    assert step["set"] == {"max_translation": 0, "bench.hidden": 64}
    assert step["figures"]["old"]["row"] == ROW
    assert step["figures"]["lead"] == {
        "columns": {"what": "minus_dense", "arm": "lottery", "sparsity": 0.65}
    }


def test_lessons_stand_in_the_order_of_their_place(tmp_path: Path) -> None:
    _read(tmp_path, GOOD, "the-second")
    (tmp_path / "glossary.toml").write_text('mask = "x"')  # is none
    lessons = _read(tmp_path, GOOD.replace("place = 2", "place = 1"), "the-zeroth")
    assert [lesson["name"] for lesson in lessons] == ["the-zeroth", "the-second"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('title = "A lesson"', "", "title is missing"),
        ("minutes = 3", 'minutes = "3"', "minutes must be a whole number"),
        ("minutes = 3", "minutes = true", "minutes must be a whole number"),
        ("minutes = 3", "minutes = ", "this is no TOML"),
        ("place = 2", "plase = 2", "plase is not known here"),
        ('go = "bench"', 'go = "nowhere"', "step 1: go = 'nowhere'"),
        ('go = "bench"', "", "says by go where"),
        ("[[mask]]", "[[musk]]", r"\[\[musk\]\] does not stand in glossary"),
        ("{old.n}", "{lead.n}", "before it has been measured"),
        ("{old.n}", "{new.n}", "there is no figures.new"),
        ("{old.n}", "{old.rate}", "there is what, at, mean"),
        ("max_translation = 0", "max_translation = -1", "max_translation must be a whole number"),
        ("bench.hidden", "bench.hiden", "Did you mean hidden"),
        ("bench.hidden = 64", "bench.max_translation = 3", "all share the data"),
        ("bench.hidden", "bank.hidden", "bank.hidden is no setting"),
        ("trials = 3", "trials = 1", "at least 2"),
        ('panel = "bench"', 'panel = "bank"', "it is one of bench, controls"),
        ('panel = "bench"', 'panel = "controls"', "trials is the bench's"),
        ('kind = "choice"', 'kind = "guess"', "choice or draw"),
        ('when = "below"', 'when = "above"', "no two right in the same case"),
        ('when = "below"', 'when = "never"', "when is one of"),
        ('is = "unsure"', 'is = "above"', "is unsure in the record, not above"),
        ('at = "best", is', 'at = "worst", is', "0 rows of the record fit"),
        ('recorded = "rivals"', 'recorded = "rival"', "recorded is one of rivals"),
        ('by = "lead"', 'by = "led"', "answer.by = 'led'"),
        ('unsure = "Cannot tell, {lead.n} trials."', "", "unsure is missing"),
        ('run = { panel = "bench", trials = 3 }', "", "figures need a run"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(BuildError, match=message) as refusal:
        _read(tmp_path, GOOD.replace(old, new))
    assert str(refusal.value).startswith("a-lesson.toml")


def test_a_name_without_a_hyphen_could_be_a_views(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="with hyphens"):
        _read(tmp_path, GOOD, "bench")


@pytest.mark.parametrize(
    "wrong",
    ["3", '{ forms = ["masks"] }', '{ text = "x", form = "y" }', '{ text = "x", forms = 1 }'],
)
def test_a_glossary_has_texts_and_forms_alone(tmp_path: Path, wrong: str) -> None:
    path = tmp_path / "glossary.toml"
    path.write_text('mask = "What stays."\nclass = { text = "A kind.", forms = ["classes"] }')
    glossary = read_glossary(path)
    assert glossary.meanings == {"mask": "What stays.", "class": "A kind."}
    assert glossary.terms["class"].forms == ("classes",)
    path.write_text(f"mask = {wrong}")
    with pytest.raises(BuildError, match=r"mask (needs its meaning|has text, forms)"):
        read_glossary(path)


@pytest.mark.parametrize(
    ("low", "high", "against", "said"),
    [(0.1, 2, 0, "above"), (-2, -0.1, 0, "below"), (-1, 2, 0, "unsure"), (0.1, 2, 1, "unsure"),
     (0, 2, 0, "unsure"), (None, None, 0, "unsure")],
)  # fmt: skip
def test_the_interval_decides(
    low: float | None, high: float | None, against: float, said: str
) -> None:
    assert verdict({"mean": 5.0, "low": low, "high": high}, against) == said
