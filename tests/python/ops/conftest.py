"""What the checks of all fast backends say here: asked once, for the tests of each host."""

from __future__ import annotations

import pytest

from tests.pyodide import check_simd, check_training


@pytest.fixture(scope="session")
def operations() -> str:
    return check_simd.main()


@pytest.fixture(scope="session")
def trainings() -> str:
    return check_training.main()
