"""What somebody may do with runs: those of the panels, the bench's, and those that are kept."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from tests.browser.lab import without_times
from tests.browser.standing import AT_REST
from tests.browser.use.actions import Action, Pick, nothing, press, reachable
from tests.browser.use.hands import Hands, record
from tests.browser.use.model import BARS, BEGUN, Tab, Values, as_run, told
from tests.browser.use.seen import Seen

MEANS = {"lottery", "random", "dense"}
ROUNDED = 0.05 + 1e-9  # a mean has one decimal

# A run that somebody waits for is over in a second or two.
MOST = {"hidden": 24, "steps": 120, "trials": 2, "num_samples": 500}


def on_bar(button: str) -> Pick:
    """A panel whose button can be pressed now, and the phase that it is in."""

    def pick(_tab: Tab, seen: Seen, rng: Random) -> tuple[str, str, str] | None:
        names = [name for name in BARS if button in seen.bars[name].reach]
        name = rng.choice(names or [None])
        return name and (name, button, seen.bars[name].phase)

    return pick


def press_run(hands: Hands, choice: tuple[str, str, str]) -> None:
    hands.press_run(*choice[:2])


def began(tab: Tab, name: str, may: set[str], phase: str) -> None:
    """By a button that begins a run or acts on one, which may have come to its end just before."""
    now, run = tab.of("data", name), tab.runs[name]
    if phase not in BEGUN:
        tab.started(name, may, now)
    else:
        asked = run.asked if run.asked == now else None
        tab.started(name, may, asked)


def toggled(tab: Tab, choice: tuple[str, str, str], _: object) -> None:
    name, _button, phase = choice
    may = {"paused", "finished", "running"} if phase == "running" else {"running", "finished"}
    if phase == "paused":
        tab.runs[name].may = may
    else:
        began(tab, name, may, phase)


def stepped(tab: Tab, choice: tuple[str, str, str], _: object) -> None:
    name, _button, phase = choice
    if phase == "paused":
        tab.runs[name].may = {"paused", "finished"}
    else:
        began(tab, name, {"running", "paused", "finished"}, phase)


def stopped(tab: Tab, choice: tuple[str, str, str], _: object) -> None:
    tab.runs[choice[0]].may = {"stopped", "finished"}


def was_reset(tab: Tab, choice: tuple[str, str, str], _: object) -> None:
    tab.started(choice[0], {tab.world.rest[choice[0]]}, None)


def continued(tab: Tab, choice: tuple[str, str, str], _: object) -> None:
    name = choice[0]
    may = {"running", "finished"}
    if tab.world.crowded:  # another tab may be at it, or have thrown it away
        tab.started(name, may | {"failed"}, None)
    else:
        tab.started(name, may, tab.runs[name].last)


def discarded(tab: Tab, choice: tuple[str, str, str], _: object) -> None:
    tab.runs[choice[0]].last = None


def small(asked: Values | None) -> bool:
    if asked is None:
        return False
    limits = [(key, MOST.get(key.split(".")[1])) for key in asked]
    listed = all(v == "list" for k, v in asked.items() if k.endswith(".schedule"))
    return listed and all(limit is None or float(asked[key]) <= limit for key, limit in limits)


def pick_running(tab: Tab, seen: Seen, rng: Random) -> str | None:
    names = [n for n in BARS if seen.bars[n].phase == "running" and small(tab.runs[n].asked)]
    return rng.choice(names or [None])


def pick_record(tab: Tab, seen: Seen, rng: Random) -> str | None:
    names = [n for n in BARS if seen.bars[n].phase == "finished" and n in seen.files]
    return rng.choice(names or [None])


def check_figure(tab: Tab, name: str, given: tuple[dict[str, Any], list[list[str]]]) -> None:
    """The record, and that the table beside the figure has the means of its rows."""
    found, table = given
    check_record(tab, name, found)
    if name == "lottery":
        check_means(found["rows"], table)


def check_means(rows: list[dict[str, Any]], table: list[list[str]]) -> None:
    """A line a level: the share removed, each arm's mean, and the dense network's."""
    head, *lines = table
    levels = sorted({row["level"] for row in rows if row["final"]})
    assert len(lines) == len(levels), f"table: of {len(lines)} levels; expected {len(levels)}"
    for level, (_, *cells) in zip(levels, lines, strict=True):
        for title, text in zip(head[1:], cells, strict=True):
            arm = title.split(" (")[0]
            if arm not in MEANS:
                continue
            dense = level == 0 or arm == "dense"
            wanted = ("dense", 0) if dense else (arm, level)
            values = [
                row["test_acc"] for row in rows
                if row["final"] and (row["arm"], row["level"]) == wanted
            ]  # fmt: skip
            shown = float(text.split("\u00a0")[0])
            expected = sum(values) / len(values)
            assert abs(shown - expected) <= ROUNDED, f"table: {arm} {shown}; expected {expected}"


def check_record(tab: Tab, name: str, found: dict[str, Any]) -> None:
    """It says what was asked for, and what the same settings have ever given."""
    asked = tab.runs[name].asked
    said = told(found["params"], name, set(tab.values))
    if asked is not None and asked["data.data_file"] == "":
        if asked["data.shuffle_seq"] == "true":  # which is the order of the training's positions
            asked = {**asked, "benchmark.shuffled": "yes"}
        differs = {key: (said[key], asked[key]) for key in said if said[key] != asked[key]}
        assert not differs, f"record: of {name} differs from what was asked: {differs}"
    key = json.dumps([name, found["params"]], sort_keys=True)
    result = json.dumps([without_times(found["rows"]), found["result_hash"]], sort_keys=True)
    assert tab.world.results.setdefault(key, result) == result, f"result: another of {name}, {key}"


def pick_note(tab: Tab, seen: Seen, rng: Random) -> tuple[str, int] | None:
    names = [n for n in BARS if n in seen.notes and tab.runs[n].asked is not None]
    return (rng.choice(names), rng.randrange(2)) if names else None


def press_note(hands: Hands, choice: tuple[str, int]) -> None:
    name, which = choice
    hands.page.locator(f'figure[data-of="{name}"] > .outdated button').nth(which).click()


def noted(tab: Tab, choice: tuple[str, int], _: object) -> None:
    """Run again with the settings as they are, or take those of the run."""
    name, which = choice
    if which == 0:
        tab.started(name, {"running", "finished"}, tab.of("data", name))
    else:
        tab.set(adopted(tab, name, tab.runs[name].asked or {}))


def adopted(tab: Tab, name: str, asked: Values) -> Values:
    """Those of the run; an order of the training that shuffled data bring along stays theirs."""
    if name != "benchmark" or not asked:
        return asked
    order = "benchmark.shuffled"
    wanted, now = (as_run(name, values)[order] for values in (asked, tab.values))
    left = ("data.shuffle_seq", order)
    if wanted == now:
        return asked | {key: tab.values[key] for key in left}
    return asked | dict(zip(left, ("false", wanted), strict=True))


RUNS = (
    Action("start or pause", 14, on_bar("toggle"), press_run, toggled),
    Action("step", 8, on_bar("step"), press_run, stepped),
    Action("stop", 8, on_bar("stop"), press_run, stopped),
    Action("reset", 4, on_bar("reset"), press_run, was_reset),
    Action("continue", 8, on_bar("continue"), press_run, continued),
    Action("discard", 3, on_bar("discard"), press_run, discarded),
    Action(
        "wait for the end", 6, pick_running, Hands.finish,
        lambda tab, name, _: setattr(tab.runs[name], "may", {"finished"}),
    ),
    Action("take the record", 6, pick_record, Hands.figure, check_figure),
    Action("answer a mark", 8, pick_note, press_note, noted),
)  # fmt: skip


# The bench


def pinned(tab: Tab, _choice: object, _: object) -> None:
    key = tab.pin_key()
    tab.pins = [*(pin for pin in tab.pins if pin != key), key][-4:]


def pick_pin(tab: Tab, _seen: Seen, rng: Random) -> int | None:
    return rng.randrange(len(tab.pins)) if tab.pins and tab.view == "bench" else None


def unpin(hands: Hands, index: int) -> None:
    hands.page.locator("#bench-pins button").nth(index).click()


def pick_spot(tab: Tab, seen: Seen, rng: Random) -> tuple[float, float] | None:
    """Somewhere among the weights."""
    return (rng.random(), rng.random()) if tab.view == "bench" and seen.bench.trials else None


def strike(hands: Hands, spot: tuple[float, float]) -> None:
    canvas = hands.page.locator("#bench-weights")
    hands.page.evaluate(AT_REST)
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box, "the weights are in sight"
    hands.page.mouse.click(box["x"] + spot[0] * box["width"], box["y"] + spot[1] * box["height"])


BENCH = (
    Action("play or pause", 6, reachable("bench-play"), press, nothing),
    Action("one more trial", 3, reachable("bench-step"), press, nothing),
    Action(
        "reset the bench", 2, reachable("bench-reset"), press,
        lambda tab, *_: tab.reset("data", "bench"),
    ),
    Action("pin", 6, reachable("bench-pin"), press, pinned),
    Action("unpin", 2, pick_pin, unpin, lambda tab, index, _: tab.pins.pop(index)),
    Action(
        "another figure", 5, reachable("bench-mode-curve", "bench-mode-sweep", "bench-mode-rates"),
        press, nothing,
    ),
    Action("sweep", 2, reachable("bench-sweep-run"), press, nothing),
    Action("strike weights out", 4, pick_spot, strike, nothing),
    Action(
        "train or take back", 4, reachable("bench-retrain", "bench-undo"), press, nothing
    ),
)  # fmt: skip


# Kept runs


def can_import(tab: Tab, seen: Seen, _rng: Random) -> bool | None:
    return True if tab.view == "runs" and seen.keeps else None


def imported(tab: Tab, _choice: object, _: object) -> None:
    tab.world.kept.add(record()[1])
    tab.world.deleted.discard(record()[1])


def can_act_on_import(tab: Tab, seen: Seen, _rng: Random) -> str | None:
    hash_ = record()[1]
    return hash_ if tab.view == "runs" and hash_ in seen.cards else None


def deed(name: str) -> Any:
    return lambda hands, hash_: hands.press(f'[data-hash="{hash_}"] [data-deed="{name}"]')


def deleted(tab: Tab, hash_: str, _: object) -> None:
    tab.world.kept.discard(hash_)
    tab.world.deleted.add(hash_)
    tab.undo = hash_


def can_undo(tab: Tab, _seen: Seen, _rng: Random) -> str | None:
    return tab.undo if tab.view == "runs" and tab.undo else None


def undone(tab: Tab, hash_: str, _: object) -> None:
    tab.world.kept.add(hash_)
    tab.world.deleted.discard(hash_)
    tab.undo = ""


def opened(tab: Tab, _hash: str, _: object) -> None:
    """The settings are those of the record, and the view is its room."""
    params = told(record()[0], "lottery", set(tab.values))
    tab.set({**{k: tab.world.defaults[k] for k in tab.of("data", "lottery")}, **params})
    tab.push("tickets")


KEPT = (
    Action(
        "import a record", 4, can_import,
        lambda hands, _: hands.bring("#runs-file", record()[2]), imported,
    ),
    Action("pin a record", 2, can_act_on_import, deed("pin"), nothing),
    Action("delete a record", 3, can_act_on_import, deed("delete"), deleted),
    Action("bring it back", 4, can_undo, lambda hands, _: hands.press("#runs-undo button"), undone),
    Action("open it in its room", 3, can_act_on_import, deed("open"), opened),
)  # fmt: skip
