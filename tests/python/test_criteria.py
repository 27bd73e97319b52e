"""Every criterion against its definition, the gradient ones against central differences."""

import numpy as np
import pytest
from mnist1d_lab.criteria import CRITERIA, Evidence
from mnist1d_lab.experiments import get_experiment
from mnist1d_lab.experiments.ticket_search import TicketSearch
from mnist1d_lab.nn.network import Network
from mnist1d_lab.ops import get_ops
from mnist1d_lab.params import CRITERION_NAMES, ParamError

INITIAL = np.array([0.5, -2.0, 1.0, -0.1])
TRAINED = np.array([-1.0, 1.5, 1.0, 0.3])
GRADIENT = np.array([0.2, -0.1, 0.0, 3.0])


def evidence(code: str = "") -> Evidence:
    return Evidence(
        INITIAL, TRAINED, lambda weights: GRADIENT * weights, np.random.default_rng(0), code
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("magnitude", [1.0, 1.5, 1.0, 0.3]),
        ("large_final", [1.0, 1.5, 1.0, 0.3]),
        ("small_final", [-1.0, -1.5, -1.0, -0.3]),
        ("large_init", [0.5, 2.0, 1.0, 0.1]),
        ("large_init_large_final", [0.5, 1.5, 1.0, 0.1]),
        ("magnitude_increase", [0.5, -0.5, 0.0, 0.2]),
        ("movement", [1.5, 3.5, 0.0, 0.4]),
        ("snip", abs(INITIAL * GRADIENT * INITIAL)),
        ("gradient", abs(GRADIENT * TRAINED)),
    ],
)
def test_scores_are_their_definitions(name, expected):
    assert CRITERIA[name](evidence()) == pytest.approx(expected)


def test_every_offered_criterion_exists():
    assert set(CRITERIA) == set(CRITERION_NAMES)


def test_own_criterion_sees_the_evidence_and_cannot_change_it():
    code = "def score(initial, trained, gradient):\n    trained *= 0\n    return initial + gradient"
    given = evidence(code)
    assert CRITERIA["custom"](given) == pytest.approx(INITIAL + GRADIENT * TRAINED)
    assert given.trained.any()


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("def scores(a, b, c): return a", "must define score"),
        ("def score(a, b, c): return a[:2]", r"4 finite scores.*\(2,\)"),
        ("def score(a, b, c): return a / 0 * 0", "finite scores"),
        ("def score(a, b, c): return 1 / 0", "ZeroDivisionError"),
        ("def score(:", "SyntaxError"),
    ],
)
@pytest.mark.filterwarnings("ignore:divide by zero:RuntimeWarning")
@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
def test_own_criterion_that_fails_is_refused_with_the_reason(code, says):
    with pytest.raises(ParamError, match=says):
        CRITERIA["custom"](evidence(code))


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
