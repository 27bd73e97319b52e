"""Every arm at its best: what is tried, and what is chosen among."""

from __future__ import annotations

from mnist1d_lab.params.knob import KNOBS
from mnist1d_lab.params.models import BATCH_SIZE, HIDDEN, LEARNING_RATE, STEPS
from mnist1d_lab.params.param import Param

AT_BEST = Param(
    "at_best", "bool", False, "Each at its best",
    "Train every network at each of the rates below, and let samples of its own kind of data, that "
    "nobody trains on, choose. Tickets are searched for anew at each rate, which takes as many "
    "searches; the mask found at the published one is trained at the others, too.", "rivals",
)  # fmt: skip
RATES = Param(
    "rates", "floats", [0.02, 0.01, 0.005, 0.003], "Learning rates",
    "Each arm is trained at each; the published one, above, always is.", "rivals", 1e-6, 1,
    length=(1, 20),
)  # fmt: skip
DECAYS = Param(
    "decays", "choices", ["constant"], "Decays of the rate",
    "Each rate held constant, falling linearly to 0, or both tried.", "rivals",
    choices=("constant", "linear"), length=(1, 2),
)  # fmt: skip
STOPS = Param(
    "stops", "choices", ["last", "best"], "Where a training ends",
    "At its last step, at the measurement that was best on validation samples, or whichever is "
    "better.", "rivals", choices=("last", "best"), length=(1, 2),
)  # fmt: skip
RIVAL_ARM_NAMES = ("dense", "lottery", "same_mask", "reinitialised", "random")
RIVAL_ARMS = Param(
    "rivals", "choices", ["dense", "lottery", "same_mask", "reinitialised"], "Arms",
    "The dense network; tickets searched for at each rate; the mask of the published rate with its "
    "own initial weights, or with new ones, trained at each rate; random masks.", "rivals",
    choices=RIVAL_ARM_NAMES, length=(1, len(RIVAL_ARM_NAMES)),
)  # fmt: skip
CHOOSE_LEVEL = Param(
    "choose_level", "bool", False, "Choose the level",
    "Tickets at the best of their levels, instead of the last one.", "rivals",
)  # fmt: skip

# What a lead may hang on: the network, its training, or the data.
SURVIVAL_KNOBS = {p.name: p for p in (HIDDEN, STEPS, LEARNING_RATE, BATCH_SIZE)} | KNOBS
SURVIVAL_KNOB = Param(
    "knob", "choice", "steps", "Knob",
    "Which setting of the network, its training or the data to turn.", "survival",
    choices=tuple(SURVIVAL_KNOBS),
)  # fmt: skip
SURVIVAL_VALUES = Param(
    "values", "floats", [100.0, 200.0, 400.0, 800.0], "Values",
    "The knob's values; at each, every arm is at its best.", "survival",
    0, max(p.high for p in SURVIVAL_KNOBS.values()), length=(1, 20),
)  # fmt: skip
