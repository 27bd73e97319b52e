"""A mask as text, for a parameter: its packed bits in base64."""

from __future__ import annotations

import base64

import numpy as np

from mnist1d_lab.params import ParamError
from mnist1d_lab.pruning.masks import Mask


def encode_mask(mask: Mask) -> str:
    """The text for a mask; its bits in the order in which they lie, the highest of a byte first."""
    return base64.b64encode(np.packbits(mask).tobytes()).decode()


def decode_mask(text: str, size: int, param: str = "mask", of: str = "the network's") -> Mask:
    """The mask (size,) of ``encode_mask``; ParamError for ``param`` where it does not fit.

    ``of`` says whose weights the ``size`` bits are for.
    """
    try:
        packed = np.frombuffer(base64.b64decode(text, validate=True), np.uint8)
    except ValueError as error:  # binascii's own error is one, letters beyond ASCII are another
        raise ParamError(param, f"{param} must be base64: {error}.") from error
    if packed.size != (size + 7) // 8:
        raise ParamError(
            param, f"{param} must have a bit for each of {of} {size} weights, packed into "
            f"{(size + 7) // 8} bytes; got {packed.size}.",
        )  # fmt: skip
    return np.unpackbits(packed, count=size).astype(np.bool_)
