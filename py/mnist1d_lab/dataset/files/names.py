"""What people call the columns and arrays that are not signals."""

from __future__ import annotations

import re

ABOUT = "about"  # our own: what the set was made from, in the first row


def _words(text: str) -> frozenset[str]:
    return frozenset(re.split(r"\s*,\s*", text))


LABELS = _words(
    "label, labels, class, classes, target, targets, y, ys, category, digit, species, activity, "
    "outcome, group, class_label, classlabel, target_class, klasse, classe, clase"
)
INDICES = _words("unnamed: 0, index, id, idx, row, rownames, row_names, sample_id")
SPLITS = _words("split, set, subset, partition, usage, train_test, dataset, part")
FLAGS = _words("is_train, is_test, train, test")
SIGNALS = _words("x, xs, data, signals, signal, features, inputs, samples, series, arr")

_PARTS = {
    "train": _words("train, training, tr, trn, learn"),
    "test": _words("test, testing, te, tst, holdout"),
    "validation": _words("val, valid, validation, dev"),
}
# Other scripts' characters too, in one piece: without them all such names would be the same.
_PIECE = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+|[^\x00-\x7f]+")


def is_known(name: str) -> bool:
    """Whether a word is rather a column's name than a label."""
    return name.casefold() in LABELS | SPLITS | FLAGS | INDICES


def split_of(word: str) -> str | None:
    """ "train", "test" or "validation" for whatever people call it; None for other words."""
    text = word.strip().casefold()
    return next((name for name, words in _PARTS.items() if text in words), None)


def split_in(name: str) -> str:
    """The split that a name has in it, as in X_train, GunPoint_TEST.tsv or testLabels; or ""."""
    pieces = [split_of(piece) for piece in _PIECE.findall(name)]
    whole = [piece for piece in pieces if piece]
    return whole[-1] if whole else ""


def without_split(name: str) -> tuple[str, ...]:
    """What is left of y_train or trainLabels: the same as of y_test and testLabels."""
    pieces = _PIECE.findall(name) or [name]
    counted = [piece for piece in pieces if not (pieces[0] == "arr" and piece.isdigit())]
    return tuple(piece.casefold() for piece in counted if split_of(piece) is None)


def is_labels(name: str) -> bool:
    """Whether an array or a file of this name holds labels: y, y_train, trainLabels."""
    return any(piece.casefold() in LABELS for piece in _PIECE.findall(name))


def is_signals(name: str) -> bool:
    """Whether an array or a file of this name holds signals: X, x_test, trainData."""
    return any(piece.casefold() in SIGNALS for piece in _PIECE.findall(name))
