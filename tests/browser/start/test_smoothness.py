"""The page's own thread is never held for 50 ms, whatever the workers do."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.lab import Lab
from tests.browser.trace import LIMIT_MS, SETTLED, traced

# Every view from top to bottom, so that every part is laid out and drawn.
READ_THE_PAGE = f"""async () => {{{SETTLED}
    await lab.ready;
    for (const link of document.querySelectorAll(".views a")) {{
        link.click();
        await settled();
        for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight / 2) {{
            scrollTo({{ top, behavior: "instant" }});
            await settled();
        }}
    }}
}}"""


@pytest.mark.parametrize("width", [1440, 390])
def test_no_task_of_a_visit_holds_the_page(
    browser: Browser, base_url: str, tmp_path: Path, width: int
) -> None:
    """From navigation to ready, twice (with empty caches and with full ones), and a whole read."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    for visit in ("first", "second"):
        with traced(browser, page, base_url, tmp_path / f"{visit}.json") as tasks:
            page.goto(base_url)
            page.evaluate(READ_THE_PAGE)
        assert max(tasks) < LIMIT_MS, visit
        page.goto("about:blank")
    context.close()


# Driven from inside the page: the test driver's own questions would be tasks of the page as well.
TURN_A_KNOB_DURING_A_SEARCH = """async () => {
    const until = async (condition) => {
        while (!condition()) await new Promise((resolve) => setTimeout(resolve, 50));
    };
    const bar = document.querySelector('[data-run="lottery"]');
    const slider = document.querySelector("#bar-final_seq_length");
    bar.querySelector('[data-do="toggle"]').click();
    for (const length of ["60", "30", "40"]) {
        slider.value = length;
        slider.dispatchEvent(new Event("input"));
        const said = document.querySelector("#data-summary");
        await until(() => said.textContent.includes(`signals of ${length} numbers`));
    }
    await until(() => bar.dataset.phase === "finished");
}"""


def test_no_task_holds_the_page(browser: Browser, base_url: str, tmp_path: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    Lab(page, base_url).open("#/tickets?lottery.hidden=100&lottery.steps=300&lottery.trials=1")
    with traced(browser, page, base_url, tmp_path / "trace.json") as tasks:
        page.evaluate(TURN_A_KNOB_DURING_A_SEARCH)
    context.close()
    assert max(tasks) < LIMIT_MS


USE_THE_DATA_SECTION = """async () => {
    const one = (selector) => document.querySelector(selector);
    const until = async (condition) => {
        while (!condition()) await new Promise((resolve) => setTimeout(resolve, 100));
    };
    one("#looks").scrollIntoView({ behavior: "instant" });
    await until(() => one("#gallery-chart svg"));
    one('#looks-classes [data-class="3"]').click();
    one("#stages").scrollIntoView({ behavior: "instant" });
    one("#stage-play").click();
    await until(() => one("#stage-name").textContent === "dilated");
    one("#data-surprise").click();
    await until(() => one("#data-badge").dataset.state === "other");
    one("#own").scrollIntoView({ behavior: "instant" });
    const key = new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true });
    one('#draw-board [role="slider"]').dispatchEvent(key);
    await until(() => one("#own-status").textContent.includes("of your own"));
    await until(() => one("#data-badge").dataset.state === "other");
}"""


def test_no_task_of_the_data_section_holds_the_page(
    browser: Browser, base_url: str, tmp_path: Path
) -> None:
    context = browser.new_context()
    page = context.new_page()
    Lab(page, base_url).open("#/data")
    with traced(browser, page, base_url, tmp_path / "trace.json") as tasks:
        page.evaluate(USE_THE_DATA_SECTION)
    context.close()
    assert max(tasks) < LIMIT_MS


# Every part of every view comes into sight once, and whatever can be unfolded is.
OPEN_EVERYTHING = f"""async () => {{{SETTLED}
    for (const link of document.querySelectorAll(".views a")) {{
        link.click();
        const view = document.getElementById(link.dataset.to);
        for (const part of view.querySelectorAll("section, details")) {{
            part.scrollIntoView({{ behavior: "instant" }});
            const closed = part instanceof HTMLDetailsElement && !part.open;
            if (closed) part.querySelector("summary").click();
            await settled();
        }}
    }}
}}"""

# Both searches of the first visit, one to its end, one stopped, and back to what was recorded.
RUN_AND_STOP = """async () => {
    const until = async (condition) => {
        while (!condition()) await new Promise((resolve) => setTimeout(resolve, 50));
    };
    const use = async (name, phases) => {
        const bar = document.querySelector(`[data-run="${name}"]`);
        const view = bar.closest("main > [data-view]").id;
        document.querySelector(`.views a[data-to="${view}"]`).click();
        bar.scrollIntoView({ behavior: "instant" });
        for (const [button, phase] of phases) {
            bar.querySelector(`[data-do="${button}"]`).click();
            await until(() => bar.dataset.phase === phase);
        }
    };
    await use("benchmark", [["toggle", "finished"], ["reset", "recorded"]]);
    const start = ["toggle", "running"];
    await use("lottery", [start, ["stop", "stopped"], ["reset", "recorded"]]);
    await use("lottery", [["toggle", "finished"], ["reset", "recorded"]]);
}"""


def test_no_task_of_opening_training_or_searching_holds_the_page(
    browser: Browser, base_url: str, tmp_path: Path
) -> None:
    """The quick preset as the page offers it, with as many rows and arrays as it really has."""
    context = browser.new_context()
    page = context.new_page()
    Lab(page, base_url).open()
    for name, script in (("opened", OPEN_EVERYTHING), ("run", RUN_AND_STOP)):
        with traced(browser, page, base_url, tmp_path / f"{name}.json") as tasks:
            page.evaluate(script)
        assert max(tasks) < LIMIT_MS, name
    context.close()
