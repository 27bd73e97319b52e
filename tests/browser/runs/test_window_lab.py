"""window.lab, as teachers, embedders and other tests use it."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from typing import Any

import mnist1d_lab
import pytest
from playwright.sync_api import Page

from tests.browser.lab import SMALL, Gate, Lab, without_times

pytestmark = pytest.mark.all_workers

LINEAR = {"models": ["linear"], "seeds": 1, "steps": 100, "eval_every": 50, "num_samples": 500}


@pytest.fixture
def lab(shared_lab: Lab) -> Lab:
    return shared_lab


def _refusal(lab: Lab, name: str, params: dict[str, Any]) -> dict[str, Any]:
    refusal: dict[str, Any] = lab.page.evaluate(
        """([name, params]) => window.lab.run(name, params).then(
            () => ({ message: "it was accepted" }),
            (error) => {
                const { name, message } = error;
                return { isError: error instanceof Error, name, message };
            },
        )""",
        [name, params],
    )
    return refusal


def test_it_says_what_it_is(lab: Lab) -> None:
    facts = lab.page.evaluate(
        """async () => {
            const ready = await window.lab.ready;
            const { version, backend } = window.lab;
            return { ready, version, backend, names: Object.keys(window.lab.experiments()) };
        }"""
    )
    assert facts["backend"] in ("simd-relaxed", "simd", "numpy")
    assert facts["version"]
    assert {"preview", "dataset", "benchmark", "lottery"} <= set(facts["names"])


def test_a_run_gives_a_plain_record_and_its_events(lab: Lab) -> None:
    record, kinds, rows = lab.page.evaluate(
        """async (params) => {
            const events = [];
            const onEvent = (event) => events.push(event);
            const record = await window.lab.run("benchmark", params, { onEvent });
            const rows = events.filter((event) => event.kind === "row").map((event) => event.row);
            return [JSON.parse(JSON.stringify(record)), events.map((event) => event.kind), rows];
        }""",
        LINEAR,
    )
    names = ("experiment", "params", "seed", "version", "backend", "elapsed_s", "rows", "arrays")
    assert set(names) <= set(record)
    assert record["experiment"] == "benchmark"
    assert record["params"]["steps"] == 100
    assert record["rows"] == rows
    assert [row["step"] for row in rows] == [50, 100]
    assert "progress" in kinds


def test_the_same_seed_gives_the_same_numbers(lab: Lab) -> None:
    def first(seed: int) -> list[float]:
        rows = lab.run("benchmark", {**LINEAR, "seed": seed})["rows"]
        return [row["train_loss"] for row in rows]

    assert first(1) == first(1)
    assert first(1) != first(2)


@pytest.mark.parametrize(
    ("name", "changes"),
    [("lottery", {}), ("bench", {"own_mask": b64encode(b"\xf0" * 120).decode()})],
)
def test_python_repeats_a_run_of_the_page_to_the_bit(
    lab: Lab, name: str, changes: dict[str, Any]
) -> None:
    """From what its record says: by the same kernels, outside the browser."""
    theirs = lab.run(name, {**SMALL, "trials": 2, "seed": 5, **changes})
    record = mnist1d_lab.run(name, backend=theirs["backend"], **theirs["params"])
    ours = json.loads(record.to_json())
    assert without_times(ours["rows"]) == without_times(theirs["rows"])
    assert ours["arrays"] == theirs["arrays"]
    assert "mask/lottery/trial0/level2/W1" in ours["arrays"]


def test_trials_and_arms_run_side_by_side_and_come_back_in_order(lab: Lab) -> None:
    record = lab.run("lottery", {**SMALL, "trials": 2})
    order = list(dict.fromkeys((row["trial"], row["arm"]) for row in record["rows"]))
    assert order == [(t, arm) for t in (0, 1) for arm in ("dense", "lottery", "random")]
    assert "mask/lottery/trial1/level2/W1" in record["arrays"]


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"trials": 99}, "trials must be a whole number from 1 to 50; got 99."),
        ({"trials": "two"}, 'trials must be a whole number from 1 to 50; got "two".'),
        ({"sparsities": [0, 2]}, "each a number from 0 to 1"),
        ({"stepz": 3}, "stepz is not a parameter of lottery. Did you mean steps?"),
        ({"sparsities": [0.5, 0.4]}, "and more than the one before; got"),
        ({"preset": "slow"}, "preset must be one of"),
    ],
)
def test_a_bad_parameter_is_named_with_its_range(
    lab: Lab, params: dict[str, Any], message: str
) -> None:
    refusal = _refusal(lab, "lottery", params)
    assert refusal["isError"]
    assert refusal["name"] == "ParamError"
    assert message in refusal["message"]


def test_what_a_listener_throws_ends_the_run_and_frees_the_workers(lab: Lab) -> None:
    said = lab.page.evaluate(
        """async (params) => {
            const onEvent = () => { throw new RangeError("the listener's own"); };
            return window.lab.run("lottery", params, { onEvent }).then(
                () => "it ended", (error) => `${error.name}: ${error.message}`);
        }""",
        {"hidden": 64, "steps": 300, "trials": 1},
    )
    assert said == "RangeError: the listener's own"
    lab.wait_for_state("ready")
    assert lab.run("benchmark", LINEAR)["rows"]


def test_an_unknown_experiment_is_refused(lab: Lab) -> None:
    refusal = _refusal(lab, "lotery", {})
    assert "Did you mean lottery?" in refusal["message"]


def test_an_abort_is_heard_at_once_and_frees_the_workers(lab: Lab) -> None:
    name, took = lab.page.evaluate(
        """async (params) => {
            const abort = new AbortController();
            const { signal } = abort;
            let run;
            await new Promise((onEvent) => {
                run = window.lab.run("lottery", params, { signal, onEvent });
            });
            const began = performance.now();
            abort.abort();
            try {
                await run;
                return ["it ended", 0];
            } catch (error) {
                return [error.name, performance.now() - began];
            }
        }""",
        {**SMALL, "steps": 20000, "trials": 4},
    )
    assert name == "AbortError"
    assert took < 5000  # long before a task ends; how soon, the benchmark measures
    assert lab.root.get_attribute("data-state") == "ready"
    assert lab.run("benchmark", LINEAR)["rows"]


@pytest.mark.expect_problem(r"404", r"Failed to load resource")
def test_a_run_is_refused_once_the_download_has_failed(page: Page, base_url: str) -> None:
    """Whether it was asked for before or after; and a second try heals it."""
    wasm = re.compile(r"pyodide\.asm\.wasm$")
    gate = Gate(page, wasm)
    lab = Lab(page, base_url).open(ready=False)
    page.wait_for_function("window.lab")
    page.evaluate(
        """(params) => {
            window.early = window.lab.run("benchmark", params).then(
                () => "it ended", (error) => error.message);
        }""",
        LINEAR,
    )
    assert page.evaluate("Promise.race([window.early, 'it waits'])") == "it waits"
    gate.fail()
    assert "HTTP 404" in page.evaluate("window.early")
    lab.wait_for_state("failed")
    refusal = _refusal(lab, "benchmark", LINEAR)
    assert refusal["isError"]
    assert "HTTP 404" in refusal["message"]
    page.unroute(wasm)
    page.get_by_role("button", name="Try again").click()
    assert lab.run("benchmark", LINEAR)["rows"]
