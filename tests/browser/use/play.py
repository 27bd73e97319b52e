"""Plays sequences of actions on the page, each step against the model; a sequence that goes wrong
is played again without some of its steps, until no shorter one is found that goes wrong alike."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error

from tests.browser.lab import PATIENCE_MS, without_times
from tests.browser.use.actions import PLACES, SETTINGS, Action
from tests.browser.use.hands import Hands, files
from tests.browser.use.holds import differences
from tests.browser.use.model import BARS, BEGUN, OWN, START, Tab, World, link
from tests.browser.use.owndata import DATA, TABS
from tests.browser.use.runs import BENCH, KEPT, RUNS
from tests.browser.use.seen import Seen

ACTIONS: dict[str, Action] = {
    action.name: action for action in (*SETTINGS, *PLACES, *RUNS, *BENCH, *KEPT, *DATA, *TABS)
}
PATIENCE_S = min(PATIENCE_MS / 4000, 40)
OFTEN = 10  # after so many steps the window's address, which follows a little later, is waited for

Step = tuple[str, int]  # an action, and the seed of what exactly is done


class Fault(AssertionError):
    """What went wrong, and after which steps."""

    def __init__(self, said: str, steps: list[Step], told: list[str]) -> None:
        super().__init__(said)
        self.said = said
        self.steps = steps
        self.told = told

    @property
    def kind(self) -> str:
        """By which a fault is known again."""
        return self.said.split(":")[0]

    def __str__(self) -> str:
        return "\n".join([self.said, f"after {len(self.told)} steps:", *self.told])


def steps_of(seed: int) -> Iterator[Step]:
    """Endlessly many, more often those with a greater weight."""
    rng = Random(seed)
    names, weights = list(ACTIONS), [action.weight for action in ACTIONS.values()]
    while True:
        yield rng.choices(names, weights)[0], rng.randrange(2**32)


@dataclass
class Player:
    """Somebody at one browser."""

    context: BrowserContext
    base_url: str
    hands: list[Hands] = field(default_factory=list)
    tabs: list[Tab] = field(default_factory=list)
    at: int = 0
    done: list[Step] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def begin(self) -> Seen:
        """A first visit, and a link to small runs."""
        hands = Hands.open(self.context, self.base_url, "")
        seen = hands.look()
        defaults = {control.key: control.value for control in seen.controls}
        rest = {name: seen.bars[name].phase for name in BARS}
        world = World(defaults | dict.fromkeys(OWN, ""), rest)
        tab = Tab(world, "bench", {})
        self.hands, self.tabs = [hands], [tab]
        hands.follow(link("bench", START))
        tab.follow("bench", START)
        return self.settled()

    def play(self, steps: Iterable[Step], most: int) -> None:
        """So many of these steps as can be done."""
        seen = self.begin()
        for name, salt in steps:
            if len(self.done) >= most:
                return
            action, tab = ACTIONS[name], self.tabs[self.at]
            choice = action.pick(tab, seen, Random(salt))
            if choice is None:
                continue
            self.done.append((name, salt))
            self.told.append(f"{len(self.done)}. {name}: {choice}")
            seen = self.step(action, choice)

    def step(self, action: Action, choice: Any) -> Seen:
        try:
            if action in TABS:
                self.change_tabs(action.name)
            else:
                given = action.do(self.hands[self.at], choice)
                action.then(self.tabs[self.at], choice, given)
        except Fault:
            raise
        except (AssertionError, Error) as error:
            raise self.fault(f"{action.name}: {error}") from error
        return self.settled(whole=len(self.done) % OFTEN == 0)

    def fault(self, said: str) -> Fault:
        return Fault(said, list(self.done), list(self.told))

    def settled(self, *, whole: bool = False) -> Seen:
        """Wait until page and model agree, the window's address too where it is asked for."""
        hands, tab = self.hands[self.at], self.tabs[self.at]
        deadline = time.monotonic() + PATIENCE_S
        while True:
            seen = hands.look()
            wrong = differences(tab, seen)
            if whole and seen.address != seen.permalink:
                wrong.append(f"window: at {seen.address}; expected {seen.permalink}")
            if not wrong:
                break
            if time.monotonic() > deadline:
                raise self.fault("; ".join(wrong[:4]))
            hands.page.wait_for_timeout(30)
        for each in self.hands:
            if each.problems:
                raise self.fault(f"problem: {each.problems[0]}")
        tab.saw(seen)
        return seen

    def change_tabs(self, what: str) -> None:
        if what == "open a second tab":
            self.open_tab()
        elif what == "go to the other tab":
            self.at = 1 - self.at
        else:
            self.hands.pop(self.at).page.close()
            del self.tabs[self.at]
            self.at = 0
            self.tabs[0].world.tabs = 1
        self.hands[self.at].page.bring_to_front()

    def open_tab(self) -> None:
        """At the address of the first."""
        tab = self.tabs[0]
        address = self.hands[0].look().permalink
        hands = Hands.open(self.context, self.base_url, address.removeprefix(self.base_url))
        tab.world.tabs, tab.world.crowded = 2, True
        self.hands.append(hands)
        self.tabs.append(Tab(tab.world, tab.view, dict(tab.values)))
        self.at = 1

    def end(self, browser: Browser) -> None:
        """A whole run, as after all this, and as on a fresh page: the same to the bit."""
        self.settled(whole=True)
        tab, hands = self.tabs[self.at], self.hands[self.at]
        values = {k: v for k, v in {**tab.values, **START}.items() if v != tab.world.defaults[k]}
        used = searched(hands, values)
        with visit(browser) as context:
            fresh = Hands.open(context, self.base_url, "#/data")
            if name := values.get("data.data_file"):
                fresh.look_at(files()[name])
                fresh.press("#own-look-use")
                fresh.page.locator("#own-look").wait_for(state="hidden")
            anew = searched(fresh, values)
            problems = [*hands.problems, *fresh.problems]
        if used != anew:
            differs = [key for key in used if used[key] != anew[key]]
            raise self.fault(f"fresh: the last run differs from a fresh page's in {differs}")
        if problems:
            raise self.fault(f"problem: {problems[0]}")


