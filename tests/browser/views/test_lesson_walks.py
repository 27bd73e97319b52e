"""Every lesson from its first step to its last, as its file says: knobs, prediction, run, answer.

A new file in app/lessons/ is walked through as well. Its experiments are the same, only smaller.
Each lesson is walked in another way: windows from a projector's to a small phone's, by pointer and
by keys. What the card says is held against the package's summary of the rows that the figure shows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from mnist1d_lab.experiments import get_experiment
from playwright.sync_api import Browser, Locator, Page, expect

from buildtools import package
from buildtools.lessons import FOLDER, GLOSSARY, verdict
from buildtools.site import _lessons
from tests.browser.lab import PATIENCE_MS, Lab
from tests.browser.watch import watch

NAMES = [path.stem for path in sorted(FOLDER.glob("*.toml")) if path.name != GLOSSARY]
WAYS = [(1440, 900, "pointer"), (1280, 720, "keys"), (1024, 768, "pointer"),
        (390, 844, "pointer"), (320, 640, "keys")]  # fmt: skip
SMALL = {"hidden": 12, "steps": 20, "eval_every": 20, "control_steps": 20, "trials": 2, "seeds": 2}

Data = dict[str, Any]


@pytest.fixture(scope="module")
def book() -> Data:
    """What the page fetches, with experiments that are over in a moment."""
    kept = {path.stem: package._kept(path) for path in package.RECORDINGS.glob("*.json")}
    book = _lessons(kept)
    for step in (step for lesson in book["lessons"] for step in lesson["steps"]):
        if "run" in step:
            panel = step["run"]["panel"]
            takes = {param.name for param in get_experiment(_experiment(panel)).params}
            small = {f"{panel}.{name}": value for name, value in SMALL.items() if name in takes}
            step["set"] |= {"num_samples": 300, **small}
            if panel == "bench":
                step["run"]["trials"] = SMALL["trials"]
    return book


def _experiment(panel: str) -> str:
    return {"compare": "benchmark"}.get(panel, panel)


@pytest.fixture(scope="module")
def lab(browser: Browser, base_url: str, book: Data) -> Iterator[Lab]:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.add_init_script(
        f"""const text = {json.dumps(json.dumps(book))};
        const fetched = window.fetch;
        window.fetch = (url, ...more) =>
            String(url).includes("/lessons.json") ? Promise.resolve(new Response(text))
                : fetched(url, ...more);"""
    )
    problems = watch(page, base_url)
    yield Lab(page, base_url).open("#/lessons")
    context.close()
    assert not problems, "the page had problems:\n" + "\n".join(problems)


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_from_its_first_step_to_its_last(lab: Lab, book: Data, name: str) -> None:
    [lesson] = [lesson for lesson in book["lessons"] if lesson["name"] == name]
    width, height, by = WAYS[NAMES.index(name) % len(WAYS)]
    walk = _Walk(lab, by)
    lab.page.set_viewport_size({"width": width, "height": height})
    lab.page.evaluate(f"location.hash = '#/lessons/{name}?step=1'")
    settings: Data = {}
    said = ""
    for number, step in enumerate(lesson["steps"], 1):
        settings |= step["set"]
        walk.arrives(step, settings)
        before, said = said, walk.answers(step) if "answer" in step else ""
        assert lab.page.evaluate("document.documentElement.scrollWidth") <= width
        if before:  # what was measured is still there
            walk.press("Back")
            expect(walk.card.locator(".lessonanswer")).to_have_text(before)
            walk.press("Next")
        walk.press("Finish" if number == len(lesson["steps"]) else "Next")
    expect(walk.card).to_have_count(0)
    begin = lab.page.locator(f"#{name}").get_by_role("button", name="Begin again")
    expect(begin).to_be_visible()


class _Walk:
    """Somebody who walks through a lesson, by pointer or by keys."""

    def __init__(self, lab: Lab, by: str) -> None:
        self.lab = lab
        self.page: Page = lab.page
        self.by = by
        self.card = lab.page.locator("#lesson-card")

    def press(self, name: str) -> None:
        button = self.card.get_by_role("button", name=name, exact=True)
        if self.by == "keys":
            button.focus()
            self.page.keyboard.press("Enter")
        else:
            button.click()

    def arrives(self, step: Data, settings: Data) -> None:
        """The step is shown where it says, with its knobs as they are to be."""
        heading = self.page.locator("#lesson-heading")
        expect(heading).to_have_text(step["heading"], timeout=PATIENCE_MS)
        expect(heading).to_be_focused()
        texts = _texts(self.card.locator(".lessonbody > p"))
        assert texts == [_filled(text, _recorded(step)) for text in step["text"]]
        link = urlsplit(self.page.evaluate("lab.permalink()")).fragment
        place, _, query = link.partition("?")
        if "go" in step:
            expect(self.page.locator(f"#{step['go']}")).to_be_in_viewport()
            shown = self.page.locator(f"[data-view]:has(#{step['go']}), [data-view]#{step['go']}")
            assert place.split("/")[1] == shown.last.get_attribute("id")
        asked = {key: value for key, [value] in parse_qs(query).items()}
        for key, value in settings.items():
            known = asked.get(key, _default(key))
            assert _as_link(known) == _as_link(value), (key, asked)

    def answers(self, step: Data) -> str:
        """Predicts, runs, and reads what is said."""
        run = self.card.locator(".lessonrun button")
        if "predict" in step:
            expect(run).to_be_disabled()
            self.predicts(step["predict"])
        self.press(run.inner_text())
        answer = self.card.locator(".lessonanswer")
        expect(answer).to_contain_text("Measured", timeout=PATIENCE_MS)
        found = self.measured(step)
        by = verdict(found[step["answer"]["by"]], step["answer"].get("against", 0))
        texts = _texts(answer.locator("p"))
        expected = [step["answer"][by], *step.get("explain", [])]
        assert texts[-len(expected) :] == [_filled(text, found) for text in expected]
        if "predict" in step:
            self.beside(step["predict"], by, texts)
        return answer.inner_text().replace("\n", "")

    def predicts(self, predict: Data) -> None:
        if predict["kind"] == "choice":
            option = self.card.get_by_label(predict["options"][-1]["text"], exact=True)
            option.press("Space") if self.by == "keys" else option.check()
        elif self.by == "keys":
            self.card.locator(".drawing [role=slider]").first.press("PageUp")
        else:
            self.draws(self.card.locator(".drawing"))

    def draws(self, axes: Locator) -> None:
        """Across the axes from below to above, in one stroke."""
        axes.hover()  # once it lies still
        box = axes.bounding_box()
        assert box
        x, y, width, height = (box[key] for key in ("x", "y", "width", "height"))
        self.page.mouse.move(x + width * 0.3, y + height * 0.7)
        self.page.mouse.down()
        self.page.mouse.move(x + width * 0.75, y + height * 0.2, steps=8)
        self.page.mouse.up()
        drawn = [
            int(it.get_attribute("aria-valuenow") or 0) for it in axes.locator(".handle").all()
        ]
        assert drawn[0] < drawn[-1] or len(drawn) > 2

    def beside(self, predict: Data, by: str, texts: list[str]) -> None:
        """What was expected stands before what was measured."""
        if predict["kind"] == "choice":
            right = predict["options"][-1]["when"] == by
            assert texts[0] == predict["options"][-1]["text"]
            assert texts[1].startswith("As you predicted") == right
        else:
            expect(self.card.locator(".drawing .mean")).to_have_count(len(predict["points"]))
            assert "within" in texts[0] or "points" in texts[0]

    def measured(self, step: Data) -> Data:
        """The row of each figure: of the recording, the bench, or the figure's own download."""
        if "run" not in step:
            return _recorded(step)
        summary = self.summary(step["run"]["panel"])
        found = {}
        for name, figure in step["figures"].items():
            columns = figure["columns"].items()
            [found[name]] = [row for row in summary if all(row.get(k) == v for k, v in columns)]
        return found

    def summary(self, panel: str) -> list[Data]:
        if panel == "bench":
            rows: list[Data] = self.page.evaluate("lab.bench.summary")
            return rows
        with self.page.expect_download() as download:
            self.page.locator(f'[data-downloads="{panel}"] [data-kind="json"]').evaluate(
                "(button) => button.click()"
            )
        record = json.loads(download.value.path().read_text())
        experiment = get_experiment(_experiment(panel))
        rows = [row for row in record["rows"] if row["final"]]
        return list(experiment.summary_of(experiment.check(record["params"]), rows))


