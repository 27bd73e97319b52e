"""The search for lottery tickets."""

from __future__ import annotations

from mnist1d_lab.params.discovered import modules_in
from mnist1d_lab.params.param import Param

SPARSITIES = Param(
    "sparsities", "floats", [0.0, 0.4, 0.65, 0.8, 0.9], "Levels",
    "Share of the weights removed at each level, in rising order.", "lottery", 0, 1, 0.01,
    rising=True,
)  # fmt: skip
TRIALS = Param(
    "trials", "int", 2, "Trials", "Repetitions, each from its own seed.", "lottery", 1, 50, 1,
)  # fmt: skip

# Lottery tickets in full. The defaults are the published protocol with its faults mended.

PROTOCOL = Param(
    "protocol", "choice", "fixed", "Protocol",
    "fixed; or paper-exact, the published notebook with its faults: masks come from step 1000.",
    "lottery", choices=("fixed", "paper-exact"),
)  # fmt: skip
ARM_NAMES = (
    "lottery", "random", "nested_random", "layer_random", "reinitialised", "one_shot",
    "rate_rewound",
)  # fmt: skip
ARMS = Param(
    "arms", "choices", ["lottery", "random"], "Arms",
    "What is trained beside the dense network: tickets; random masks, drawn afresh, nested, or "
    "with the tickets' layer densities; tickets with new weights; tickets pruned in one go; and "
    "tickets whose learning rate alone is rewound, their weights going on from where they are.",
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
# A criterion is the file of its name; the published one comes first, the visitor's own last.
CRITERION_NAMES = tuple(
    sorted(modules_in("pruning/criteria"), key=lambda name: (name != "magnitude", name == "custom"))
)
CRITERION = Param(
    "criterion", "choice", "magnitude", "Criterion",
    "Which weights survive: those with the largest score. Names are Zhou et al.'s (2019), with "
    "magnitude for large_final; snip_lee and movement_sanh are those papers' own methods, and "
    "snip_lee needs scope global.", "lottery", choices=CRITERION_NAMES,
)  # fmt: skip
CRITERION_CODE = Param(
    "criterion_code", "text", "", "Your criterion",
    "Python that defines score(initial, trained, gradient): arrays in, an array of scores out.",
    "lottery", length=(0, 4000),
)  # fmt: skip

# A mask drawn by hand.

OWN_MASK = Param(
    "own_mask", "text", "", "Your mask",
    "The first layer's weights that you leave: one bit each, unit by unit, packed, in base64; "
    "empty: no network of yours.", "own_mask", length=(0, 40_000),
)  # fmt: skip
OWN_REST = Param(
    "own_rest", "choice", "dense", "Behind your mask",
    "The other layers: whole (dense), or pruned to the same share, as the algorithm does (ticket).",
    "own_mask", choices=("dense", "ticket"),
)  # fmt: skip

LOTTERY = (
    PROTOCOL, ARMS, SCHEDULE, SPARSITIES, LEVELS, PRUNE_RATE, SCOPE, LAYER_RATES, PRUNE_BIASES,
    PRUNE_OUTPUT, REWIND_STEP, CRITERION, CRITERION_CODE,
)  # fmt: skip
