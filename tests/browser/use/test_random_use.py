"""Whatever somebody does, in whatever order: state, address, figures and records agree, no error is
said, and at the end a run gives what it gives on a fresh page.

MNIST1D_LAB_USE="20 200 7" plays 20 sequences of 200 actions, the first of seed 7;
MNIST1D_LAB_USE_SHRINK is for how many seconds a shorter one is looked for.
"""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Browser

from tests.browser.use.play import played, shrunk, steps_of

COUNT, LENGTH, FIRST = map(int, os.environ.get("MNIST1D_LAB_USE", "1 200 11").split())
SHRINK_S = float(os.environ.get("MNIST1D_LAB_USE_SHRINK", "60"))


@pytest.mark.parametrize("seed", range(FIRST, FIRST + COUNT))
def test_whatever_is_done_all_agrees(browser: Browser, base_url: str, seed: int) -> None:
    fault = played(browser, base_url, steps_of(seed), LENGTH)
    if fault:
        print(f"seed {seed}, {len(fault.steps)} steps went wrong: {fault}")
        pytest.fail(f"seed {seed}: {shrunk(browser, base_url, fault, SHRINK_S)}")