def _texts(paragraphs: Locator) -> list[str]:
    """What they say, without the buttons in them."""
    texts: list[str] = paragraphs.evaluate_all(
        """(all) => all.map((one) => [...one.childNodes].filter((it) => it.nodeName !== "BUTTON")
            .map((it) => it.textContent).join("").trim())"""
    )
    return texts


def _recorded(step: Data) -> Data:
    return {name: it["row"] for name, it in step["figures"].items() if "row" in it}


def _default(key: str) -> Any:
    scope, _, name = key.rpartition(".")
    experiment = get_experiment(_experiment(scope) if scope else "preview")
    [default] = [param.default for param in experiment.params if param.name == name]
    return default


def _as_link(value: Any) -> list[str]:
    """A setting as its parts, whether from a link, a file or the schema."""
    parts = value.split(",") if isinstance(value, str) else value
    parts = parts if isinstance(parts, list | tuple) else [parts]
    return [_plain(part) for part in parts]


def _plain(part: Any) -> str:
    text = str(part).lower()
    return f"{float(text):g}" if re.fullmatch(r"-?[\d.]+(e-?\d+)?", text) else text


def _filled(text: str, found: Data) -> str:
    """A text of a lesson as one reads it."""
    text = re.sub(r"\{([^{}.]+)\.?([^{}]*)\}", lambda it: _word(found[it[1]], it[2]), text)
    text = re.sub(r"\[\[(?:[^\]|]+\|)?([^\]]+)\]\]", r"\1", text)
    return re.sub(r"\*([^*]+)\*", r"\1", text)


def _word(row: Data, word: str) -> str:
    if word == "range":
        return f"{_points(row['low'])} to {_points(row['high'])}"
    if word in ("", "size"):
        return _points(abs(row["mean"]) if word else row["mean"])
    return str(row[word])


def _points(value: float) -> str:
    """One decimal, or two where one would hide the sign."""
    for digits in ("0.1", "0.01"):
        rounded = Decimal(value).quantize(Decimal(digits), ROUND_HALF_UP)
        if rounded != 0:
            return str(rounded).replace("-", "\N{MINUS SIGN}")
    return "0.0"
