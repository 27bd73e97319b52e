"""Engines that differ in what they may: whose relaxed SIMD does not fuse multiply and add."""

from __future__ import annotations

import os
from collections.abc import Iterator

import mnist1d_lab
import pytest
from playwright.sync_api import Browser, Page, expect

from buildtools.browser import chromium
from tests.browser.lab import SMALL, Lab, without_times
from tests.browser.watch import watch
from tests.conftest import ARGUMENTS


@pytest.fixture
def unfused(browser: Browser, base_url: str) -> Iterator[Page]:
    """A page in a Chromium that takes the processor for one without fused multiply-add."""
    executable = os.environ.get("CHROMIUM") or str(chromium())
    arguments = [*ARGUMENTS, "--js-flags=--no-enable-fma3"]
    other = browser.browser_type.launch(executable_path=executable, args=arguments)
    page = other.new_page()
    problems = watch(page, base_url)
    yield page
    other.close()
    assert not problems, "the page had problems:\n" + "\n".join(problems)


@pytest.mark.chromium("its switch takes the processor's fused multiply-add away")
def test_where_nothing_is_fused_the_run_is_simd_and_so_called(unfused: Page, base_url: str) -> None:
    lab = Lab(unfused, base_url).open("#/tickets")
    assert unfused.evaluate("window.lab.backend") == "simd"
    expect(unfused.locator("#status-detail")).to_contain_text("does not fuse multiply and add")
    record = lab.run("lottery", SMALL)
    assert record["backend"] == "simd"
    outside = mnist1d_lab.run("lottery", backend="simd", **SMALL)
    assert without_times(record["rows"]) == without_times(outside.rows)
