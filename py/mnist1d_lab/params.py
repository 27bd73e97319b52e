"""Every user-facing parameter, once: name, default, range, unit, help and check.

The page renders its sliders from this table, the command line its flags and the permalink its
keys, and all of them check against it, so a name, a default or a range is written nowhere else.
Which experiment takes which of them stands in ``mnist1d_lab.experiments``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

# Passed on, so that whoever uses parameters needs this module only.
from mnist1d_lab.param import Param as Param  # noqa: PLC0414
from mnist1d_lab.param import ParamError as ParamError  # noqa: PLC0414
from mnist1d_lab.param import Values as Values  # noqa: PLC0414
from mnist1d_lab.param import check_each
from mnist1d_lab.param import with_default as with_default  # noqa: PLC0414
from mnist1d_lab.param import with_defaults as with_defaults  # noqa: PLC0414

CLASSES = 10


def check(params: Iterable[Param], given: Mapping[str, Any], *, where: str = "this") -> Values:
    """``check_each``; and raises ParamError for values that do not go together."""
    values = check_each(params, given, where=where)
    _check_data(values)
    return values


def _check_data(values: Values) -> None:
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


# The data, as in mnist1d.data.get_dataset_args; the first three are the mission's sliders.

IID_NOISE = Param(
    "iid_noise_scale", "float", 0.02, "White noise", "Noise drawn anew at every position.",
    "noise", 0, 1, 0.01,
)  # fmt: skip
CORR_NOISE = Param(
    "corr_noise_scale", "float", 0.25, "Correlated noise",
    "Slow noise: random values smoothed by a Gaussian of width 2.", "noise", 0, 2, 0.01,
)  # fmt: skip
MAX_TRANSLATION = Param(
    "max_translation", "int", 48, "Translation",
    "How far, at most, the digit is shifted inside its padding.", "translation", 0, 120, 1,
    "positions",
)  # fmt: skip
FINAL_SEQ_LENGTH = Param(
    "final_seq_length", "int", 40, "Resolution",
    "How many numbers the finished signal has.", "resolution", 8, 200, 1, "numbers",
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
    "positions",
)  # fmt: skip
NUM_SAMPLES = Param(
    "num_samples", "int", 5000, "Samples", "Training and test samples together.", "size",
    10, 20000, 10, "samples",
)  # fmt: skip
TRAIN_SPLIT = Param(
    "train_split", "float", 0.8, "Training share", "Share of the samples used for training.",
    "size", 0.05, 0.95, 0.05,
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
    "A data set in NPZ or CSV, instead of the generator; empty: the generator.", "own",
    length=(0, 500),
)  # fmt: skip

ANALYSIS = Param(
    "analysis", "choice", "none", "Analysis",
    "Beside the data: class means with bands, principal components and nearest-neighbour "
    "accuracy (summary), and a t-SNE map of some test samples as well (tsne).", "analysis",
    choices=("none", "summary", "tsne"),
)  # fmt: skip

DATA = (
    IID_NOISE, CORR_NOISE, MAX_TRANSLATION, FINAL_SEQ_LENGTH, PADDING, SCALE_COEFF, SHEAR_SCALE,
    TEMPLATE_LEN, NUM_SAMPLES, TRAIN_SPLIT, SHUFFLE_SEQ, TEMPLATES, DATA_FILE, DATA_SEED,
)  # fmt: skip

# Where only data is made, nothing else is random: its seed is then simply "seed".
DATA_ALONE = (*DATA[:-1], replace(DATA_SEED, name="seed", label="Seed"))

# Models and their training.

MODEL_NAMES = ("linear", "mlp", "cnn", "gru")

MODEL = Param(
    "model", "choice", "mlp", "Model",
    "linear (logistic regression), mlp (residual, as published), cnn or gru.", "model",
    choices=MODEL_NAMES,
)  # fmt: skip
HIDDEN = Param(
    "hidden", "int", 256, "Hidden units", "Width of each hidden layer of the MLP.", "model",
    1, 1000, 1, "units",
)  # fmt: skip
DEPTH = Param(
    "depth", "int", 2, "Hidden layers",
    "Hidden layers of the MLP; all but the first are residual, as published.", "model",
    1, 8, 1, "layers",
)  # fmt: skip
ACTIVATION = Param(
    "activation", "choice", "relu", "Activation",
    "Nonlinearity of the MLP and the CNN; identity leaves them linear.", "model",
    choices=("relu", "leaky_relu", "tanh", "sigmoid", "identity"),
)  # fmt: skip
DROPOUT = Param(
    "dropout", "float", 0.0, "Dropout",
    "Share of the hidden values set to zero at each training step: after every hidden layer of the "
    "MLP, before the last layer of the CNN and the GRU.", "model", 0, 0.9, 0.05,
)  # fmt: skip
INITIALISER = Param(
    "initialiser", "choice", "pytorch", "Initial weights",
    "pytorch (its default, as published), he, xavier or orthogonal; all but the first start with "
    "biases of zero.", "model", choices=("pytorch", "he", "xavier", "orthogonal"),
)  # fmt: skip
STEPS = Param(
    "steps", "int", 600, "Steps", "Training steps (at each level, when pruning).", "training",
    1, 20000, 1, "steps",
)  # fmt: skip
BATCH_SIZE = Param(
    "batch_size", "int", 100, "Batch size", "Samples a step: consecutive slices of the "
    "training set, and all of it where it is smaller.", "training", 1, 2000, 1, "samples",
)  # fmt: skip
LEARNING_RATE = Param(
    "learning_rate", "float", 0.01, "Learning rate", "Step size of the optimiser.", "training",
    1e-6, 1, 0.001,
)  # fmt: skip
OPTIMIZER = Param(
    "optimizer", "choice", "adam", "Optimiser",
    "Adam, or sgd: stochastic gradient descent with momentum.", "training",
    choices=("adam", "sgd"),
)  # fmt: skip
MOMENTUM = Param(
    "momentum", "float", 0.9, "Momentum",
    "Share of the last step's velocity kept in the next one; for sgd only.", "training",
    0, 0.99, 0.01,
)  # fmt: skip
WEIGHT_DECAY = Param(
    "weight_decay", "float", 0.0, "Weight decay",
    "Pulls weights towards zero: this times each weight is added to its gradient (L2).",
    "training", 0, 1, 0.0001,
)  # fmt: skip
EVAL_EVERY = Param(
    "eval_every", "int", 100, "Evaluate every", "Steps between two measurements.", "training",
    1, 20000, 1, "steps",
)  # fmt: skip
SEED = Param(
    "seed", "int", 0, "Seed", "Seed of the initial weights and the random masks.", "seed",
    0, 2**32 - 1,
)  # fmt: skip

# What every experiment that trains takes, each with its own defaults (see ``with_defaults``).
MODEL_OPTIONS = (HIDDEN, DEPTH, ACTIVATION, DROPOUT, INITIALISER)
TRAINING = (STEPS, BATCH_SIZE, LEARNING_RATE, OPTIMIZER, MOMENTUM, WEIGHT_DECAY, EVAL_EVERY)

# Lottery tickets.

SPARSITIES = Param(
    "sparsities", "floats", [0.0, 0.4, 0.65, 0.8, 0.9], "Levels",
    "Share of the weights removed at each level, in rising order.", "lottery", 0, 1, 0.01,
)  # fmt: skip
TRIALS = Param(
    "trials", "int", 2, "Trials", "Repetitions, each from its own seed.", "lottery", 1, 50, 1,
)  # fmt: skip

# How a run is spread over this machine, and who computes.

BACKEND_NAMES = ("simd-relaxed", "simd", "numpy")  # the best first
BACKEND = Param(
    "backend", "choice", "auto", "Backend",
    "Who computes: the page's own kernels, so that a run of the page repeats to the bit, or NumPy. "
    "auto takes the first of these that runs here.", "executor", choices=("auto", *BACKEND_NAMES),
)  # fmt: skip
WORKERS = Param(
    "workers", "int", 1, "Workers", "Processes that share the tasks.", "executor", 1, 64, 1,
    "processes",
)  # fmt: skip

# Models side by side.

MODELS = Param(
    "models", "choices", list(MODEL_NAMES), "Models", "Which models to train.", "model",
    choices=MODEL_NAMES, length=(1, len(MODEL_NAMES)),
)  # fmt: skip
SEEDS = Param(
    "seeds", "int", 1, "Seeds", "How many seeds to train each model from.", "training", 1, 50, 1
)
SHUFFLED = Param(
    "shuffled", "choice", "no", "Positions shuffled",
    "Train on the signals as they are, with their positions shuffled, or both.", "training",
    choices=("no", "yes", "both"),
)  # fmt: skip
KEEP_WEIGHTS = Param(
    "keep_weights", "bool", False, "Keep the weights",
    "Put the trained weights into the record, to download them with the rest.", "training",
)  # fmt: skip

# Accuracy against a data parameter.

KNOB_NAMES = tuple(p.name for p in DATA if p.kind in ("int", "float") and p.name != "data_seed")
KNOB = Param(
    "knob", "choice", "iid_noise_scale", "Knob", "Which parameter of the data to turn.", "knob",
    choices=KNOB_NAMES,
)  # fmt: skip
KNOB_VALUES = Param(
    "values", "floats", [], "Values", "The knob's values; empty: spread evenly over the range.",
    "knob", 0, 20000, length=(0, 40),
)  # fmt: skip
KNOB_RANGE = Param(
    "range", "floats", [], "Range", "Lowest and highest value; empty: the knob's usual range.",
    "knob", 0, 20000, length=(0, 2),
)  # fmt: skip
KNOB_POINTS = Param(
    "points", "int", 5, "Points", "How many values to spread over the range.", "knob", 2, 40
)

# The gradient check and the speed measurement.

SAMPLES = Param(
    "samples", "int", 10, "Samples", "Training samples that the loss is averaged over.",
    "gradcheck", 1, 500, 1, "samples",
)  # fmt: skip
ENTRIES = Param(
    "entries", "int", 20, "Entries", "How many entries of each parameter to check, at random.",
    "gradcheck", 1, 2000, 1, "entries",
)  # fmt: skip
BACKENDS = Param(
    "backends", "choice", "all", "Backends",
    "all that run here, best (the one that trains), or numpy.", "speed",
    choices=("all", "best", "numpy"),
)  # fmt: skip
SPARSITY = Param(
    "sparsity", "float", 0.0, "Sparsity", "Share of the weights pruned at random beforehand.",
    "speed", 0, 0.999, 0.05,
)  # fmt: skip
SECONDS = Param(
    "seconds", "float", 0.5, "Seconds", "How long to measure each model on each backend.",
    "speed", 0.05, 30, 0.1, "s",
)  # fmt: skip

# Lottery tickets in full. The defaults are the published protocol with its faults mended.

PROTOCOL = Param(
    "protocol", "choice", "fixed", "Protocol",
    "fixed; or paper-exact, the published notebook with its faults: masks come from step 1000.",
    "lottery", choices=("fixed", "paper-exact"),
)  # fmt: skip
ARM_NAMES = ("lottery", "random", "nested_random", "layer_random", "reinitialised", "one_shot")
ARMS = Param(
    "arms", "choices", ["lottery", "random"], "Arms",
    "What is trained beside the dense network: tickets; random masks, drawn afresh, nested, or "
    "with the tickets' layer densities; tickets with new weights; tickets pruned in one go.",
    "lottery", choices=ARM_NAMES, length=(1, len(ARM_NAMES)),
)  # fmt: skip
SCHEDULE = Param(
    "schedule", "choice", "list", "Schedule",
    "The levels: the list given, linear from 0 to 1 (as published), or geometric: a share of "
    "what is left each round.", "lottery", choices=("list", "linear", "geometric"),
)  # fmt: skip
LEVELS = Param(
    "levels", "int", 12, "Number of levels", "For the linear and the geometric schedule.",
    "lottery", 2, 200,
)  # fmt: skip
PRUNE_RATE = Param(
    "prune_rate", "float", 0.2, "Share a round",
    "For the geometric schedule: the share of the survivors removed each round.", "lottery",
    0.01, 0.9, 0.01,
)  # fmt: skip
SCOPE = Param(
    "scope", "choice", "layerwise", "Scope",
    "Rank the weights within each layer, or all layers together.", "lottery",
    choices=("layerwise", "global"),
)  # fmt: skip
LAYER_RATES = Param(
    "layer_rates", "floats", [], "Rates by layer",
    "Layerwise only, one number a layer: at sparsity s a layer keeps (1 - s)^rate of its weights. "
    "Empty: 1 everywhere; 1,1,0.5 prunes the output layer at half the rate.", "lottery",
    0, 4, 0.1, length=(0, 20),
)  # fmt: skip
PRUNE_BIASES = Param(
    "prune_biases", "bool", True, "Prune biases", "Biases are ranked with the weights.", "lottery"
)
PRUNE_OUTPUT = Param(
    "prune_output", "bool", True, "Prune the output layer", "Or leave it dense.", "lottery"
)
REWIND_STEP = Param(
    "rewind_step", "int", 0, "Rewind to step",
    "Survivors return to their value at this step of the dense training; 0: to initialisation.",
    "lottery", 0, 20000, 1, "steps",
)  # fmt: skip
CRITERION_NAMES = (
    "magnitude", "large_final", "small_final", "large_init", "large_init_large_final",
    "magnitude_increase", "movement", "snip", "gradient", "random", "custom",
)  # fmt: skip
CRITERION = Param(
    "criterion", "choice", "magnitude", "Criterion",
    "Which weights survive: those with the largest score.", "lottery", choices=CRITERION_NAMES,
)  # fmt: skip
CRITERION_CODE = Param(
    "criterion_code", "text", "", "Your criterion",
    "Python that defines score(initial, trained, gradient): arrays in, an array of scores out.",
    "lottery", length=(0, 4000),
)  # fmt: skip

LOTTERY = (
    PROTOCOL, ARMS, SCHEDULE, SPARSITIES, LEVELS, PRUNE_RATE, SCOPE, LAYER_RATES, PRUNE_BIASES,
    PRUNE_OUTPUT, REWIND_STEP, CRITERION, CRITERION_CODE,
)  # fmt: skip

# What a found ticket is tried on.

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
TICKET_FROM = Param(
    "ticket_from", "choice", "each", "Tickets found on",
    "each: a new search at every value of the knob; source: one search on the data above, whose "
    "ticket is then trained at every value.", "knob", choices=("each", "source"),
)  # fmt: skip
REWIND_STEPS = Param(
    "rewind_steps", "ints", [0, 20, 100, 300], "Rewind steps",
    "Steps trained before the two trainings part.", "connectivity", 0, 20000, length=(1, 20),
)  # fmt: skip
ALPHAS = Param(
    "alphas", "int", 11, "Points on the line", "Networks measured between the two solutions.",
    "connectivity", 3, 101,
)  # fmt: skip
CONTROL_STEPS = Param(
    "control_steps", "int", 1000, "Control steps", "Training steps of each control.", "controls",
    1, 20000, 1, "steps",
)  # fmt: skip
CONTROL_BATCH_SIZE = Param(
    "control_batch_size", "int", 500, "Control batch size", "Samples a step in each control.",
    "controls", 1, 2000, 1, "samples",
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
