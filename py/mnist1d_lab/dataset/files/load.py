"""A data set out of files: what was understood of them, and the set itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mnist1d_lab import params
from mnist1d_lab.dataset.files.archive import File
from mnist1d_lab.dataset.files.extras import coordinate_of, settings_of, templates_of
from mnist1d_lab.dataset.files.limits import DataFileError
from mnist1d_lab.dataset.files.options import Options
from mnist1d_lab.dataset.files.order import SEED, seeded_order
from mnist1d_lab.dataset.files.reader import naming, read_parts
from mnist1d_lab.dataset.files.samples import Samples, samples_of
from mnist1d_lab.dataset.files.scale import scale_of, scaled
from mnist1d_lab.dataset.files.settings_text import Settings
from mnist1d_lab.dataset.files.telling import told
from mnist1d_lab.dataset.files.understood import Understood, understood_of
from mnist1d_lab.dataset.fingerprint import fingerprint, is_published

Rows = npt.NDArray[np.intp]
Dataset = dict[str, Any]


@dataclass(frozen=True, repr=False)
class LoadedData:
    """A data set from files, the settings found in them (None: they have none), and remarks.

    ``dataset`` is as ``make_dataset`` gives it, with ``class_names`` where the labels were no
    digits.
    """

    dataset: Dataset
    args: Settings | None
    notes: tuple[str, ...]
    understood: Understood

    def __repr__(self) -> str:
        return told(self.understood, self.notes)


def load(files: Sequence[File], options: Options) -> LoadedData:
    """The data set in the files; DataFileError says what is wrong, and where."""
    parts = read_parts(files, options)
    with naming(" + ".join(name for name, _ in files)):
        samples = samples_of(parts, options)
        dataset, order_notes = _dataset(samples, options)
        args = settings_of(samples.extras)
    scale = scale_of(dataset["x"])
    notes = [*samples.notes, *order_notes]
    if not (scale.usual or options.scale):
        notes.append(scale.note)
    understood = understood_of([name for name, _ in files], parts, samples, dataset, options)
    dataset["x"], dataset["x_test"] = scaled(dataset["x"], dataset["x_test"], options.scale)
    return LoadedData(dataset, args, tuple(notes), understood)


def _dataset(samples: Samples, options: Options) -> tuple[Dataset, list[str]]:
    """The set before any scaling, and how its rows were ordered."""
    # A file's coordinate and templates belong to its own numbers, not to others made of them.
    extras = {} if options.length else samples.extras
    train, test, notes = _divided(samples)
    if options.order == "file":
        train, test = np.sort(train), np.sort(test)
    dataset = _of_rows(samples, train, test, extras)
    if options.order == "file" or _is_known(dataset, samples.extras):
        return dataset, notes
    train = train[seeded_order(samples.x[train], samples.y[train])]
    note = f"The training rows were put in a random order (seed {SEED}), whatever the file's was."
    return _of_rows(samples, train, test, extras), [*notes, note]


def _divided(samples: Samples) -> tuple[Rows, Rows, list[str]]:
    """The rows for training and for testing, in the file's order if it says which they are."""
    splits = np.array(samples.splits, dtype=object)
    notes: list[str] = []
    if (splits == "").all():
        order = seeded_order(samples.x, samples.y)
        cut = int(len(order) * params.TRAIN_SPLIT.default)
        train, test = order[:cut], order[cut:]
        notes = [
            f"The file names no test samples: {len(test)} of its {len(order)} rows, drawn at "
            f"random (seed {SEED}), were set aside for testing."
        ]
    else:
        train, test = np.flatnonzero(splits != "test"), np.flatnonzero(splits == "test")
    if not (len(train) and len(test)):
        raise DataFileError("it needs at least one training and one test sample.")
    return train, test, notes


def _of_rows(samples: Samples, train: Rows, test: Rows, extras: Mapping[str, Any]) -> Dataset:
    dataset: Dataset = {
        "x": samples.x[train], "x_test": samples.x[test],
        "y": samples.y[train], "y_test": samples.y[test],
        "t": coordinate_of(extras, samples.x.shape[1]),
    }  # fmt: skip
    templates = templates_of(extras)
    if templates is not None:
        dataset["templates"] = templates
    if samples.classes.note:
        dataset["class_names"] = list(samples.classes.names)
    return dataset


def _is_known(dataset: Dataset, extras: Mapping[str, Any]) -> bool:
    """Whether the rows stand in the order in which a generator put them: the set is unchanged."""
    said = str(extras.get("fingerprint", ""))
    return fingerprint(dataset) == said or is_published(dataset)
