"""What a page shows at one moment: all that the model of its use speaks of, read in one go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

LOOK = """() => {
    const seen = (element) => element.checkVisibility();
    const text = (id) => document.getElementById(id)?.textContent ?? "";
    const shown = (id) => document.getElementById(id)?.hidden === false;
    const reachable = (it) => seen(it) && !it.disabled && !it.closest("[inert]");
    const valueOf = (control) => {
        const boxes = [...control.querySelectorAll("input[type=checkbox]")];
        if (boxes.length === 1) return String(boxes[0].checked);
        if (boxes.length > 1) return boxes.filter((b) => b.checked).map((b) => b.value).join();
        const fields = [...control.querySelectorAll("input, select")];
        const field = fields.find(({ type }) => type !== "range") ?? fields[0];
        return field.value.replaceAll(", ", ",");
    };
    const controls = [...document.querySelectorAll(".control[data-scope][data-name]")];
    const bars = [...document.querySelectorAll(".runbar[data-run]")].map((bar) => [
        bar.dataset.run,
        {
            phase: bar.dataset.phase ?? "",
            rows: Number(bar.dataset.rows ?? 0),
            kept: Number(bar.dataset.kept ?? 0),
            offer: seen(bar.querySelector("[data-offer]")),
            said: bar.querySelector("[data-offer-text]").textContent,
            failure: bar.querySelector("[data-failure]").textContent,
            notice: bar.querySelector("[data-notice]").textContent,
            reach: [...bar.querySelectorAll("button[data-do]")].filter(reachable)
                .map((button) => button.dataset.do),
            on: [...bar.querySelectorAll("button[data-do]")].filter((b) => !b.disabled)
                .map((button) => button.dataset.do),
        },
    ]);
    const outdated = {};
    for (const figure of document.querySelectorAll("figure[data-of]")) {
        for (const run of figure.dataset.of.split(" ")) {
            (outdated[run] ??= []).push(figure.hasAttribute("data-outdated"));
        }
    }
    const grid = document.getElementById("bench-grid");
    const ids = [...document.querySelectorAll("button[id], input[id]")].filter(reachable);
    return {
        state: document.documentElement.dataset.state,
        view: document.documentElement.dataset.view,
        shown: [...document.querySelectorAll("main > [data-view]")].filter(seen)
            .map((view) => view.dataset.view),
        title: document.title,
        controls: controls.map((control, index) => ({
            key: `${control.dataset.scope}.${control.dataset.name}`,
            value: valueOf(control),
            refused: !(control.querySelector(".refusal")?.hidden ?? true),
            ranged: control.querySelector("input[type=range]") !== null,
            seen: [...control.querySelectorAll("input, select")].some(reachable),
            index,
        })),
        bars: Object.fromEntries(bars),
        outdated,
        origins: { lottery: text("tickets-origin"), benchmark: text("models-origin") },
        bench: {
            phase: grid.dataset.phase,
            trials: Number(grid.dataset.trials ?? 0),
            note: text("bench-note"),
            pins: document.querySelectorAll("#bench-pins tr").length - 1,
            params: window.lab.bench?.params ?? null,
            summary: window.lab.bench?.summary ?? [],
            sweeps: shown("bench-sweepbar"),
        },
        buttons: ids.map(({ id }) => id),
        status: text("own-status"),
        refused: shown("refused") ? text("refused") : "",
        look: shown("own-look")
            ? document.getElementById("own-look").dataset.state : "",
        cards: [...document.querySelectorAll("#runs-list > li")].map(({ dataset }) => dataset.hash),
        keeps: document.documentElement.dataset.view === "runs" && text("runs-size") !== "",
        notes: [...document.querySelectorAll("figure[data-of] > .outdated")].filter(seen)
            .filter((note) => [...note.querySelectorAll("button")].every(reachable))
            .map((note) => note.parentElement.dataset.of),
        files: [...document.querySelectorAll('[data-downloads] [data-kind="json"]')]
            .filter(reachable).map((it) => it.closest("[data-downloads]").dataset.downloads),
        permalink: window.lab.permalink(),
        address: location.href,
        mounted: document.documentElement.dataset.mounted !== undefined,
        history: history.length,
    };
}"""


@dataclass(frozen=True)
class Control:
    """One control of a setting, of which there may be several."""

    key: str  # "scope.name"
    value: str
    refused: bool
    ranged: bool
    seen: bool
    index: int  # among all controls of the document


@dataclass(frozen=True)
class Bar:
    """The buttons of a run."""

    phase: str
    rows: int
    kept: float
    offer: bool
    said: str
    failure: str
    notice: str
    reach: list[str]  # those that can be pressed where one is
    on: list[str]  # those that are enabled


@dataclass(frozen=True)
class Bench:
    """The bench."""

    phase: str
    trials: int
    note: str
    pins: int
    params: dict[str, Any] | None
    summary: list[dict[str, Any]]
    sweeps: bool


@dataclass(frozen=True)
class Seen:
    """One page at one moment."""

    state: str
    view: str
    shown: list[str]
    title: str
    controls: list[Control]
    bars: dict[str, Bar]
    outdated: dict[str, list[bool]]
    origins: dict[str, str]  # what the figure of each panel says of where its numbers come from
    bench: Bench
    buttons: list[str]
    status: str
    refused: str
    look: str
    cards: list[str]
    keeps: bool
    notes: list[str]  # the runs whose figure says that it is outdated, and can be told what to do
    files: list[str]  # the figures whose record can be had
    permalink: str
    address: str
    mounted: bool
    history: int


def look(page: Page) -> Seen:
    """What a page shows now."""
    found: dict[str, Any] = page.evaluate(LOOK)
    found["controls"] = [Control(**each) for each in found["controls"]]
    found["bars"] = {name: Bar(**each) for name, each in found["bars"].items()}
    found["bench"] = Bench(**found["bench"])
    return Seen(**found)
