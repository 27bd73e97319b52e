"""What the bridge says of data sets and templates, for the page's data section."""

from __future__ import annotations

import io
import json

import numpy as np
import pytest
from mnist1d_lab import ParamError, bridge
from mnist1d_lab.data import make_dataset
from mnist1d_lab.dataset import own_templates
from mnist1d_lab.dataset.fingerprint import fingerprint


def test_a_data_set_is_described_without_its_arrays() -> None:
    plain = json.loads(bridge.describe_data("{}"))
    assert plain["published"] is True
    assert plain["fingerprint"] == fingerprint(make_dataset())
    assert (plain["train_samples"], plain["test_samples"], plain["length"]) == (4000, 1000, 40)
    assert plain["classes"] == list(range(10))
    other = json.loads(bridge.describe_data(json.dumps({"seed": 43})))
    assert other["published"] is False


def test_templates_are_read_from_text_and_from_npz() -> None:
    text = "3: 5 6 6.5 6 5\n7: 5 7 6 5 4\n"
    assert bridge.read_templates("mine.csv", text.encode()) == text
    buffer = io.BytesIO()
    np.savez(buffer, x=[[5, 6, 6.5, 6, 5], [5, 7, 6, 5, 4]], y=[3, 7])
    packed = bridge.read_templates("mine.npz", buffer.getvalue())
    ours, theirs = own_templates.parse_text(packed), own_templates.parse_text(text)
    np.testing.assert_allclose(ours["x"], theirs["x"], atol=1e-12)
    assert ours["y"].tolist() == [3, 7]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("bad.csv", b"1 2 3 4\n1 2 x 4\n", "bad.csv: line 2"),
        ("bad.npz", b"PK", "bad.npz: "),
        ("bad.csv", b"\xff\xfe\x00", "bad.csv is not text in UTF-8"),
    ],
)
def test_bad_template_files_are_refused(name: str, content: bytes, reason: str) -> None:
    with pytest.raises(ParamError, match=reason):
        bridge.read_templates(name, content)
