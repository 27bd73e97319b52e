"""Parameters: what they accept, what they say when they refuse, and what the page is told."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnist1d_lab import params
from mnist1d_lab.data import make_arrays
from mnist1d_lab.experiments import EXPERIMENTS
from mnist1d_lab.params import Param, ParamError, check

DEFINED = [value for value in vars(params).values() if isinstance(value, Param)]
TAKEN = [param for e in EXPERIMENTS.values() for param in e.params]
ALL = [p for place, p in enumerate(DEFINED + TAKEN) if p not in (DEFINED + TAKEN)[:place]]
every_param = pytest.mark.parametrize("param", ALL, ids=lambda p: p.name)
NUMERIC = ("int", "float", "ints", "floats")


def of_kind(*kinds: str) -> Any:
    return pytest.mark.parametrize(
        "param", [p for p in ALL if p.kind in kinds], ids=lambda p: p.name
    )


def valid_values(param: Param) -> st.SearchStrategy[Any]:
    """Values that the parameter's description says it takes, from its fields alone."""
    if param.kind == "bool":
        return st.booleans()
    if param.kind == "text":
        return st.text(max_size=min(param.length[1], 20))
    item: st.SearchStrategy[Any]
    if param.choices:
        item = st.sampled_from(param.choices)
    elif param.kind.startswith("int"):
        item = st.integers(math.ceil(param.low), math.floor(param.high))
    else:
        item = st.floats(param.low, param.high)
    if param.kind in ("int", "float", "choice"):
        return item
    few, many = param.length
    apart = bool(param.choices) or param.rising
    lists = st.lists(item, min_size=few, max_size=min(many, few + 5), unique=apart)
    return lists.map(sorted) if param.rising else lists


def wrap(param: Param, item: object) -> object:
    """``item`` as the parameter's value: inside a list where it takes lists."""
    return [item] * max(param.length[0], 1) if param.kind.endswith("s") else item


@every_param
def test_default_passes_its_own_check(param: Param) -> None:
    assert param.check(param.default) == param.default


@every_param
@given(data=st.data())
def test_valid_values_survive_check_json_and_text(param: Param, data: st.DataObject) -> None:
    value = data.draw(valid_values(param))
    assert param.check(value) == value
    assert param.check(json.loads(json.dumps(value))) == value
    text = ",".join(map(str, value)) if isinstance(value, list) else str(value)
    assert param.parse(text) == value
    if param.kind != "text":
        assert param.parse(f" {text} ") == value


@of_kind("int", "ints")
def test_whole_numbers_come_back_as_int_even_from_javascript(param: Param) -> None:
    low = param.low
    checked = param.check(wrap(param, float(low)))
    assert checked == wrap(param, low)
    assert all(type(v) is int for v in (checked if isinstance(checked, list) else [checked]))


@of_kind("float", "floats")
def test_numbers_come_back_as_float_even_from_javascript(param: Param) -> None:
    whole = math.ceil(param.low)
    if whole > param.high:
        return  # no whole number lies in its range
    checked = param.check(wrap(param, whole))
    assert all(type(v) is float for v in (checked if isinstance(checked, list) else [checked]))


WRONG_NUMBERS = [
    math.nan, math.inf, -math.inf, 10**400, -(10**400), "3", "", None, True, False, [], [[1]], {},
    b"a", 1j,
]  # fmt: skip


@of_kind(*NUMERIC)
def test_what_is_no_number_is_refused_by_name_and_range(param: Param) -> None:
    for wrong in WRONG_NUMBERS:
        with pytest.raises(ParamError) as refusal:
            param.check(wrap(param, wrong))
        assert refusal.value.param == param.name
        message = str(refusal.value)
        assert message.startswith(f"{param.name} must be ")
        assert f"from {param.low:.12g} to {param.high:.12g}" in message
        assert len(message) < 300


