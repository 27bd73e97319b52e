"""What a data set is made from, or read from."""

from __future__ import annotations

from dataclasses import replace

from mnist1d_lab.params.param import Param, ParamError, Values

CLASSES = 10

# The data, as in mnist1d.data.get_dataset_args; the first three are the mission's sliders.

IID_NOISE = Param(
    "iid_noise_scale", "float", 0.02, "White noise", "Noise drawn anew at every position.",
    "noise", 0, 1, 0.01, usual=(0, 0.2),
)  # fmt: skip
CORR_NOISE = Param(
    "corr_noise_scale", "float", 0.25, "Correlated noise",
    "Slow noise: random values smoothed by a Gaussian of width 2.", "noise", 0, 2, 0.01,
    usual=(0, 1),
)  # fmt: skip
MAX_TRANSLATION = Param(
    "max_translation", "int", 48, "Translation",
    "How far, at most, the digit is shifted inside its padding.", "translation", 0, 120, 1,
    "positions", usual=(0, 48),
)  # fmt: skip
FINAL_SEQ_LENGTH = Param(
    "final_seq_length", "int", 40, "Resolution",
    "How many numbers the finished signal has.", "resolution", 8, 200, 1, "numbers",
    usual=(10, 80),
)  # fmt: skip
PADDING = Param(
    "padding", "ints", [36, 60], "Padding",
    "Fewest and most zeros put behind the template before it is shifted.", "shape", 0, 200, 1,
    "positions", length=(2, 2),
)  # fmt: skip
SCALE_COEFF = Param(
    "scale_coeff", "float", 0.4, "Scale", "How much the height of a digit varies.", "shape",
    0, 2, 0.05,
)  # fmt: skip
SHEAR_SCALE = Param(
    "shear_scale", "float", 0.75, "Shear", "How much a straight slope is added or taken away.",
    "shape", 0, 3, 0.05,
)  # fmt: skip
TEMPLATE_LEN = Param(
    "template_len", "int", 12, "Template length",
    "With the padding's upper end, the common length that padded templates are stretched to.",
    "shape", 4, 60, 1,
    "positions", usual=(4, 36),
)  # fmt: skip
NUM_SAMPLES = Param(
    "num_samples", "int", 5000, "Samples", "Training and test samples together.", "size",
    10, 20000, 10, "samples", usual=(500, 10000),
)  # fmt: skip
TRAIN_SPLIT = Param(
    "train_split", "float", 0.8, "Training share", "Share of the samples used for training.",
    "size", 0.05, 0.95, 0.05, usual=(0.1, 0.9),
)  # fmt: skip
SHUFFLE_SEQ = Param(
    "shuffle_seq", "bool", False, "Shuffle positions",
    "Put the positions of every signal in one fixed random order.", "shape",
)  # fmt: skip
DATA_SEED = Param(
    "data_seed", "int", 42, "Data seed", "Seed of the random stream that draws the data.",
    "seed", 0, 2**32 - 1,
)  # fmt: skip

# Own data; empty means the ten published templates and the generator.
TEMPLATES = Param(
    "templates", "text", "", "Own templates",
    "One line a template: its numbers, separated by blanks or commas; empty: the published ten.",
    "own", length=(0, 20000),
)  # fmt: skip
DATA_FILE = Param(
    "data_file", "text", "", "Own data file",
    "A data set (CSV, TSV, TXT, TS, ARFF, NPZ, NPY, ZIP, Parquet, the reference's pickle) instead "
    "of the generator; names of two files are joined by ' + '; empty: the generator.", "own",
    length=(0, 500),
)  # fmt: skip
DATA_READING = Param(
    "data_reading", "text", "", "How the file is read",
    "What is not to be guessed of the own data file, such as label=last, decimal=comma, "
    "scale=whole; empty: everything is found out. Of delimiter, decimal, header, label, index, "
    "split, ignore, gaps, order, scale, length.", "own",
    length=(0, 1000),
)  # fmt: skip

ANALYSIS = Param(
    "analysis", "choice", "none", "Analysis",
    "Beside the data: class means with bands, principal components and nearest-neighbour "
    "accuracy (summary), and a t-SNE map of some test samples as well (tsne).", "analysis",
    choices=("none", "summary", "tsne"),
)  # fmt: skip

# What the generator reads, besides a seed. A parameter that is put here has everything but its
# effect, which is dataset/pipeline.py's; a test asks that each has one.
GENERATOR = (
    IID_NOISE, CORR_NOISE, MAX_TRANSLATION, FINAL_SEQ_LENGTH, PADDING, SCALE_COEFF, SHEAR_SCALE,
    TEMPLATE_LEN, NUM_SAMPLES, TRAIN_SPLIT, SHUFFLE_SEQ,
)  # fmt: skip
DATA = (*GENERATOR, TEMPLATES, DATA_FILE, DATA_READING, DATA_SEED)

# Where only data is made, nothing else is random: its seed is then simply "seed".
DATA_ALONE = (*DATA[:-1], replace(DATA_SEED, name="seed", label="Seed"))


def data_note(values: Values) -> str | None:
    """The data's settings in words: what differs from the published ones, or "published".

    None for parameters of which none is of the data.
    """
    of_data = {param.name: param.default for param in DATA}
    if not of_data.keys() & values.keys():
        return None
    if "data_seed" not in values and "seed" in values:  # data alone: see DATA_ALONE
        values = {**values, "data_seed": values["seed"]}
    differs = {n: values[n] for n, usual in of_data.items() if values.get(n, usual) != usual}
    if "templates" in differs:
        differs["templates"] = "own"
    return ", ".join(f"{name}={_short(value)}" for name, value in differs.items()) or "published"


def _short(value: object) -> str:
    return "-".join(map(str, value)) if isinstance(value, list) else str(value)


def check_data(values: Values) -> None:
    """What no single parameter of the data can check; any of them may be missing."""
    few, many = values.get("padding", (0, 0))
    if few > many:
        raise ParamError(
            "padding", f"padding must be the fewest zeros, then the most; got {few}, {many}."
        )
    # Each class gets equally many samples; the split rounds the training set down.
    made = values.get("num_samples", 0) // CLASSES * CLASSES
    if made and "train_split" in values and int(made * values["train_split"]) == 0:
        raise ParamError(
            "train_split",
            f"train_split must leave at least one training sample: {values['train_split']:g} of "
            f"{made} samples is less, so it must be {1 / made:g} to {TRAIN_SPLIT.high:g}.",
        )
