"""Every criterion against its definition, the gradient ones against central differences."""

import dataclasses

import numpy as np
import pytest
from mnist1d_lab.events import Checkpoint
from mnist1d_lab.experiments import get_experiment
from mnist1d_lab.experiments.shared.ticket_search import TicketSearch
from mnist1d_lab.nn.network import Network
from mnist1d_lab.nn.optimisers import build_optimiser
from mnist1d_lab.ops import get_ops
from mnist1d_lab.params import CRITERION_NAMES, ParamError
from mnist1d_lab.pruning.criteria import Evidence, get_criterion, ranks
from mnist1d_lab.pruning.lottery import find_tickets
from mnist1d_lab.pruning.masks import keep_largest
from scipy.stats import rankdata

INITIAL = np.array([0.5, -2.0, 1.0, -0.1])
TRAINED = np.array([-1.0, 1.5, 1.0, 0.3])
GRADIENT = np.array([0.2, -0.1, 0.0, 3.0])


def evidence(code: str = "") -> Evidence:
    return Evidence(
        INITIAL,
        TRAINED,
        lambda weights: GRADIENT * weights,
        np.random.default_rng(0),
        code,
        first_gradient=lambda: GRADIENT,
        outward=np.array([1.0, -2.0, 0.5, 0.0]),
        rivals=[np.array([0, 1, 2, 3])],
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("magnitude", [1.0, 1.5, 1.0, 0.3]),
        ("large_final", [1.0, 1.5, 1.0, 0.3]),
        ("small_final", [-1.0, -1.5, -1.0, -0.3]),
        ("large_init", [0.5, 2.0, 1.0, 0.1]),
        ("large_init_large_final", [2, 4, 2.5, 1]),  # ranks 2 4 3 1 and 2.5 4 2.5 1
        ("magnitude_increase", [0.5, -0.5, 0.0, 0.2]),
        ("movement", [1.5, 3.5, 0.0, 0.4]),
        ("movement_sanh", [1.0, -2.0, 0.5, 0.0]),
        ("large_final_same_sign", [0, 0, 1.0, 0]),
        ("snip", abs(INITIAL * GRADIENT * INITIAL)),
        ("snip_lee", abs(INITIAL * GRADIENT)),
        ("gradient", abs(GRADIENT * INITIAL)),
        ("gradient_final", abs(GRADIENT * TRAINED)),
    ],
)
def test_scores_are_their_definitions(name, expected):
    assert get_criterion(name)(evidence()) == pytest.approx(expected)


def test_what_kept_its_sign_scores_its_own_size():
    given = dataclasses.replace(evidence(), trained=np.array([2.0, -3.0, -0.5, -0.25]))
    assert get_criterion("large_final_same_sign")(given).tolist() == [2.0, 3.0, 0.0, 0.25]


@pytest.mark.parametrize("name", [name for name in CRITERION_NAMES if name != "custom"])
def test_every_criterion_gives_each_weight_a_score_and_leaves_the_evidence_alone(name):
    given = evidence()
    scores = get_criterion(name)(given)
    assert scores.shape == TRAINED.shape
    assert np.isfinite(scores).all()
    assert np.array_equal(scores, get_criterion(name)(evidence()))
    assert given.initial is INITIAL
    assert INITIAL.tolist() == [0.5, -2.0, 1.0, -0.1]
    assert TRAINED.tolist() == [-1.0, 1.5, 1.0, 0.3]


def test_the_published_criterion_comes_first_and_the_visitors_own_last():
    assert (CRITERION_NAMES[0], CRITERION_NAMES[-1]) == ("magnitude", "custom")
    assert len(set(CRITERION_NAMES)) == len(CRITERION_NAMES) >= 11


