"""What a found ticket is tried on, and beside what."""

from __future__ import annotations

from mnist1d_lab.params.param import Param

DATA_CONTROL_NAMES = ("same", "fresh", "shuffled", "reversed", "rolled", "chunked")
DATA_CONTROLS = Param(
    "controls", "choices", ["fresh", "reversed", "shuffled", "rolled"], "Data",
    "same: what the ticket was found on; fresh: drawn anew (data seed + 1); the others change "
    "the order of the fresh signals' positions: shuffled, reversed, rolled by half, or cut into "
    "chunks and those shuffled.", "controls", choices=DATA_CONTROL_NAMES,
    length=(1, len(DATA_CONTROL_NAMES)),
)  # fmt: skip
MASK_CONTROL_NAMES = ("dense", "lottery", "random", "reshuffled")
MASK_CONTROLS = Param(
    "mask_controls", "choices", ["dense", "lottery", "random"], "Masks",
    "No mask; the ticket's; a random one; the ticket's, reshuffled within each layer.",
    "controls", choices=MASK_CONTROL_NAMES, length=(1, len(MASK_CONTROL_NAMES)),
)  # fmt: skip
WEIGHT_CONTROL_NAMES = ("own", "reinitialised", "same_signs")
WEIGHT_CONTROLS = Param(
    "weight_controls", "choices", ["own", "reinitialised"], "Initial weights",
    "The ticket's own; drawn anew; drawn anew with the ticket's signs.", "controls",
    choices=WEIGHT_CONTROL_NAMES, length=(1, len(WEIGHT_CONTROL_NAMES)),
)  # fmt: skip

SEED_NOISE = Param(
    "seed_noise", "bool", True, "A seed's own noise",
    "Train each ticket once more, its initial weights jittered by 1e-7: what chance alone makes of "
    "the very same training.", "controls",
)  # fmt: skip
CONTROL_STEPS = Param(
    "control_steps", "int", 1000, "Control steps", "Training steps of each control.", "controls",
    1, 20000, 1, "steps",
)  # fmt: skip
CONTROL_BATCH_SIZE = Param(
    "control_batch_size", "int", 500, "Control batch size", "Samples a step in each control.",
    "controls", 1, 2000, 1, "samples",
)  # fmt: skip

# Where two trainings from one start end.

REWIND_STEPS = Param(
    "rewind_steps", "ints", [0, 20, 100, 300], "Rewind steps",
    "Steps trained before the two trainings part.", "connectivity", 0, 20000, length=(1, 20),
)  # fmt: skip
ALPHAS = Param(
    "alphas", "int", 11, "Points on the line", "Networks measured between the two solutions.",
    "connectivity", 3, 101,
)  # fmt: skip

# A ticket that was kept.

TICKET_MASK = Param(
    "mask", "text", "", "Mask",
    "The ticket's mask, one bit a weight, packed, in base64; empty: search for the ticket.",
    "ticket", length=(0, 1_000_000),
)  # fmt: skip
TICKET_ARM_NAMES = ("lottery", "reinitialised", "dense", "random")
TICKET_ARMS = Param(
    "beside", "choices", ["lottery"], "Networks",
    "What to train: the ticket; its mask with new weights; no mask; a random mask.", "ticket",
    choices=TICKET_ARM_NAMES, length=(1, len(TICKET_ARM_NAMES)),
)  # fmt: skip

# What a mask knows of the order of positions.

ROLLS = Param(
    "rolls", "ints", [1, 5, 10, 20, 30, 39], "Rolls",
    "By how many positions the signals are rolled round: all neighbours but one pair stay, all "
    "positions change.", "orders", 1, 199, length=(0, 199),
)  # fmt: skip
CHUNKS = Param(
    "chunks", "ints", [2, 5, 10, 20], "Chunks",
    "The signals are cut into chunks of so many positions, and those shuffled.", "orders", 1, 100,
    length=(0, 40),
)  # fmt: skip
TRANSLATIONS = Param(
    "translations", "ints", [48, 0], "Translations",
    "The data's largest translation, one search for each: without it a class has its place.",
    "orders", 0, 200, length=(1, 5),
)  # fmt: skip

# Networks that are never trained.

POPUP_STEPS = Param(
    "popup_steps", "int", 600, "Edge-popup's steps", "Steps in which the mask alone is trained.",
    "untrained", 1, 20000, 1, "steps",
)  # fmt: skip
POPUP_RATE = Param(
    "popup_rate", "float", 0.1, "Edge-popup's rate",
    "Step size of the scores, as published; it falls linearly to 0.", "untrained", 1e-4, 1000, 0.1,
)  # fmt: skip
