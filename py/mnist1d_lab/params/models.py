"""Models and their training."""

from __future__ import annotations

from mnist1d_lab.params.param import Param

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
RESHUFFLE = Param(
    "reshuffle", "bool", False, "Reshuffle each epoch",
    "Put the training set into a new random order before each round through it; as published, "
    "every round has the same batches.", "training",
)  # fmt: skip
LEARNING_RATE = Param(
    "learning_rate", "float", 0.01, "Learning rate", "Step size of the optimiser.", "training",
    1e-6, 1, 0.001,
)  # fmt: skip
RATE_DECAY = Param(
    "rate_decay", "choice", "constant", "Decay of the rate",
    "constant, as published; or linear: in equal steps from the learning rate to 0 at the end.",
    "training", choices=("constant", "linear"),
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
TRAINING = (
    STEPS, BATCH_SIZE, RESHUFFLE, LEARNING_RATE, RATE_DECAY, OPTIMIZER, MOMENTUM, WEIGHT_DECAY,
    EVAL_EVERY,
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
    "Put the trained weights, and what the optimiser remembers, into the record, to download them "
    "with the rest and to go on training.", "training",
)  # fmt: skip
