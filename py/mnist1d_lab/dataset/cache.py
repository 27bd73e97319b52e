"""A data set kept in a pickle, as the reference package keeps it."""

from __future__ import annotations

import os
import warnings
from typing import Any

from mnist1d_lab.dataset.files.limits import DataFileError
from mnist1d_lab.dataset.files.pickled import read_pickle
from mnist1d_lab.dataset.making import Dataset, make_dataset
from mnist1d_lab.dataset.pickles import Path, to_pickle
from mnist1d_lab.dataset.settings import complete_args


def get_dataset(
    args: Any,
    path: Path | None = None,
    verbose: bool = True,
    download: bool = True,
    regenerate: bool = False,
    **kwargs: Any,
) -> Dataset:
    """The data set pickled at ``path``; where there is none, it is made from ``args`` and saved.

    ``path`` defaults to ./mnist1d_data.pkl (./mnist1d_data_shuffle.pkl with ``shuffle_seq``).
    Nothing is ever downloaded: the generator gives the published set itself, so ``download=True``
    generates too. ``regenerate=True`` (with ``download=False``) makes and saves it in any case.
    ``kwargs`` go to ``make_dataset``. A file that cannot be read is left as it is, with a warning.
    """
    if download and regenerate:  # the reference's kind of error
        raise AssertionError("Choose download or regenerate: the two exclude each other.")
    if path is None:
        path = f"./mnist1d_data{'_shuffle' if complete_args(args).shuffle_seq else ''}.pkl"
    if not regenerate and os.path.exists(path):
        found = _read_cache(path)
        if found is not None:
            if verbose:
                print(f"Read the data set from {path}.")
            return found
        return make_dataset(args, **kwargs)
    dataset = make_dataset(args, **kwargs)
    to_pickle(dataset, path)
    if verbose:
        print(f"Generated the data set and saved it to {path}.")
    return dataset


def _read_cache(path: Path) -> Dataset | None:
    """What is pickled at ``path``; None, with a warning, if nothing can be read there."""
    try:
        with open(path, "rb") as handle:
            dataset: Dataset = read_pickle(handle.read())
    except (OSError, DataFileError) as error:
        warnings.warn(
            f"{path} cannot be read and stays as it is; the data set is made anew: {error}",
            stacklevel=3,
        )
        return None
    return dataset
