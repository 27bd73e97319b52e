"""Any value for any parameter, from a program, a shell or a page: a result, or one sentence.

1,200 cases: 600 values through ``check``, 300 texts through ``parse``, 200 templates, 100 settings
of the generator.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from mnist1d_lab import bridge
from mnist1d_lab.data import make_arrays
from mnist1d_lab.dataset.settings import get_dataset_args
from mnist1d_lab.experiments import EXPERIMENTS, get_experiment
from mnist1d_lab.params.quoting import LONGEST, quoted, shortened

from tests.python.anything.wild import ODD_TEXTS, WILD, Stubborn, nested, one_sentence

NAMES = st.sampled_from(list(EXPERIMENTS))
PLACES = st.integers(0, 10**6)


@settings(max_examples=600)
@given(name=NAMES, place=PLACES, value=WILD, extra=st.none() | st.text(max_size=20))
def test_any_value_of_any_parameter(name: str, place: int, value: Any, extra: str | None) -> None:
    experiment = get_experiment(name)
    chosen = [*(p.name for p in experiment.params), "preset"]
    asked = {chosen[place % len(chosen)]: value}
    if extra is not None:
        asked[extra] = value
    one_sentence(lambda: experiment.check(asked))


@settings(max_examples=300)
@given(name=NAMES, place=PLACES, text=st.text(max_size=30) | ODD_TEXTS)
def test_any_text_of_any_parameter(name: str, place: int, text: str) -> None:
    params = get_experiment(name).params
    param = params[place % len(params)]
    one_sentence(lambda: param.parse(text))


LINES = st.lists(
    st.sampled_from("0123456789") | st.floats().map(repr) | st.integers().map(str)
    | st.sampled_from([":", ",", ";", "\n", "\n1:", "label,", "#", "1e308", "-1e308", "nan", "1_0",
                       "9" * 400, "\t", "٣", "\0"]),
    max_size=60,
)  # fmt: skip


@settings(max_examples=200)
@given(parts=LINES, between=st.sampled_from(["", " ", ",", ";"]), ending=st.sampled_from("tn"))
def test_any_text_as_templates(parts: list[str], between: str, ending: str) -> None:
    """What is read is good for making data with it, whose numbers are finite."""
    content = between.join(parts).encode("utf-8", "surrogatepass")
    name = "mine.txt" if ending == "t" else "mine.npz"
    read: list[str] = []
    if one_sentence(lambda: read.append(bridge.read_templates(name, content))) == "":
        values = get_experiment("preview").check({"templates": read[0], "num_samples": 20})
        assert one_sentence(lambda: bridge.describe_data('{"num_samples": 20}')) == ""
        assert values["templates"] == read[0]


@settings(max_examples=100)
@given(place=PLACES, value=WILD)
@example(place=2, value=-60)  # of template_len: nothing is left of the padded template
def test_any_setting_of_the_generator(place: int, value: Any) -> None:
    """As the reference package's settings, which have no ranges: so a sentence, or data."""
    names = list(get_dataset_args(as_dict=True))
    args = {"num_samples": 20, names[place % len(names)]: value}
    made: list[dict[str, Any]] = []
    if one_sentence(lambda: made.append(make_arrays(args))) == "":
        assert all(np.isfinite(made[0][name]).all() for name in ("x", "x_test"))


def test_what_is_quoted_is_never_more_than_a_line() -> None:
    for value in ("x" * 5_000_000, nested(100_000), Stubborn(), 10**5000, {"a": "b" * 10**6}):
        assert len(quoted(value)) <= LONGEST
    assert quoted("mlp") == "'mlp'"
    assert quoted(3) == "3"
    assert shortened("a\nb") == "a b"
