"""How much of a file is read, and how one is refused."""

from __future__ import annotations

from mnist1d_lab import params

MAX_CLASSES = params.CLASSES  # the networks have ten outputs
MAX_BYTES = 100_000_000
MAX_SAMPLES = int(params.NUM_SAMPLES.high)
LENGTHS = (int(params.FINAL_SEQ_LENGTH.low), int(params.FINAL_SEQ_LENGTH.high))
# No array of a data set has more numbers than this: one row a sample, and a label before it.
MAX_NUMBERS = MAX_SAMPLES * (LENGTHS[1] + 1)

LIMITS = (
    f"Files of up to {MAX_BYTES // 1_000_000} MB, up to {MAX_SAMPLES} samples of "
    f"{LENGTHS[0]} to {LENGTHS[1]} numbers, in up to {MAX_CLASSES} classes."
)

NO_MEMORY = "there is not enough memory to read it."


class DataFileError(ValueError):
    """A file that cannot be used; the message says what is wrong with it, and where."""


def check_size(size: int) -> None:
    """Raise DataFileError for more than MAX_BYTES bytes."""
    if size > MAX_BYTES:
        raise DataFileError(
            f"it has {size / 1e6:.0f} MB, and at most {MAX_BYTES // 1_000_000} MB are read."
        )