def searched(hands: Hands, values: dict[str, str]) -> dict[str, Any]:
    """What a search with these settings finds on a page."""
    address = link("tickets", values)
    if not hands.page.url.endswith(address):
        hands.follow(address)
    if hands.look().bars["lottery"].phase in BEGUN:
        hands.press_run("lottery", "reset")
        hands.lab.wait_for_phase("lottery", "recorded")
    hands.press_run("lottery", "toggle")
    hands.finish("lottery")
    record = hands.record("lottery")
    return {
        "rows": without_times(record["rows"]),
        "hash": record["result_hash"],
        "params": record["params"],
    }


@contextmanager
def visit(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile."""
    context = browser.new_context(reduced_motion="reduce")
    yield context
    context.close()


def played(browser: Browser, base_url: str, steps: Iterable[Step], most: int) -> Fault | None:
    """A sequence from a first visit to its last run; what went wrong, if anything did."""
    with visit(browser) as context:
        player = Player(context, base_url)
        try:
            player.play(steps, most)
            player.end(browser)
        except Fault as fault:
            return fault
        except (AssertionError, Error) as error:
            return player.fault(f"end: {error}")
    return None


def shrunk(browser: Browser, base_url: str, fault: Fault, seconds: float) -> Fault:
    """A shorter sequence that goes wrong alike, as far as it is found in so many seconds."""
    deadline = time.monotonic() + seconds
    size = len(fault.steps)
    while size > 1 and time.monotonic() < deadline:
        size = -(-size // 2)
        begin = 0
        while begin < len(fault.steps) and time.monotonic() < deadline:
            fewer = fault.steps[:begin] + fault.steps[begin + size :]
            found = played(browser, base_url, fewer, len(fewer)) if fewer else None
            if found and found.kind == fault.kind:
                fault = found
            else:
                begin += size
    return fault