def test_own_criterion_sees_the_evidence_and_cannot_change_it():
    code = "def score(initial, trained, gradient):\n    trained *= 0\n    return initial + gradient"
    given = evidence(code)
    assert get_criterion("custom")(given) == pytest.approx(INITIAL + GRADIENT * TRAINED)
    assert given.trained.any()


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("def scores(a, b, c): return a", "must define score"),
        ("def score(a, b, c): return a[:2]", r"4 finite scores.*\(2,\)"),
        ("def score(a, b, c): return a / 0 * 0", "finite scores"),
        ("def score(a, b, c): return 1 / 0", "ZeroDivisionError"),
        ("def score(:", "SyntaxError"),
        ("score = 3", "must define score"),
        ("def score(a, b, c): return {}['mine']", "failed with KeyError: 'mine'"),
        ("{}['mine']", "failed with KeyError: 'mine'"),
        ("def score(a, b, c): raise SystemExit(3)", "failed with SystemExit: 3"),
        ("def score(a, b, c): return score(a, b, c)", "failed with RecursionError"),
        ("def score(a, b, c): return a * 1j", "must return numbers; it returned complex128"),
        ("def score(a, b, c): return [[], 'x']", "failed with ValueError"),
        ("def score(a, b, c): raise ValueError('x' * 10**6)", "failed with ValueError: x{60,}…$"),
        ("class E(Exception):\n    def __str__(self): return 1 / 0\nraise E", "failed with E$"),
    ],
)
@pytest.mark.filterwarnings("ignore:divide by zero:RuntimeWarning")
@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
def test_own_criterion_that_fails_is_refused_with_the_reason(code, says):
    with pytest.raises(ParamError, match=says):
        get_criterion("custom")(evidence(code))


def test_search_gradient_is_the_slope_of_the_loss_over_the_training_set():
    values = get_experiment("lottery").check(
        {"hidden": 3, "num_samples": 100, "batch_size": 30, "sparsities": [0, 0.5], "trials": 1}
    )
    tickets = TicketSearch(values, 0)
    mask = np.random.default_rng(0).random(tickets.initial.size) < 0.7
    weights = np.where(mask, tickets.initial, 0).astype(np.float64)
    gradient = tickets._gradient(weights, mask)
    exact = Network(tickets.model, tickets.length, get_ops("numpy"), dtype=np.float64)
    program = exact.evaluation_program(tickets.data.train.size)

    def loss(at: np.ndarray) -> float:
        exact.load(at)
        program.run(tickets.data.train.x, tickets.data.train.y)
        return float(program.stats[0])

    for place in np.flatnonzero(mask)[::11]:
        step = np.zeros(weights.size)
        step[place] = 1e-5
        slope = (loss(weights + step) - loss(weights - step)) / 2e-5
        assert gradient[place] == pytest.approx(slope, abs=2e-6)
    assert not gradient[~mask].any()


def zhou_two_thresholds(initial, trained, count):
    """Zhou et al.'s own way: raise one percentile for both until ``count`` pass both thresholds."""
    percentiles = np.linspace(0, 100, 20001)
    thresholds = [np.percentile(abs(weights), percentiles) for weights in (initial, trained)]
    for one, other in zip(*thresholds, strict=True):
        passed = (abs(initial) >= one) & (abs(trained) >= other)
        if passed.sum() <= count:
            return passed
    raise AssertionError


@pytest.mark.parametrize("count", [400, 150, 40, 7])
def test_large_init_large_final_is_one_percentile_for_both(count):
    rng = np.random.default_rng(count)
    initial = rng.uniform(-0.1, 0.1, 500)
    trained = initial + rng.normal(0, 0.4, 500)
    given = Evidence(initial, trained, abs, np.random.default_rng(0), rivals=[np.arange(500)])
    scores = get_criterion("large_init_large_final")(given)
    expected = zhou_two_thresholds(initial, trained, count)
    kept = scores >= np.sort(scores)[-expected.sum()]
    # A pair of weights may change places at the threshold, where both have one rank in common.
    assert (kept != expected).sum() <= 2
    plain = np.minimum(abs(initial), abs(trained))
    unaligned = plain >= np.sort(plain)[-expected.sum()]
    assert count < 20 or (unaligned != expected).sum() > 20


def test_ranks_are_scipys():
    rng = np.random.default_rng(0)
    values = rng.integers(0, 9, 60).astype(float)
    groups = [np.arange(5, 30), np.arange(30, 60)]
    found = ranks(values, groups)
    assert not found[:5].any()
    for group in groups:
        assert found[group] == pytest.approx(rankdata(values[group]))


