"""What must hold of a page that somebody uses: the model, which knows nothing of how it is made.

A `Tab` says what one tab shows after each action, a `World` what its tabs share. Where time decides
(a run may have come to its end), the model says which of several things may be seen.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote

from mnist1d_lab.experiments import EXPERIMENTS

from tests.browser.use.seen import Seen

Values = dict[str, str]  # by "scope.name", as they stand in an address

BARS = ("lottery", "benchmark")
OWN = ("data.templates", "data.data_file", "data.data_reading")  # they have no control
BEGUN = {"running", "paused"}
RESTING = {"recorded", "empty"}

# The settings that a sequence begins with: every run is over in a second or two.
START: Values = {
    "data.num_samples": "500", "lottery.hidden": "24", "lottery.steps": "120",
    "lottery.eval_every": "40", "lottery.sparsities": "0,0.5,0.9", "lottery.trials": "1",
    "benchmark.steps": "60", "benchmark.eval_every": "20", "bench.hidden": "24",
    "bench.steps": "60", "bench.sparsities": "0,0.5,0.9", "bench.trials": "2",
}  # fmt: skip


def written(value: object) -> str:
    """A parameter's value as an address has it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ",".join(map(written, value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def preset(scope: str, name: str) -> Values:
    """What a preset says of its scope, besides its defaults."""
    experiment = EXPERIMENTS["preview" if scope == "data" else scope]
    return {f"{scope}.{key}": written(value) for key, value in experiment.presets[name].items()}


def read_link(address: str) -> tuple[str, Values]:
    """The view and the settings that an address names."""
    path, _, query = address.partition("#")[2].partition("?")
    pairs = [pair.partition("=") for pair in query.split("&") if pair]
    scoped = {key if "." in key else f"data.{key}": unquote(text) for key, _, text in pairs}
    return path.removeprefix("/").split("/")[0] or "bench", scoped


def link(view: str, values: Values) -> str:
    """A link to a view with settings; what it does not name is at its default."""
    pairs = [f"{key.removeprefix('data.')}={quote(text)}" for key, text in values.items()]
    return f"#/{view}?" + "&".join(pairs)


@dataclass
class Entry:
    """One entry of the history: which link it came by, and how it was left."""

    link: int
    view: str
    values: Values


@dataclass
class Shown:
    """What a panel may show, and the settings that its run was asked with; None if not known."""

    may: set[str]
    asked: Values | None = None
    last: Values | None = None  # of the run that a reload would offer first
    kept: bool = False  # whether that has been stored


@dataclass
class World:
    """What all tabs share."""

    defaults: Values
    rest: dict[str, str]  # of each panel: its phase without a run of one's own
    kept: set[str] = field(default_factory=set)  # hashes that stand under Runs
    deleted: set[str] = field(default_factory=set)
    tabs: int = 1
    files: set[str] = field(default_factory=set)  # data files that were used, and so are kept
    crowded: bool = False  # whether there ever was a second tab
    results: dict[str, str] = field(default_factory=dict)  # what each settings have ever given


class Tab:
    """One tab."""

    def __init__(self, world: World, view: str, values: Values) -> None:
        self.world = world
        self.view = view
        self.values = {**world.defaults, **values}
        self.links = 0
        self.entries = [Entry(0, view, {})]
        self.at = 0
        self.before: Values | None = None  # data of one's own that can be brought back
        self.looking = ""  # the file that is looked at
        self.undo = ""  # the hash of the run deleted last
        self.begin()

    def begin(self) -> None:
        """The document is new: by a first visit or a reload."""
        self.pins: list[str] = []
        self.before, self.looking, self.undo = None, "", ""
        known = getattr(self, "runs", {})
        self.runs = {name: Shown({self.world.rest[name]}) for name in BARS}
        for name, run in known.items():
            self.runs[name].last = run.last if run.kept else None
        self.without_lost_file()

    def without_lost_file(self) -> None:
        """A link cannot carry a file: one that this browser does not have is not in use."""
        if self.values["data.data_file"] not in self.world.files | {""}:
            self.values |= {"data.data_file": "", "data.data_reading": ""}

    # Settings

    def set(self, changes: Values) -> None:
        had = {key: self.values[key] for key in OWN}
        self.values = {**self.values, **changes}
        self.without_lost_file()
        if own(had) and not own(self.values):
            self.before = had

    def reset(self, *scopes: str) -> None:
        changed = [key for key in self.values if key.split(".")[0] in scopes]
        self.set({key: self.world.defaults[key] for key in changed})

    def of(self, *scopes: str) -> Values:
        """The settings of some scopes."""
        return {key: value for key, value in self.values.items() if key.split(".")[0] in scopes}

    # Places

    def leave(self) -> None:
        self.entries[self.at].values = dict(self.values)

    def push(self, view: str) -> None:
        """By a link of the page."""
        if view == self.view:
            return
        self.leave()
        here = self.entries[self.at].link
        self.entries[self.at + 1 :] = [Entry(here, view, {})]
        self.at += 1
        self.view = view

    def follow(self, view: str, settings: Values | None) -> None:
        """By an address put into the window; one without settings leaves them as they are."""
        self.leave()
        self.links += 1
        self.entries[self.at + 1 :] = [Entry(self.links, view, {})]
        self.at += 1
        self.view = view
        if settings is not None:
            self.set({**self.world.defaults, **settings})

    def move(self, by: int) -> None:
        """Back or forward. Only another link brings its own settings."""
        self.leave()
        before = self.entries[self.at]
        self.at += by
        entry = self.entries[self.at]
        self.view = entry.view
        if entry.link != before.link:
            self.set(entry.values)

    # Runs

    def started(self, name: str, may: set[str], asked: Values | None) -> None:
        self.runs[name] = Shown(may, asked, last=asked)

    def saw(self, seen: Seen) -> None:
        """Time has passed: what has come to its end stays so."""
        for name, run in self.runs.items():
            bar = seen.bars[name]
            if bar.phase in run.may and bar.phase in {"finished", "stopped"}:
                run.may = {bar.phase}
            run.kept = run.kept or bar.kept > 0

    def pin_key(self) -> str:
        pinned = {k: v for k, v in self.of("data", "bench").items() if k != "bench.trials"}
        return json.dumps(pinned, sort_keys=True)


def as_run(name: str, values: Values) -> Values:
    """Settings as a panel's run takes them: shuffled data are an order of the training's own."""
    taken = dict(values)
    if name == "benchmark" and taken.pop("data.shuffle_seq") == "true":
        taken["benchmark.shuffled"] = "yes"
    return taken


def own(values: Values) -> bool:
    """Whether these are data of the visitor's own."""
    return bool(values["data.templates"] or values["data.data_file"])


def told(params: dict[str, Any], scope: str, keys: set[str]) -> Values:
    """The parameters of a record by the names of settings, as far as they are settings."""
    named = {name: written(value) for name, value in params.items()}
    both = {f"data.{n}": v for n, v in named.items()} | {
        f"{scope}.{n}": v for n, v in named.items()
    }
    return {key: value for key, value in both.items() if key in keys}
