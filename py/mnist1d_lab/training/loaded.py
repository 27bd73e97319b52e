"""Trained weights out of a record: networks that predict, and that go on training."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mnist1d_lab.events import Cell, Row
from mnist1d_lab.nn.build import build_network
from mnist1d_lab.nn.models import build_model
from mnist1d_lab.nn.network import Network
from mnist1d_lab.nn.optimisers import Optimiser, build_optimiser
from mnist1d_lab.nn.parameters import Parameter
from mnist1d_lab.params import ParamError, Values
from mnist1d_lab.records import Record, load_record
from mnist1d_lab.records.reading import Source
from mnist1d_lab.training.data import training_data
from mnist1d_lab.training.train import TrainingData, evaluate, predict, train

TICKET = "ticket"


@dataclass
class LoadedNetwork:
    """A network with a record's weights; ``steps`` is how many training steps they have seen.

    ``settings`` are the run's, the network's own model and order of positions among them.
    ``remembers``: whether the record has what the optimiser carries from step to step.
    """

    network: Network
    settings: Values
    steps: int
    optimiser: Optimiser
    remembers: bool

    def logits(self, x: NDArray[Any]) -> NDArray[np.float32]:
        """(samples, classes) for signals x (samples, length), in the run's order of positions."""
        return np.ascontiguousarray(predict(self.network, np.ascontiguousarray(x.T, np.float32)).T)

    def predict(self, x: NDArray[Any]) -> NDArray[np.intp]:
        """The class of each signal of x (samples, length), in the run's order of positions."""
        classes: NDArray[np.intp] = self.logits(x).argmax(1)
        return classes

    def accuracy(self, data: TrainingData | None = None) -> float:
        """Percent of the test set; of the run's own, or of other ``data``."""
        return evaluate(self.network, (data or training_data(self.settings)).test)[1]

    def go_on(self, steps: int, data: TrainingData | None = None) -> list[dict[str, Cell]]:
        """Train ``steps`` more, on the run's own training set or on other ``data``.

        The batches follow those that the weights have seen, and the optimiser goes on where it
        stopped: without dropout, the training is to the bit the one that was never interrupted.
        Where the record does not have its memory (``remembers``), it begins with nothing in it.
        Returns the rows of ``training.train``.
        """
        settings = {**self.settings, "steps": self.steps + steps}
        data = data or training_data(self.settings)
        events = train(self.network, data, settings, self.steps, self.optimiser)
        rows = [event.values for event in events if isinstance(event, Row)]
        self.steps += steps
        return rows


def network_names(record: Record) -> list[str]:
    """The networks of which a record has all weights: what ``load_network`` takes as ``name``.

    Of a benchmark with ``keep_weights`` they are called ``{model}/{plain or shuffled}/trial{t}``,
    and that of a kept ticket "ticket".
    """
    found = {name.split("/", 1)[1].rpartition("/")[0] for name in _arrays(record, "weights/")}
    names = sorted(name for name in found if record.experiment == "benchmark")
    kept_ticket = record.experiment == "ticket" and any(_arrays(record, "trained/"))
    return [*names, *([TICKET] if kept_ticket else [])]


def load_network(source: Record | Source, name: str | None = None) -> LoadedNetwork:
    """The trained network ``name`` of a record or of its file; without a name, the only one.

    >>> record = run("benchmark", models=["cnn"], keep_weights=True)  # doctest: +SKIP
    >>> load_network(record).predict(data["x_test"])  # doctest: +SKIP

    Raises ParamError for a record without that network's weights.
    """
    record = source if isinstance(source, Record) else load_record(source)
    names = network_names(record)
    chosen = names[0] if name is None and len(names) == 1 else name
    if chosen not in names:
        known = ", ".join(names) or "none: run it with keep_weights"
        raise ParamError("name", f"name must be one of the record's networks ({known}).")
    settings, seed = _settings_of(record, chosen)
    length = _length_of(settings)
    parameters = build_model(settings, length).parameters()
    mask = _flat(record, "mask", parameters) != 0 if chosen == TICKET else None
    network = build_network(settings, length, seed, mask=mask)
    network.load(_flat(record, "trained" if chosen == TICKET else f"weights/{chosen}", parameters))
    optimiser = build_optimiser(settings, network.ops, network.arena)
    remembers = _carry_on(record, f"optimiser/{chosen}", network, optimiser, mask)
    return LoadedNetwork(network, settings, int(settings["steps"]), optimiser, remembers)


def _carry_on(
    record: Record,
    prefix: str,
    network: Network,
    optimiser: Optimiser,
    mask: NDArray[np.bool_] | None,
) -> bool:
    """Give an optimiser the memory that the record has of it; of what the mask leaves, if any."""
    settings, memory = (record.arrays.get(f"{prefix}/{name}") for name in ("settings", "memory"))
    if settings is None or memory is None:
        return False
    remembered = network.arena.size if mask is None else int(mask.sum())
    fits = (optimiser.settings.shape, (len(optimiser.memory), remembered))
    if (settings.shape, memory.shape) != fits:
        raise ParamError("name", f"{prefix} does not fit the network: it has another shape.")
    full = np.zeros((len(memory), network.arena.size), np.float32)
    full[:, slice(None) if mask is None else mask] = memory
    own = (network.arena.laid_out(part) for part in full)
    optimiser.carry_on((settings.astype(np.float64), *own))
    return True


def _arrays(record: Record, prefix: str) -> Iterator[str]:
    return (name for name in record.arrays if name.startswith(prefix))


def _settings_of(record: Record, name: str) -> tuple[Values, int]:
    """The settings of one network of the run, and the seed of its dropout."""
    if name == TICKET:
        return dict(record.params), record.seed
    model, order, trial = name.split("/")
    settings = {**record.params, "model": model, "shuffle_seq": order == "shuffled"}
    return settings, record.seed + int(trial.removeprefix("trial"))


def _length_of(settings: Values) -> int:
    """The generator's signals have the length that is set; of a file, only the file knows."""
    if settings.get("data_file"):
        return len(training_data(settings).train.x)
    return int(settings["final_seq_length"])


def _flat(record: Record, prefix: str, parameters: list[Parameter]) -> NDArray[np.float32]:
    """The arrays under ``prefix`` as one vector, in the order of the parameters."""
    parts = []
    for parameter in parameters:
        array = record.arrays.get(f"{prefix}/{parameter.name}")
        if array is None or array.shape != tuple(parameter.shape):
            raise ParamError("name", f"{prefix} does not fit the network: {parameter.name} is "
                             "missing or has another shape.")  # fmt: skip
        parts.append(array.ravel().astype(np.float32))
    return np.concatenate(parts)