def search_values(**changes):
    small = {"hidden": 6, "num_samples": 200, "batch_size": 40, "steps": 25, "trials": 1}
    return get_experiment("lottery").check({**small, "sparsities": [0, 0.5, 0.8], **changes})


def searched(values):
    """The last checkpoint of a search, and the search."""
    tickets = TicketSearch(values, 0)
    search = drained(tickets.search())
    states = [e.state for e in find_tickets(search) if isinstance(e, Checkpoint)]
    return tickets, states


def drained(running):
    while True:
        try:
            next(running)
        except StopIteration as end:
            return end.value


def test_snip_of_lee_is_one_shot_and_global_on_one_batch():
    """Against the definition: differences of one batch's loss, all layers ranked at once."""
    tickets, states = searched(search_values(criterion="snip_lee", scope="global"))
    exact = Network(tickets.model, tickets.length, get_ops("numpy"), dtype=np.float64)
    exact.load(tickets.initial)
    program = exact.training_program(40)
    program.run(tickets.data.train.x[:, :40], tickets.data.train.y[:40])
    sensitivity = abs(exact.gradient() * tickets.initial)
    for state, share in zip(states, (0, 0.5, 0.8), strict=True):
        kept = state["mask"].astype(bool)
        count = kept.size - round(share * kept.size)
        assert kept.sum() == count
        threshold = np.sort(sensitivity)[-count]
        clear = abs(sensitivity - threshold) > 1e-6 * threshold
        assert np.array_equal(kept[clear], (sensitivity >= threshold)[clear])


def test_snip_of_lee_asks_for_the_global_scope():
    with pytest.raises(ParamError, match="scope must be global for criterion snip_lee"):
        search_values(criterion="snip_lee")


@pytest.mark.parametrize("optimizer", ["adam", "sgd"])
def test_movement_of_sanh_sums_over_the_steps(optimizer):
    """Against the steps taken one by one, with weight and gradient looked at before each."""
    values = search_values(criterion="movement_sanh", optimizer=optimizer, learning_rate=0.01)
    tickets, states = searched(values)
    mask = states[1]["mask"].astype(bool)
    network = tickets.network(mask, tickets.initial)
    optimise = build_optimiser(values, network.ops, network.arena).step
    program, total = network.training_program(40), np.zeros(mask.size)
    for step in range(25):
        batch = slice(step * 40 % 160, step * 40 % 160 + 40)
        before = network.weights()
        program.run(tickets.data.train.x[:, batch], tickets.data.train.y[batch])
        total -= before * network.gradient()
        optimise()
    assert states[1]["noted/pruned"] == pytest.approx(total, abs=1e-5 * abs(total).max())
    expected = keep_largest(total, mask, tickets.groups, 0.8, np.random.default_rng(0))
    # Scores that are zero, and others next to each other, may change places by rounding.
    assert (states[2]["mask"] != expected).sum() <= 6


def test_a_search_by_movement_goes_on_from_a_checkpoint_to_the_same_masks():
    values = search_values(criterion="movement_sanh")
    _, states = searched(values)
    search = drained(TicketSearch(values, 0).search())
    rest = [e.state for e in find_tickets(search, resume=states[1]) if isinstance(e, Checkpoint)]
    assert np.array_equal(rest[-1]["mask"], states[2]["mask"])


def test_ties_of_a_dead_layer_are_not_broken_by_place():
    """Under ``gradient_final`` a dead unit scores 0; by index the first dead ones would stay."""
    values = search_values(
        criterion="gradient_final", hidden=60, num_samples=1000, batch_size=100, steps=400,
        sparsities=[0, 0.2],
    )  # fmt: skip
    tickets, states = searched(values)
    layer = tickets.layers[1]
    scores = abs(tickets._gradient(states[0]["trained"], np.ones(tickets.initial.size, bool)))
    zeros = np.flatnonzero(scores[layer] == 0)
    assert zeros.size > 0.3 * scores[layer].size
    kept = states[1]["mask"][layer].astype(bool)[zeros]
    middle = zeros[kept].mean() / zeros.mean()
    assert 0.9 < middle < 1.1
