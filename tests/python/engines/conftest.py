"""The run that is interrupted in several ways here, done once without interruption."""

from __future__ import annotations

from typing import Any

import mnist1d_lab
import pytest

from tests.python.engines.test_interrupted import ASKED
from tests.python.engines.test_runner import repeatable


@pytest.fixture(scope="session")
def expected() -> dict[str, Any]:
    return repeatable(mnist1d_lab.run("lottery", **ASKED))
