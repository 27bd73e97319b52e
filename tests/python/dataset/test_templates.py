"""Templates of one's own: drawn, pasted, from CSV or NPZ."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from mnist1d_lab import data
from mnist1d_lab.dataset import own_templates
from mnist1d_lab.dataset.templates import TemplateError, get_templates, make_templates


def same(ours: Any, theirs: Any) -> None:
    for key in ("x", "t", "y"):
        np.testing.assert_allclose(ours[key], theirs[key], rtol=1e-12, atol=1e-12)


def test_normalised_as_the_published_ones_and_only_once() -> None:
    made = make_templates(np.random.RandomState(0).standard_normal((4, 20)) * 50 + 7)
    np.testing.assert_allclose(6 * made["x"].std(1), 1)
    np.testing.assert_array_equal(made["x"][:, 0], 0)
    same(make_templates(made["x"]), made)


def test_pasted_numbers_in_the_usual_forms() -> None:
    text = "# mine\n0 1 2 3 0\n\n3;1;1;0;3   # a valley\n1, 2,\t3, 1,1\n"
    expected = make_templates([[0, 1, 2, 3, 0], [3, 1, 1, 0, 3], [1, 2, 3, 1, 1]])
    same(own_templates.parse_text(text), expected)


@pytest.mark.parametrize(
    "text",
    [
        "0;0,5;-0,25;1,0\n1;0;,5;2e0",
        "0\t0,5\t-0,25\t1,0\n1\t0\t0,5\t2",
        "0 0,5 -0,25 1,0\n1 0 0,5 2",
        "0: 0; 0,5; -0,25; 1,0\n1: 1; 0; 0,5; 2",
        "label;x0;x1;x2;x3\n0;0;0,5;-0,25;1,0\n1;1;0;0,5;2,0",
    ],
)
def test_decimal_commas_are_read_as_such(text: str) -> None:
    same(own_templates.parse_text(text), make_templates([[0, 0.5, -0.25, 1], [1, 0, 0.5, 2]]))


def test_labels_before_a_colon_or_under_a_header() -> None:
    expected = make_templates([[0, 1, 2, 3], [3, 1, 1, 0]], [7, 2])
    same(own_templates.parse_text("7: 0 1 2 3\n2: 3 1 1 0"), expected)
    same(own_templates.parse_text("label,x0,x1,x2,x3\n7,0,1,2,3\n2,3,1,1,0\n"), expected)


def test_round_trips() -> None:
    made = make_templates(np.random.RandomState(1).standard_normal((3, 9)), [4, 0, 9])
    same(own_templates.parse_text(own_templates.to_csv(made)), made)
    for arrays in ({"x": made["x"], "y": made["y"]}, {f"templates_{k}": made[k] for k in "xy"}):
        buffer = io.BytesIO()
        np.savez(buffer, **arrays)
        same(own_templates.parse_npz(buffer.getvalue()), made)
    same(own_templates.parse_text(own_templates.to_csv(get_templates())), get_templates())


def test_they_make_a_data_set() -> None:
    own = own_templates.parse_text("3: 0 1 2 3\n5: 3 1 1 0")
    made = data.make_arrays({"num_samples": 21, "template_len": 4}, templates=own)
    labels, counts = np.unique(np.concatenate([made["y"], made["y_test"]]), return_counts=True)
    assert (labels.tolist(), counts.tolist()) == ([3, 5], [10, 10])
    assert not data.is_published(made)


BAD_TEXT = {
    "": "There are no numbers here",
    "1 2 3 4\n1 2 3": "line 2 has 3 numbers, but line 1 has 4",
    "1 2 3": "line 1 has 3 numbers. Up to 10 templates of 4 to 60",
    "1 2 3 4\n\n5 6 seven 8": "line 3: 'seven' is not a finite number",
    "1 2 3 inf": "line 1: 'inf' is not a finite number",
    "0;0,5;0.25;1": "line 1: '0.25' is not",
    "0 1 1_0 1": "line 1: '1_0' is not a finite number",
    "0 1 1e300 1": "Template 0 has a number beyond 1e.30",
    "1 2 3 4\n2 2 2 2": "line 2: all its numbers are equal",
    "a: 1 2 3 4": "line 1: the label 'a' is not a digit",
    "12: 1 2 3 4": "line 1: the label '12' is not a digit",
    "3: 1 2 3 4\n3: 4 3 2 1": "line 2: label 3 stands in line 1 already",
    "label,a\n,": "line 2",
    "\n".join(["1 2 3 4"] * 11): "line 11: too many templates",
    "1 " * 60_000: "The text has 120000 characters",
}


@pytest.mark.parametrize("text", BAD_TEXT, ids=BAD_TEXT.values())
def test_bad_text_is_refused_with_line_and_reason(text: str) -> None:
    with pytest.raises(TemplateError, match=BAD_TEXT[text]):
        own_templates.parse_text(text)


def test_bad_arrays_are_refused() -> None:
    for x, y, reason in (
        ([1, 2, 3, 4], None, "must be a table"),
        (np.ones((2, 4)), None, "Template 0 is flat"),
        ([[1, 2, 3, np.nan]], None, "Template 0 has a number that is not finite"),
        (np.eye(11), None, "1 to 10 classes; these have 11"),
        (np.eye(3), None, "4 to 60 points; these have 3"),
        (np.eye(4), [0, 1, 2, 2], "same label"),
        (np.eye(4), [0, 1, 2, 10], "whole numbers from 0 to 9"),
        (np.eye(4), [0, 1], "one a row"),
        ([[1, 2], [3]], None, "must be a table"),
    ):
        with pytest.raises(TemplateError, match=reason):
            make_templates(x, y)


def test_bad_npz_is_refused() -> None:
    with pytest.raises(TemplateError, match="not a readable NPZ"):
        own_templates.parse_npz(b"junk")
    buffer = io.BytesIO()
    np.savez(buffer, curves=np.eye(4))
    with pytest.raises(TemplateError, match="no table of numbers named x"):
        own_templates.parse_npz(buffer.getvalue())
