"""NumPy, and the names and shapes that scikit-learn, Keras and PyTorch people give to arrays."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import numpy as np

from tests.corpus.case import LENGTH, SPLITS, TRAIN, WORDS, Case, X, Y, samples


def npz(compressed: bool = False, *unnamed: Any, **arrays: Any) -> dict[str, bytes]:
    buffer = io.BytesIO()
    (np.savez_compressed if compressed else np.savez)(buffer, *unnamed, **arrays)
    return {"set.npz": buffer.getvalue()}


def npy(array: Any) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


def text(array: Any, name: str = "set.txt", **options: Any) -> dict[str, bytes]:
    buffer = io.BytesIO()
    np.savetxt(buffer, array, **options)
    return {name: buffer.getvalue()}


DIVIDED = (X[:TRAIN], X[TRAIN:], Y[:TRAIN], Y[TRAIN:])  # as train_test_split gives them


def cases() -> Iterator[Case]:
    yield from texts()
    yield from named()
    yield from shapes()
    yield from files()


def texts() -> Iterator[Case]:
    both = np.column_stack([Y, X])
    names = ",".join(["label", *(f"x{i}" for i in range(LENGTH))])
    yield Case("NumPy savetxt", text(both), samples(), found={"delimiter": "space", "label": "1"})
    yield Case("NumPy savetxt with header", text(both, delimiter=",", header=names), samples(),
               found={"header": "yes"})  # fmt: skip
    last = text(np.column_stack([X, Y]), "set.csv", delimiter=",", fmt="%.4f")
    yield Case("NumPy savetxt, label last", last, samples(), found={"label": "9"})
    plain = text(both, "set.csv", delimiter=",", header=names, comments="", footer="# the end")
    yield Case("NumPy savetxt, plain header", plain, samples())


def named() -> Iterator[Case]:
    x, x_test, y, y_test = DIVIDED
    divided = samples(splits=SPLITS)
    keras = npz(x_train=x, y_train=y, x_test=x_test, y_test=y_test)
    yield Case("Keras mnist.npz", keras, divided)
    sklearn = npz(X_train=x, X_test=x_test, y_train=y, y_test=y_test)
    yield Case("scikit-learn names", sklearn, divided)
    yield Case("x, y, x_test, y_test", npz(x=x, y=y, x_test=x_test, y_test=y_test), divided)
    words = npz(trainData=x, trainLabels=y, testData=x_test, testLabels=y_test)
    yield Case("trainData and trainLabels", words, divided)
    yield Case("X and y", npz(X=X, y=Y), samples())
    yield Case("data and target", npz(data=X, target=Y), samples())
    yield Case("features and labels", npz(True, features=X, labels=WORDS), samples(WORDS))
    yield Case("other arrays beside", npz(x=X, y=Y, t=np.arange(LENGTH), weights=np.ones(3)),
               samples())  # fmt: skip
    yield Case("savez without names", npz(False, X, Y), samples())
    yield Case("savez of train_test_split", npz(False, *DIVIDED), divided)


def shapes() -> Iterator[Case]:
    onehot = np.eye(3)[Y]
    yield Case("Keras channels and one-hot", npz(x=X[..., None], y=onehot), samples())
    yield Case("PyTorch channels", npz(x=X[:, None, :], y=Y[:, None]), samples())
    single = X.astype(np.float32)
    yield Case("float32", npz(x=single, y=Y.astype(np.uint8)), samples(x=single))
    yield Case("big-endian", npz(x=X.astype(">f8"), y=Y.astype(">i4")), samples())
    yield Case("bytes as labels", npz(x=X, y=WORDS.astype("S3")), samples(WORDS))
    yield Case("labels as floats", npz(x=X, y=Y * 1.0), samples())
    signs = np.where(Y > 0, 1, -1)
    yield Case("labels -1 and 1", npz(x=X, y=signs), samples(signs), notes=("-1 is 0, 1 is 1",))
    whole = (X * 100).astype(np.int16)
    yield Case("whole numbers", npz(x=whole, y=Y > 1), samples(Y > 1, whole))
    yield Case("Fortran order", npz(x=np.asfortranarray(X), y=Y), samples())


def files() -> Iterator[Case]:
    x, x_test, y, y_test = DIVIDED
    yield Case("a pair of NPY files", {"X.npy": npy(X), "y.npy": npy(Y)}, samples())
    four = {"X_train.npy": npy(x), "X_test.npy": npy(x_test), "y_train.npy": npy(y),
            "y_test.npy": npy(y_test)}  # fmt: skip
    yield Case("four NPY files", four, samples(splits=SPLITS))
    table = np.column_stack([Y, X])
    yield Case("one NPY table", {"set.npy": npy(table)}, samples(), found={"label": "1"})
    one = {"set.npy": npy(np.asfortranarray(np.column_stack([X, Y])))}
    yield Case("one NPY table, label last", one, samples(), reading="label=last")
    lines = {
        name: text(array, delimiter=",")["set.txt"]
        for name, array in zip(
            ("X_train.csv", "X_test.csv", "y_train.csv", "y_test.csv"), DIVIDED, strict=True
        )
    }
    yield Case("scikit-learn, four CSV files", lines, samples(splits=SPLITS))
