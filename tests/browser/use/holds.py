"""In what a page and the model of it differ: sentences, none where all holds."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.browser.use.model import (
    BARS,
    BEGUN,
    RESTING,
    Tab,
    Values,
    as_run,
    own,
    read_link,
    written,
)
from tests.browser.use.seen import Bar, Seen


def differences(tab: Tab, seen: Seen) -> list[str]:
    """All of them; each begins with a word for what it is about."""
    checks = (places, settings, addresses, runs, marks, origins, bench, data, kept)
    return [said for check in checks for said in check(tab, seen)]


def places(tab: Tab, seen: Seen) -> Iterator[str]:
    if seen.view != tab.view or seen.shown != [tab.view]:
        yield f"view: {seen.view}, in sight {seen.shown}; expected {tab.view}"
    if seen.state not in {"ready", "running"}:
        yield f"state: {seen.state}"


def settings(tab: Tab, seen: Seen) -> Iterator[str]:
    """Each control shows its setting, wherever it stands; a refused text stays until it is left."""
    for control in seen.controls:
        expected = tab.values[control.key]
        if control.value != expected and not control.refused and not scheduled(tab, control.key):
            yield f"control: {control.key} shows {control.value}; expected {expected}"


def scheduled(tab: Tab, key: str) -> bool:
    """Whether the box of the levels says which schedule makes them."""
    scope, name = key.split(".")
    return name == "sparsities" and tab.values.get(f"{scope}.schedule", "list") != "list"


def addresses(tab: Tab, seen: Seen) -> Iterator[str]:
    view, found = read_link(seen.permalink)
    defaults = tab.world.defaults
    expected = {key: value for key, value in tab.values.items() if value != defaults[key]}
    if view != tab.view:
        yield f"address: of the view {view}; expected {tab.view}"
    for key in sorted(found.keys() | expected.keys()):
        if found.get(key) != expected.get(key):
            yield f"address: {key} is {found.get(key)}; expected {expected.get(key)}"


def runs(tab: Tab, seen: Seen) -> Iterator[str]:
    for name in BARS:
        bar, run = seen.bars[name], tab.runs[name]
        if bar.phase not in run.may:
            yield f"run: {name} is {bar.phase} ({bar.failure}); expected {sorted(run.may)}"
        for button in buttons(bar):
            yield f"button: of {name}, {bar.phase}: {button}"


def buttons(bar: Bar) -> Iterator[str]:
    expected = {
        "toggle": True,
        "stop": bar.phase in BEGUN,
        "reset": bar.phase not in RESTING,
    }
    for name, on in expected.items():
        if (name in bar.on) != on:
            yield f"{name} is {'on' if name in bar.on else 'off'}"
    if bar.phase in BEGUN and bar.offer:
        yield "an offer is made while it runs"
    if bar.phase == "finished" and bar.rows == 0:
        yield "finished without a row"


def marks(tab: Tab, seen: Seen) -> Iterator[str]:
    """A figure is marked just when its run was asked for with other settings than are set now."""
    for name in BARS:
        run, flags = tab.runs[name], seen.outdated.get(name, [])
        own_run = seen.bars[name].phase not in RESTING
        if own_run and run.asked is None:
            continue
        asked = None if run.asked is None else as_run(name, run.asked)
        expected = own_run and asked != as_run(name, tab.of("data", name))
        if flags != [expected] * len(flags):
            yield f"mark: of {name} {flags}; expected {expected}"


# As a caption names them; of more than three that are not the published, three and a number.
SAID = {
    "data.iid_noise_scale": "noise", "data.corr_noise_scale": "correlated noise",
    "data.max_translation": "translation",
}  # fmt: skip
MOST_SAID = 3
NO_MAKING = {"data.data_seed", "data.data_file"}


def origins(tab: Tab, seen: Seen) -> Iterator[str]:
    """A figure of a run of one's own names the data and the seeds that were asked for."""
    for name in BARS:
        run, bar, origin = tab.runs[name], seen.bars[name], seen.origins[name]
        if bar.phase in RESTING:
            if bar.phase == "recorded" and "Recorded" not in origin:
                yield f"origin: of {name}, recorded: {origin!r}"
        elif run.asked is not None:
            whole = bar.phase == "finished"
            said = said_of(tab, name, as_run(name, run.asked), whole=whole)
            lacks = [part for part in said if part not in f" {origin}"]
            if lacks or "Recorded" in origin:
                yield f"origin: of {name} {origin!r} lacks {lacks}"


def said_of(tab: Tab, name: str, asked: Values, *, whole: bool) -> Iterator[str]:
    """Parts that an origin has; other settings may stand beside them.

    Of several seeds all are named once the run is whole, and those that are done before that.
    """
    yield "Your run"
    first = int(asked[f"{name}.seed"])
    count = int(asked.get(f"{name}.trials", "1"))
    if count == 1:
        yield f" seed {first}"
    elif whole:
        yield f" seeds {first} to {first + count - 1}"
    if asked["data.data_file"]:
        yield f"the file {asked['data.data_file']}"
        return
    yield f", seed {asked['data.data_seed']}."
    made = [key for key in asked if key.startswith("data.") and key not in NO_MAKING]
    changed = [key for key in made if asked[key] != tab.world.defaults[key]]
    if not changed:
        yield "published data"
    elif len(changed) > MOST_SAID:
        yield f" and {len(changed) - MOST_SAID} more,"
    else:
        yield from (f" {word} {asked[key]}" for key, word in SAID.items() if key in changed)


def bench(tab: Tab, seen: Seen) -> Iterator[str]:
    if seen.bench.params is None:
        yield "bench: not there"
        return
    for key, expected in tab.of("data", "bench").items():
        name = key.split(".")[1]
        value = seen.bench.params.get(name)
        if value is not None and written(value) != expected:
            yield f"bench: {name} is {written(value)}; expected {expected}"
    if seen.bench.pins != (len(tab.pins) or -1) and (tab.pins or seen.bench.pins > 0):
        yield f"bench: {seen.bench.pins} pins; expected {len(tab.pins)}"
    if seen.bench.phase == "failed":
        yield f"bench: failed: {seen.bench.note}"
    yield from repeated(tab, seen)


def repeated(tab: Tab, seen: Seen) -> Iterator[str]:
    """The same settings give the same answer to the bit, whatever came between."""
    if seen.bench.phase != "done" or not seen.bench.trials:
        return
    asked = {**(seen.bench.params or {}), "trials": seen.bench.trials}
    key = json.dumps(["bench", asked], sort_keys=True)
    answer = json.dumps(seen.bench.summary, sort_keys=True)
    if tab.world.results.setdefault(key, answer) != answer:
        yield f"result: another answer of the bench to {key}"


def data(tab: Tab, seen: Seen) -> Iterator[str]:
    """Data of one's own are said to be in use just when they are."""
    file, templates = tab.values["data.data_file"], tab.values["data.templates"]
    word = "training and" if file else "of your own" if templates else "ten published templates"
    if word not in seen.status:
        yield f"data: {seen.status!r}; expected {word!r}"
    if ("own-back" in seen.buttons) != (own(tab.values) and tab.view == "data"):
        yield f"data: the way back is in {seen.view} with {file or templates!r}"


def kept(tab: Tab, seen: Seen) -> Iterator[str]:
    if not seen.keeps:
        return
    for hash_ in tab.world.kept - set(seen.cards):
        yield f"kept: {hash_[:12]} is not in the list"
    for hash_ in tab.world.deleted & set(seen.cards):
        yield f"kept: {hash_[:12]} was deleted and is in the list"
