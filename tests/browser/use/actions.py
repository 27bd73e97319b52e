"""What somebody may do to the page: each action with when it can be done, the doing, and what the
model says of it afterwards.

`pick` chooses what exactly is done, None where the action cannot be done now; `do` does it; `then`
tells the model, given what was picked and what the doing gave back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.browser.use.hands import Hands
from tests.browser.use.model import START, Tab, link, preset
from tests.browser.use.seen import Control, Seen

Pick = Callable[[Tab, Seen, Random], Any]


@dataclass(frozen=True)
class Action:
    """One thing that can be done."""

    name: str
    weight: int  # how often, among the others
    pick: Pick
    do: Callable[[Hands, Any], Any]
    then: Callable[[Tab, Any, Any], None]


# More often those in which the model knows what can be done.
ROOMS = ("bench", "data", "models", "tickets", "tickets", "runs")
VIEWS = (*ROOMS, *ROOMS, "lessons", "experiments", "code", "about")

KNOBS = {
    "data.iid_noise_scale": ("0", "0.02", "0.1", "0.3"),
    "data.corr_noise_scale": ("0", "0.25", "1"),
    "data.max_translation": ("0", "7", "48"),
    "data.final_seq_length": ("20", "40"),
    "data.num_samples": ("300", "500"),
    "data.data_seed": ("7", "42"),
    "data.shuffle_seq": ("true", "false"),
    "lottery.seed": ("0", "3"),
    "lottery.trials": ("1", "2"),
    "lottery.sparsities": ("0,0.5,0.9", "0,0.8"),
    "lottery.hidden": ("12", "24"),
    "benchmark.models": ("linear", "mlp"),
    "benchmark.steps": ("40", "60"),
    "benchmark.seed": ("0", "3"),
    "bench.seed": ("0", "3"),
    "bench.hidden": ("12", "24"),
    "bench.trials": ("1", "2"),
}

# Each is refused in one sentence, and the setting stays.
WRONG = {
    "data.iid_noise_scale": ("-1", "2"),
    "data.num_samples": ("3.5", "1e9"),
    "lottery.trials": ("0",),
    "lottery.sparsities": ("", "0, x", "2", "0.9, 0.5"),
    "benchmark.steps": ("0", ""),
    "bench.sparsities": ("none", "-1"),
}


def nothing(*_: Any) -> None:
    """The model has nothing to say of it."""


def reachable(*ids: str) -> Pick:
    """One of some buttons that can be pressed now."""
    return lambda _tab, seen, rng: rng.choice(sorted({*ids} & {*seen.buttons}) or [None])


def press(hands: Hands, id_: str) -> None:
    hands.press(f"#{id_}")


# Settings


def of_controls(table: dict[str, tuple[str, ...]]) -> Pick:
    def pick(_tab: Tab, seen: Seen, rng: Random) -> tuple[str, int, str] | None:
        usable = [each for each in seen.controls if each.seen and each.key in table]
        if not usable:
            return None
        control: Control = rng.choice(usable)
        values = [value for value in table[control.key] if value != control.value]
        return (control.key, control.index, rng.choice(values)) if values else None

    return pick


def put(hands: Hands, choice: tuple[str, int, str]) -> None:
    hands.put(*choice[1:])


def now_set(tab: Tab, choice: tuple[str, int, str], _: object) -> None:
    tab.set({choice[0]: choice[2]})


def pick_slider(_tab: Tab, seen: Seen, rng: Random) -> tuple[str, int, list[float]] | None:
    usable = [c for c in seen.controls if c.seen and c.ranged and c.key in KNOBS]
    if not usable:
        return None
    control = rng.choice(usable)
    return control.key, control.index, [round(rng.uniform(0.05, 0.9), 2) for _ in range(6)]


def drag(hands: Hands, choice: tuple[str, int, list[float]]) -> str:
    """Where the slider has come to is not the model's to say."""
    hands.drag(*choice[1:])
    return hands.look().controls[choice[1]].value


def dragged(tab: Tab, choice: tuple[str, int, list[float]], value: str) -> None:
    tab.set({choice[0]: value})


def pick_preset(tab: Tab, _seen: Seen, rng: Random) -> tuple[str, str] | None:
    """The data's chips stand at the bench and in the view of the data."""
    of_data = [("data", name) for name in ("clean", "published", "shuffled", "tiny")]
    chips = {"data": of_data, "bench": of_data[:3], "tickets": [("lottery", "quick")]}
    return rng.choice(chips.get(tab.view) or [None])


def press_preset(hands: Hands, choice: tuple[str, str]) -> None:
    scope, name = choice
    hands.press(f'[data-shown] [data-preset="{name}"][data-scope="{scope}"]')


def preset_set(tab: Tab, choice: tuple[str, str], _: object) -> None:
    scope = choice[0]
    tab.set({**{k: tab.world.defaults[k] for k in tab.of(scope)}, **preset(*choice)})


# Places


def pick_view(tab: Tab, _seen: Seen, rng: Random) -> str:
    return rng.choice([view for view in VIEWS if view != tab.view])


def go(hands: Hands, view: str) -> None:
    hands.press(f'.views a[data-to="{view}"]')


def gone(tab: Tab, view: str, _: object) -> None:
    tab.push(view)


def pick_link(_tab: Tab, seen: Seen, rng: Random) -> tuple[str, dict[str, str] | None] | None:
    """Another address: with settings, or one that names a view only."""
    view = rng.choice(VIEWS)
    if rng.random() < 0.3:
        return None if seen.address.endswith(f"#{view}") else (view, None)
    keys = rng.sample(sorted(KNOBS), 3)
    settings = {**START, **{key: rng.choice(KNOBS[key]) for key in keys}}
    return None if seen.address.endswith(link(view, settings)) else (view, settings)


def follow(hands: Hands, choice: tuple[str, dict[str, str] | None]) -> None:
    view, settings = choice
    hands.follow(f"#{view}" if settings is None else link(view, settings))


def followed(tab: Tab, choice: tuple[str, dict[str, str] | None], _: object) -> None:
    tab.follow(*choice)


def can_move(by: int) -> Pick:
    return lambda tab, _seen, _rng: by if 0 <= tab.at + by < len(tab.entries) else None


def move(hands: Hands, by: int) -> None:
    (hands.page.go_back if by < 0 else hands.page.go_forward)()


def moved(tab: Tab, by: int, _: object) -> None:
    tab.move(by)


def always(*_: object) -> bool:
    return True


SETTINGS = (
    Action("turn a knob", 24, of_controls(KNOBS), put, now_set),
    Action("type nonsense", 5, of_controls(WRONG), put, nothing),
    Action("drag a slider", 8, pick_slider, drag, dragged),
    Action("press a preset", 5, pick_preset, press_preset, preset_set),
    Action(
        "back to the published data", 3, reachable("data-reset"), press,
        lambda tab, *_: tab.reset("data"),
    ),
)  # fmt: skip

PLACES = (
    Action("go to a view", 20, pick_view, go, gone),
    Action("follow a link", 7, pick_link, follow, followed),
    Action("go back", 8, can_move(-1), move, moved),
    Action("go forward", 5, can_move(1), move, moved),
    Action("reload", 3, always, lambda hands, _: hands.reload(), lambda tab, *_: tab.begin()),
)
