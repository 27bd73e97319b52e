"""These tests are about a first visit, and about what lies in the cache."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext


@pytest.fixture
def context(first_visit: BrowserContext) -> BrowserContext:
    return first_visit
