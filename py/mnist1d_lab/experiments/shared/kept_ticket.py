"""A kept ticket read back: by which parameters it is trained again, and which ticket it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from mnist1d_lab.experiments.shared.mask_text import encode_mask
from mnist1d_lab.params import Values


class Kept(Protocol):
    """What is read of a record here."""

    params: dict[str, Any]
    arrays: dict[str, NDArray[Any]]


def recipe(record: Kept) -> Values:
    """The parameters of a record's run, a ticket's mask among them.

    A run that searched for its ticket has the mask in its arrays ``mask/...`` only, in the order of
    the weights. By its parameters alone it would be searched for again: on other data another one.
    """
    bits = [array.ravel() for name, array in record.arrays.items() if name.startswith("mask/")]
    if not bits or record.params.get("mask", None) != "":
        return dict(record.params)
    return {**record.params, "mask": encode_mask(np.concatenate(bits).astype(np.bool_))}


def ticket_hash(rows: Sequence[Mapping[str, Any]]) -> str | None:
    """The hash of the ticket's initial weights; None where no ticket was trained."""
    found = (r.get("initial_hash") for r in rows if r.get("arm") == "lottery" and r.get("final"))
    return next((str(hash_) for hash_ in found if hash_), None)