@of_kind(*NUMERIC)
def test_just_outside_the_range_is_refused_and_the_ends_are_not(param: Param) -> None:
    apart = 1 if param.kind.startswith("int") else 1e-9
    for end, outside in ((param.low, param.low - apart), (param.high, param.high + apart)):
        assert param.check(wrap(param, end)) == wrap(param, end)
        with pytest.raises(ParamError, match=f"^{param.name} must be"):
            param.check(wrap(param, outside))


@of_kind("int", "ints")
def test_a_fraction_is_no_whole_number(param: Param) -> None:
    with pytest.raises(ParamError, match="whole number"):
        param.check(wrap(param, param.low + 0.5))


@of_kind("ints", "floats", "choices")
def test_lists_are_refused_by_their_length_and_form(param: Param) -> None:
    few, many = param.length
    item = param.choices[0] if param.choices else param.low
    wrong: list[Any] = [[item] * (many + 1), [item] * 1_000_000, "0.5", b"ab", item, None, {0: 1}]
    wrong += [[item] * (few - 1)] if few > 0 else []
    for value in wrong:
        with pytest.raises(ParamError) as refusal:
            param.check(value)
        assert len(str(refusal.value)) < 400, "a long list must not be printed whole"


@of_kind("choice", "choices")
def test_choices_refuse_all_else_and_list_what_there_is(param: Param) -> None:
    for wrong in ("", "nothing of the kind", None, 0, True, ["a"], {}):
        with pytest.raises(ParamError) as refusal:
            param.check(wrap(param, wrong))
        assert all(choice in str(refusal.value) for choice in param.choices)


@of_kind("choices")
def test_a_choice_counts_once(param: Param) -> None:
    with pytest.raises(ParamError, match="each once"):
        param.check([param.choices[0]] * 2)


@of_kind("bool")
def test_bools_are_bools(param: Param) -> None:
    for wrong in (0, 1, "true", None, [], math.nan):
        with pytest.raises(ParamError, match="true or false"):
            param.check(wrong)
    assert [param.parse(t) for t in ("true", "True", "1")] == [True] * 3
    assert [param.parse(t) for t in ("false", "FALSE", "0")] == [False] * 3
    with pytest.raises(ParamError, match=param.name):
        param.parse("yes please")


@of_kind("text")
def test_texts_have_a_longest_length(param: Param) -> None:
    longest = "x" * param.length[1]
    assert param.check(longest) == longest
    for wrong in (longest + "x", 1, None, ["a"]):
        with pytest.raises(ParamError, match=f"^{param.name} must be"):
            param.check(wrong)


@of_kind(*NUMERIC)
def test_texts_that_are_no_value_are_refused(param: Param) -> None:
    for text in (
        "x",
        "nan",
        "inf",
        "-inf",
        "1e400",
        "0x10",
        "1;2",
        ",",
        "1,,2",
        "9" * 400,
        "--5",
        "1_0",
        "٣",
    ):
        with pytest.raises(ParamError) as refusal:
            param.parse(text)
        assert refusal.value.param == param.name
        assert param.allowed() in str(refusal.value)


@of_kind(*NUMERIC)
def test_an_empty_text_is_an_empty_list_at_most(param: Param) -> None:
    if param.kind.endswith("s") and param.length[0] == 0:
        assert param.parse(" ") == []
    else:
        with pytest.raises(ParamError, match=param.name):
            param.parse(" ")


def test_numpy_numbers_and_arrays_are_as_good_as_pythons() -> None:
    seed = params.SEED.check(np.int64(7))
    assert (seed, type(seed)) == (7, int)
    rate = params.LEARNING_RATE.check(np.float32(0.5))
    assert (rate, type(rate)) == (0.5, float)
    assert params.SPARSITIES.check(np.linspace(0, 1, 5)) == [0, 0.25, 0.5, 0.75, 1]
    assert params.PADDING.check([np.int32(3), np.int64(4)]) == [3, 4]
    assert params.SHUFFLE_SEQ.check(np.bool_(True)) is True
    with pytest.raises(ParamError):
        params.SPARSITIES.check(np.zeros((2, 2)))
    with pytest.raises(ParamError):
        params.SEED.check(np.float64("nan"))


