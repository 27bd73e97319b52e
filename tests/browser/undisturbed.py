"""What a small search finds that nothing disturbs: made by Python itself, outside any browser."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import mnist1d_lab

from tests.browser.lab import SMALL, Lab, without_times

Rows = list[dict[str, Any]]


def undisturbed(lab: Lab, **changes: Any) -> Rows:
    """The rows of SMALL with changes, by the operations that the page has, to the last bit."""
    backend = lab.page.evaluate("() => window.lab.backend")
    return _rows(backend, json.dumps({**SMALL, **changes}))


@cache
def _rows(backend: str, params: str) -> Rows:
    record = mnist1d_lab.run("lottery", backend=backend, **json.loads(params))
    return without_times(record.rows)


def finished(lab: Lab) -> Rows:
    """The rows of the page's search, once it has come to its end."""
    lab.wait_for_phase("lottery", "finished")
    return without_times(lab.shown_rows("lottery"))
