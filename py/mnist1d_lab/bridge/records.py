"""What a page asks of records' files, by name: a file's name and contents in, JSON or a file out.

Every file is read as a stranger's (``records.foreign``); ParamError says what is wrong with one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from mnist1d_lab.analysis.replication import compare_again
from mnist1d_lab.analysis.side_by_side import side_by_side
from mnist1d_lab.experiments import get_experiment
from mnist1d_lab.experiments.shared.kept_ticket import recipe
from mnist1d_lab.params import ParamError
from mnist1d_lab.records.foreign import read_foreign
from mnist1d_lab.training.data import training_data
from mnist1d_lab.training.loaded import load_network, network_names

Contents = Sequence[bytes]


def _read(name: str, contents: Contents) -> str:
    """Everything but the arrays; of a ticket, the recipe that trains its very mask."""
    record, _ = read_foreign(name, contents[0])
    if record.experiment == "ticket":
        record.params = recipe(record)
    return json.dumps({**record.head(), "rows": record.rows})


def _head(name: str, contents: Contents) -> str:
    """Everything but rows and arrays; how many rows, which networks' weights, whether altered."""
    record, altered = read_foreign(name, contents[0])
    said = {"rows": len(record.rows), "networks": network_names(record), "altered": altered}
    return json.dumps({**record.head(), **said})


def _json(name: str, contents: Contents) -> bytes:
    return read_foreign(name, contents[0])[0].to_json().encode()


def _npz(name: str, contents: Contents) -> bytes:
    return read_foreign(name, contents[0])[0].npz_bytes()


def _together(name: str, contents: Contents) -> str:
    """What the runs found beside each other (``analysis.side_by_side``)."""
    return json.dumps(side_by_side([read_foreign(name, content)[0] for content in contents]))


def _again(name: str, contents: Contents) -> str:
    """Whether the second, the first one's run again, found the same (``analysis.replication``)."""
    before, again = (read_foreign(name, content)[0] for content in contents)
    return json.dumps(compare_again(before, again).to_dict())


def _weights(name: str, contents: Contents) -> str:
    """What a network of the record gets, in percent of a test set.

    The second content is JSON: its ``network``, ``data`` (settings of other data) and ``steps``.
    The answer has ``own`` (on the run's data), ``here`` (on the other), ``after`` (on the other,
    after so many more steps on it), ``samples``, of the other test set, and ``remembers``, whether
    the optimiser went on where it had stopped.
    """
    record, asked = read_foreign(name, contents[0])[0], json.loads(contents[1])
    loaded = load_network(record, asked["network"])
    values = get_experiment(record.experiment).check({**record.params, **asked["data"]})
    here = training_data({**loaded.settings, **{n: values[n] for n in asked["data"]}})
    if len(here.train.x) != loaded.network.length:
        raise ParamError(
            "final_seq_length",
            f"final_seq_length must be {loaded.network.length}, as the weights were trained "
            f"for; the data have {len(here.train.x)} positions.",
        )
    found = {"own": loaded.accuracy(), "here": loaded.accuracy(here), "samples": here.test.size}
    loaded.go_on(int(asked["steps"]), here)
    return json.dumps({**found, "after": loaded.accuracy(here), "remembers": loaded.remembers})


ANSWERS: Mapping[str, Callable[[str, Contents], str | bytes]] = {
    "read": _read,
    "head": _head,
    "json": _json,
    "npz": _npz,
    "together": _together,
    "again": _again,
    "weights": _weights,
}