def test_values_belong_to_the_run_and_not_to_the_table() -> None:
    """Changing a run's parameters must change neither the defaults nor what was passed in."""
    passed = [36, 60]
    values = check(params.DATA, {"padding": passed})
    values["padding"].append(1)
    assert passed == [36, 60]
    defaults = check(params.DATA, {})
    defaults["padding"].append(1)
    assert params.PADDING.default == [36, 60]
    assert check(params.DATA, {})["padding"] == [36, 60]


def test_unknown_names_get_the_nearest_known_one_and_all_others() -> None:
    with pytest.raises(ParamError) as refusal:
        check(params.DATA, {"iid_noise": 0.1}, where="dataset")
    message = str(refusal.value)
    assert refusal.value.param == "iid_noise"
    assert "iid_noise is not a parameter of dataset. Did you mean iid_noise_scale?" in message
    assert all(param.name in message for param in params.DATA)
    with pytest.raises(ParamError, match=r"^zzzz is not a parameter") as refusal:
        check(params.DATA, {"zzzz": 1})
    assert "Did you mean" not in str(refusal.value)
    with pytest.raises(ParamError):
        check(params.DATA, {5: 1})  # type: ignore[dict-item]


def test_check_fills_in_every_default() -> None:
    values = check(params.DATA, {"max_translation": 0})
    assert values == {p.name: p.default for p in params.DATA} | {"max_translation": 0}


def test_padding_runs_from_fewest_to_most() -> None:
    assert check(params.DATA, {"padding": [5, 5]})["padding"] == [5, 5]
    with pytest.raises(ParamError, match="padding must be the fewest") as refusal:
        check(params.DATA, {"padding": [6, 5]})
    assert refusal.value.param == "padding"


@given(st.integers(10, 60), st.floats(0.05, 0.95))
def test_only_a_split_without_training_samples_is_refused(samples: int, split: float) -> None:
    """The oracle is the data set itself."""
    asked = {"num_samples": samples, "train_split": split}
    data = make_arrays(asked)
    if len(data["y"]) > 0:
        assert check(params.DATA, asked)["train_split"] == split
        assert len(data["y_test"]) > 0
    else:
        with pytest.raises(ParamError, match="at least one training sample"):
            check(params.DATA, asked)


@every_param
def test_schema_is_complete_strict_json(param: Param) -> None:
    schema = json.loads(json.dumps(param.schema(), allow_nan=False))
    assert {
        "name", "kind", "default", "label", "help", "group", "low", "high", "step", "unit",
        "choices", "length", "allowed", "usual",
    } <= schema.keys()  # fmt: skip
    assert schema["default"] == param.default
    assert schema["choices"] == list(param.choices)
    assert schema["allowed"] == param.allowed()
    if param.kind in NUMERIC:
        assert (schema["low"], schema["high"]) == (param.low, param.high)


def test_an_open_bound_is_null_in_the_schema() -> None:
    schema = Param("free", "float", 0.0, "Free", "Anything.", "none").schema()
    assert (schema["low"], schema["high"]) == (None, None)
    json.dumps(schema, allow_nan=False)


@every_param
def test_a_parameter_explains_itself(param: Param) -> None:
    assert param.name.isidentifier()
    assert param.label[0].isupper()
    assert param.help.endswith(".")
    assert param.group
    if param.kind in NUMERIC:
        assert math.isfinite(param.low)
        assert math.isfinite(param.high)
        assert param.step > 0
        low, high = param.usual or (param.low, param.high)
        assert param.low <= low < high <= param.high


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_no_experiment_has_a_name_twice(name: str) -> None:
    names = [param.name for param in EXPERIMENTS[name].params]
    assert len(names) == len(set(names))
    assert "seed" in names
    assert not {"preset", "out", "workers", "help"} & set(names), "taken by the command line"
