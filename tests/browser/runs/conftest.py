"""A page with a kept run, and one whose workers are known."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.lab import Lab
from tests.browser.reloading import reload
from tests.browser.runs.shelf import cards, finish_one

__all__ = ["kept", "reload"]


@pytest.fixture
def kept(lab: Lab) -> Lab:
    """A page that has kept one run and shows it."""
    finish_one(lab, 3)
    lab.go("runs")
    expect(cards(lab)).to_have_count(1)
    return lab


# Whoever is sent anything from now on: a worker that is sent nothing does nothing.
MEET_WORKERS = """() => {
    window.workers = [];
    const send = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (...given) {
        if (!workers.includes(this)) workers.push(this);
        send.apply(this, given);
    };
    return () => {
        Worker.prototype.postMessage = send;
        delete window.workers;
    };
}"""


@pytest.fixture
def known_workers(lab: Lab) -> Iterator[None]:
    """In the page that stays, `window.workers` for a test."""
    forget = lab.page.evaluate_handle(MEET_WORKERS)
    yield
    if not lab.page.is_closed():
        forget.evaluate("(forget) => forget()")
