"""What people and their programs hand over that nobody asked for, and what may come of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from math import isfinite
from typing import Any

import numpy as np
from hypothesis import strategies as st
from mnist1d_lab import ParamError

LONGEST_SENTENCE = 1500  # a refusal may list the names that there are, which take some 1000


class Stubborn:
    """An object that does not even say what it is."""

    def __repr__(self) -> str:
        raise RuntimeError("not even that")


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


_ODD: list[Any] = [
    10**5000, -(10**400), 2**63, -1, 0, 1e308, -1e308, 5e-324, float("nan"), float("inf"),
    -0.0, 1j, None, True, "", " ", "x" * 1_000_000, "\0", "\ud800", "1_0", "٣", "nan", b"\0\xff",
    nested(100_000), {}, {"seed": {}}, set(), print, object(), Stubborn(), np.nan,
    np.zeros((2, 2)), np.array(["a"]), np.array([None]), np.float32(3), np.datetime64("NaT"),
    range(10**12), "__proto__", "../../etc/passwd",
]  # fmt: skip
# By their places: some of them cannot be written, which hypothesis would.
ODD = st.integers(0, len(_ODD) - 1).map(lambda place: _ODD[place])
ODD_TEXTS = st.sampled_from(
    ["", " ", "x" * 10_000, "\0", "\ud800", "1_0", "٣", "nan", "--", "a,,b"]
)
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40)


def _tables(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=3)


WILD = ODD | st.recursive(PLAIN | ODD, _tables, max_leaves=6)
# The same as JSON can carry it.
JSON = st.recursive(PLAIN.filter(lambda v: not isinstance(v, float) or isfinite(v)), _tables)


def one_sentence(work: Callable[[], Any]) -> str:
    """What is said against it by ParamError, "" where there is a result; all else comes through."""
    try:
        work()
    except ParamError as error:
        said = str(error)
        assert said.rstrip()[-1] in ".?", said
        assert "\n" not in said, said
        assert len(said) < LONGEST_SENTENCE, said
        return said
    return ""


def changed(text: str, path: list[int], value: Any) -> str:
    """JSON with one of its values replaced, to which the numbers lead from the top."""
    whole = json.loads(text)
    here: Any = whole
    for place, number in enumerate(path):
        keys = list(here) if isinstance(here, dict) else range(len(here))
        key = keys[number % len(keys)]
        last = place == len(path) - 1 or not (isinstance(here[key], dict | list) and here[key])
        if last:
            here[key] = value
            break
        here = here[key]
    return json.dumps(whole)
