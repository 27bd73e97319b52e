"""The published set as the reference package makes it, which takes it two seconds."""

from __future__ import annotations

from typing import Any

import mnist1d
import pytest


@pytest.fixture(scope="session")
def reference_set() -> dict[str, Any]:
    made: dict[str, Any] = mnist1d.data.make_dataset()
    return made
