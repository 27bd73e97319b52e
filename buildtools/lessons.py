"""Lessons: one TOML file each in app/lessons/, checked here and sent to the page as one JSON file.

docs/lessons.md is the guide for whoever writes one. Whatever a lesson gets wrong is a BuildError
that names the file, the step and what would be right. Figures of recorded runs are looked up here,
so that a sentence about them says what the record says, or the build fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomllib

from buildtools.console import BuildError
from buildtools.paths import APP
from buildtools.terms import Glossary, Term

FOLDER = APP / "lessons"
GLOSSARY = "glossary.toml"

Data = dict[str, Any]

# A hyphen, so that no lesson has the name of a view or of a part, in addresses and as an id.
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
TERM = re.compile(r"\[\[([^\]|]+)(?:\|[^\]]+)?\]\]")
QUOTED = re.compile(r"\{([^{}]*)\}")
PERCENT = re.compile(r"(?<=[\d}]) %")
VERDICTS = ("above", "below", "unsure")
OWN_WORDS = ("size", "range", "n")
FEWEST_TRIALS = 2  # one has no interval, and so no answer


@dataclass(frozen=True)
class Known:
    """What a lesson may speak of."""

    places: Collection[str]  # names of views and ids of parts
    check: Callable[[str, Any], None]  # a setting by its key in a link; raises ValueError
    panels: Collection[str]  # what a step can run
    recorded: Mapping[str, Mapping[str, Any]]  # recorded runs by name
    terms: Collection[str]  # the glossary's words


def read_lessons(known: Known, folder: Path = FOLDER) -> list[Data]:
    """Return the lessons in the order of their `place`; BuildError for the first that is wrong."""
    paths = [path for path in sorted(folder.glob("*.toml")) if path.name != GLOSSARY]
    lessons = [_Reader(path, known).lesson() for path in paths]
    return sorted(lessons, key=lambda lesson: (lesson["place"], lesson["name"]))


def read_glossary(path: Path) -> Glossary:
    """Return the terms: each a text, or a table with `text`, its `forms`, and whether `common`."""
    return Glossary({name: _term(f"{path.name}: {name}", it) for name, it in _parsed(path).items()})


def _term(where: str, given: Any) -> Term:
    table = given if isinstance(given, dict) else {"text": given}
    meaning, forms, common = (table.get(key) for key in ("text", "forms", "common"))
    if not isinstance(meaning, str) or not meaning.strip():
        raise BuildError(f"{where} needs its meaning as a text.")
    if set(table) - {"text", "forms", "common"} or not isinstance(forms or [], list):
        raise BuildError(f"{where} has text, forms (a list of words) and common (true), no more.")
    return Term(meaning, tuple(forms or ()), bool(common))


def _parsed(path: Path) -> Data:
    try:
        return tomllib.loads(path.read_text())
    except tomllib.TOMLDecodeError as error:
        raise BuildError(f"{path.name}: this is no TOML: {error}.") from None


class _Reader:
    def __init__(self, path: Path, known: Known) -> None:
        self.path = path
        self.known = known
        self.where = path.name

    def fail(self, message: str) -> BuildError:
        return BuildError(f"{self.where}: {message}")

    def lesson(self) -> Data:
        name = self.path.stem
        if not NAME.fullmatch(name):
            raise self.fail("a lesson's file is named in lower case with hyphens: a-first-lesson.")
        given = _parsed(self.path)
        lesson = self.take(
            given,
            {"title": str, "minutes": int, "question": str, "steps": list},
            {"place": int},
        )
        if not lesson["steps"]:
            raise self.fail("a lesson has at least one step, written as [[steps]].")
        steps = []
        for number, step in enumerate(lesson["steps"], 1):
            self.where = f"{self.path.name}, step {number}"
            steps.append(self.step(step))
        bound: Data = _bound({"name": name, "place": 99, **lesson, "steps": steps})
        return bound

    def take(self, given: Any, needed: Data, optional: Data) -> Data:
        """Return the table, if it has what it needs, and nothing of another name or kind."""
        if not isinstance(given, dict):
            raise self.fail(f"here stands a table with {', '.join(needed)}; got {given!r}.")
        for key in given:
            if key not in needed and key not in optional:
                known = ", ".join([*needed, *optional])
                raise self.fail(f"{key} is not known here; what there can be is {known}.")
        for key, kind in needed.items():
            if key not in given:
                raise self.fail(f"{key} is missing.")
            self.typed(key, given[key], kind)
        for key, kind in optional.items():
            if key in given:
                self.typed(key, given[key], kind)
        return given

    def typed(self, key: str, value: Any, kind: type) -> None:
        kinds = (int, float) if kind is float else (kind,)
        if not isinstance(value, kinds) or (isinstance(value, bool) and kind is not bool):
            names = {str: "a text", int: "a whole number", float: "a number", list: "a list"}
            raise self.fail(f"{key} must be {names.get(kind, 'a table')}; got {value!r}.")

    def texts(self, key: str, values: Sequence[Any]) -> None:
        for value in values:
            self.typed(f"each paragraph of {key}", value, str)
            for term in TERM.findall(value):
                if term not in self.known.terms:
                    raise self.fail(f"[[{term}]] does not stand in {GLOSSARY}.")

    def step(self, given: Any) -> Data:
        step = self.take(
            given,
            {"heading": str, "text": list},
            {"go": str, "set": dict, "predict": dict, "run": dict, "figures": dict, "answer": dict,
             "explain": list},
        )  # fmt: skip
        self.texts("text", step["text"])
        self.texts("explain", step.get("explain", []))
        self.place_and_settings(step)
        figures = {name: self.figure(name, it) for name, it in step.get("figures", {}).items()}
        recorded = {name for name, figure in figures.items() if "row" in figure}
        self.quotes(step["text"], figures, recorded, "text")
        self.quotes(step.get("explain", []), figures, set(figures), "explain")
        if "run" in step:
            self.run(step)
        elif set(figures) - recorded:
            raise self.fail("figures need a run, or the name of a recorded one.")
        if "answer" in step:
            self.answer(step["answer"], figures)
        if "predict" in step:
            self.predict(step, figures)
        return {**step, "set": dict(_flat(step.get("set", {}))), "figures": figures}

    def place_and_settings(self, step: Data) -> None:
        if "go" in step and step["go"] not in self.known.places:
            raise self.fail(f"go = {step['go']!r}: there is no such view or part.")
        for key, value in _flat(step.get("set", {})):
            try:
                self.known.check(key, value)
            except ValueError as error:
                raise self.fail(f"set: {error}") from None

    def run(self, step: Data) -> None:
        run = self.take(step["run"], {"panel": str}, {"trials": int})
        if run["panel"] not in self.known.panels:
            raise self.fail(
                f"panel = {run['panel']!r}; it is one of {', '.join(self.known.panels)}."
            )
        if "go" not in step:
            raise self.fail("a step that runs something says by go where that is to be seen.")
        if run["panel"] == "bench" and run.get("trials", 0) < FEWEST_TRIALS:
            raise self.fail(f"the bench needs trials, at least {FEWEST_TRIALS}.")
        if run["panel"] != "bench" and "trials" in run:
            raise self.fail("trials is the bench's; set a panel's own, such as controls.trials.")

    def figure(self, name: str, given: Any) -> Data:
        """Return the columns by which a number is found; of a recorded run, its row as well."""
        if not isinstance(given, dict) or not isinstance(given.get("what"), str):
            raise self.fail(f"figures.{name} needs at least what, a text.")
        columns = {key: value for key, value in given.items() if key not in ("recorded", "is")}
        if "recorded" not in given:
            if "is" in given:
                raise self.fail(f"figures.{name}: only a recorded run is known to be so.")
            return {"columns": columns}
        record = self.known.recorded.get(given["recorded"])
        if record is None:
            names = ", ".join(self.known.recorded)
            raise self.fail(f"figures.{name}: recorded is one of {names}.")
        rows = [row for row in record.get("summary", []) if _fits(row, columns)]
        if len(rows) != 1:
            raise self.fail(f"figures.{name}: {len(rows)} rows of the record fit {columns}.")
        found = verdict(rows[0])
        if "is" in given and given["is"] != found:
            raise self.fail(f"figures.{name} is {found} in the record, not {given['is']}.")
        return {"columns": columns, "row": rows[0], "recorded": given["recorded"]}

    def quotes(
        self, texts: Sequence[str], figures: Mapping[str, Data], allowed: Collection[str], key: str
    ) -> None:
        for quoted in (found for text in texts for found in QUOTED.findall(text)):
            name, _, word = quoted.partition(".")
            if name not in figures:
                raise self.fail(f"{key} quotes {{{quoted}}}, and there is no figures.{name}.")
            if name not in allowed:
                raise self.fail(f"{key} quotes {{{quoted}}} before it has been measured.")
            row = figures[name].get("row")
            if word and word not in OWN_WORDS and row is not None and word not in row:
                raise self.fail(f"{key} quotes {{{quoted}}}; there is {', '.join(row)}.")

    def answer(self, given: Any, figures: Mapping[str, Data]) -> None:
        answer = self.take(given, {"by": str, **dict.fromkeys(VERDICTS, str)}, {"against": float})
        if answer["by"] not in figures:
            raise self.fail(f"answer.by = {answer['by']!r}: there is no such figure.")
        texts = [answer[verdict] for verdict in VERDICTS]
        self.texts("answer", texts)
        self.quotes(texts, figures, set(figures), "answer")

    def predict(self, step: Data, figures: Mapping[str, Data]) -> None:
        predict = step["predict"]
        if "answer" not in step:
            raise self.fail("a prediction needs its answer.")
        if predict.get("kind") == "choice":
            self.take(predict, {"kind": str, "ask": str, "options": list}, {})
            self.options(predict["options"])
        elif predict.get("kind") == "draw":
            self.take(predict, {"kind": str, "ask": str, "y": dict, "points": list}, {})
            self.take(predict["y"], {"label": str, "low": float, "high": float}, {})
            if not predict["y"]["low"] < predict["y"]["high"]:
                raise self.fail("predict.y: low must be less than high.")
            for point in predict["points"]:
                self.take(point, {"label": str, "figure": str}, {})
                if point["figure"] not in figures:
                    raise self.fail(f"predict.points: there is no figures.{point['figure']}.")
            if not predict["points"]:
                raise self.fail("predict.points needs at least one point.")
        else:
            raise self.fail(f"predict.kind is choice or draw; got {predict.get('kind')!r}.")
        self.texts("ask", [predict["ask"]])

    def options(self, options: Sequence[Any]) -> None:
        for option in options:
            self.take(option, {"text": str, "when": str}, {})
            if option["when"] not in VERDICTS:
                raise self.fail(f"when is one of {', '.join(VERDICTS)}; got {option['when']!r}.")
        if len({option["when"] for option in options}) < max(2, len(options)):
            raise self.fail("options: at least two, and no two right in the same case.")


def verdict(row: Mapping[str, Any], against: float = 0.0) -> str:
    """Return where a row's 95 % interval lies; `unsure` where it has none."""
    low, high = row.get("low"), row.get("high")
    if low is not None and low > against:
        return "above"
    return "below" if high is not None and high < against else "unsure"


def _fits(row: Mapping[str, Any], columns: Mapping[str, Any]) -> bool:
    return all(row.get(key) == value for key, value in columns.items())


def _bound(it: Any) -> Any:
    """Bind every percent sign to its number, so that no line begins with one."""
    if isinstance(it, dict):
        return {key: _bound(value) for key, value in it.items()}
    if isinstance(it, list):
        return [_bound(value) for value in it]
    return PERCENT.sub("\N{NO-BREAK SPACE}%", it) if isinstance(it, str) else it


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield settings by their keys in a link: TOML reads `bench.hidden` as a table in a table."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
