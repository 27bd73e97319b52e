"""A page with a kept run."""

from __future__ import annotations

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
