"""The experiments as a web worker calls them: strings and bytes in, strings and bytes out.

JSON travels as text and arrays as buffers, so that nothing is converted element by element
between the two languages.
"""

from __future__ import annotations

import io
import json
import time
from collections.abc import Generator, Mapping, Sequence
from typing import Any

import numpy as np

from mnist1d_lab import events, ops
from mnist1d_lab.bridge.buffers import Buffer, JsBuffer, as_bytes
from mnist1d_lab.bridge.tasks import running, state_of, task_of
from mnist1d_lab.dataset import images, own_data, own_templates
from mnist1d_lab.dataset.arrays import arrays
from mnist1d_lab.dataset.fingerprint import fingerprint, is_published
from mnist1d_lab.dataset.settings import args_of
from mnist1d_lab.dataset.templates import TemplateError
from mnist1d_lab.engines.packing import pack
from mnist1d_lab.events import Event
from mnist1d_lab.experiments import describe as describe_experiments
from mnist1d_lab.experiments import get_experiment
from mnist1d_lab.experiments.base import TaskResult
from mnist1d_lab.experiments.shared.paired import changes
from mnist1d_lab.params import MNIST_FILE, ParamError
from mnist1d_lab.params.quoting import quoted
from mnist1d_lab.records import split_array
from mnist1d_lab.version import __version__

Message = dict[str, Any]


def status() -> str:
    """Version and backend (and why not a quicker one), as JSON: what a worker says when it is up.

    Apart from ``describe``, since that imports every experiment and a start need not wait for it.
    """
    return json.dumps(_status())


def _status() -> dict[str, Any]:
    return {
        "version": __version__,
        "backend": ops.get_ops().name,
        "fallback_reason": ops.fallback_reason,
    }


def use_backend(name: str) -> None:
    """Whatever comes runs on this backend, in both arms of a comparison that needs the same one."""
    ops.prefer(name)


def describe() -> str:
    """Version, backend (and why not a quicker one) and all experiments, as JSON."""
    return json.dumps({**_status(), "experiments": describe_experiments()})


def describe_data(params_json: str) -> str:
    """What the data set of these parameters (of experiment "dataset") is, as JSON."""
    data = arrays(get_experiment("dataset").check(_parsed(params_json)))
    return json.dumps(_described(data))


def _described(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "train_samples": len(data["y"]),
        "test_samples": len(data["y_test"]),
        "length": data["x"].shape[1],
        "classes": np.unique(np.concatenate((data["y"], data["y_test"]))).tolist(),
        "fingerprint": fingerprint(data),
        "published": is_published(data),
        "class_names": data.get("class_names", []),
    }


def read_templates(name: str, content: JsBuffer | Buffer) -> str:
    """The templates in a CSV, text or NPZ file as text for ``templates``; raises ParamError."""
    raw = as_bytes(content)
    try:
        if name.lower().endswith(".npz"):
            return own_templates.to_csv(own_templates.parse_npz(raw))
        text = raw.decode("utf-8-sig")
        own_templates.parse_text(text)
    except UnicodeDecodeError as error:
        raise ParamError("templates", f"{name} is not text in UTF-8.") from error
    except TemplateError as error:
        raise ParamError("templates", f"{name}: {error}") from error
    return text


def add_data_file(
    name: str, content: JsBuffer | Buffer, parts_json: str = "", reading: str = ""
) -> str:
    """Hand over files that ``data_file`` may then name; what is in them, as JSON, or ParamError.

    ``parts_json`` lists name and size of each file in ``content``, where they lie one after the
    other; without, it is one file called ``name``. The key ``understood`` has what was made of
    them; ``reading`` is as the parameter ``data_reading``. MNIST's own file, known by its name, is
    kept for those who take images, and read when they do.
    """
    if name == MNIST_FILE.default:
        images.add(name, as_bytes(content))
        return "{}"
    loaded = own_data.add(name, _divided(name, as_bytes(content), parts_json), reading)
    own = {"name": name, "args": loaded.args, "notes": loaded.notes}
    return json.dumps({**own, "understood": loaded.understood, **_described(loaded.dataset)})


def look_at_files(content: JsBuffer | Buffer, parts_json: str, reading: str) -> str:
    """What is understood of files, as JSON, and nothing kept of them: see ``files.looking``."""
    from mnist1d_lab.dataset.files.looking import look  # noqa: PLC0415 - see own_data

    return json.dumps(look(_divided("", as_bytes(content), parts_json), reading))


def _divided(name: str, content: bytes, parts_json: str) -> list[tuple[str, bytes]]:
    if not parts_json:
        return [(name, content)]
    parts, stream = json.loads(parts_json), io.BytesIO(content)
    return [(str(part["name"]), stream.read(int(part["size"]))) for part in parts]


def write_data_file(params_json: str, kind: str) -> bytes:
    """The data set of these parameters (of experiment "dataset") as "npz", "csv" or "pkl"."""
    values = get_experiment("dataset").check(_parsed(params_json))
    from mnist1d_lab.dataset import formats  # noqa: PLC0415 - see own_data

    writers = {"npz": formats.to_npz, "csv": formats.to_csv, "pkl": formats.to_pickled}
    if kind not in writers:
        raise ParamError("kind", f"kind must be one of {', '.join(writers)}; got {quoted(kind)}.")
    return writers[kind](arrays(values), args_of(values))


def plan(name: str, params_json: str) -> str:
    """The complete parameters and the tasks of a run, as JSON; raises ParamError."""
    experiment = get_experiment(name)
    values = experiment.check(_parsed(params_json))
    tasks = [task.to_dict() for task in experiment.plan(values)]
    return json.dumps({"experiment": name, "params": values, "tasks": tasks})


def start(task_json: str, checkpoint: JsBuffer | Buffer | None = None) -> Session:
    """A task ready to be advanced, from its beginning or from a checkpoint's bytes."""
    task = task_of(json.loads(task_json))
    return Session(running(task, state_of(as_bytes(checkpoint)) if checkpoint else None))


class Session:
    """A running task, advanced in short turns so that its worker stays responsive."""

    def __init__(self, running: Generator[Event, None, None]) -> None:
        self._running = running
        self._open = True
        self._elapsed_s = 0.0

    def advance(self, budget_ms: float, until_row: bool = False) -> tuple[str, list[Buffer]]:
        """Go on for about ``budget_ms``; returns the messages as JSON, and their buffers.

        ``until_row`` stops right after the next measurement, for going on step by step. The last
        message of a task is ``finished``, with the seconds spent in here (pauses left out).
        RuntimeError for a task that has finished, failed or been closed.
        """
        if not self._open:
            raise RuntimeError("This task has ended; start it again.")
        # An exhausted generator looks like a finished task, so one that fails must not go on.
        self._open = False
        began = time.perf_counter()
        deadline = began + budget_ms / 1000
        messages: list[Message] = []
        buffers: list[Buffer] = []
        for event in self._running:
            message = _message(event, buffers)
            if message is not None:
                messages.append(message)
            row = until_row and isinstance(event, events.Row)
            # A look at the clock takes 0.3 microseconds, the shortest training step 50.
            if row or time.perf_counter() >= deadline:
                self._open = True
                break
        else:
            elapsed = self._elapsed_s + time.perf_counter() - began
            backend = ops.get_ops().name
            messages.append({"kind": "finished", "elapsed_s": elapsed, "backend": backend})
        self._elapsed_s += time.perf_counter() - began
        return json.dumps(messages, allow_nan=False), buffers

    def close(self) -> None:
        """End the task here and let go of its memory."""
        self._open = False
        self._running.close()


def merge(
    name: str, params_json: str, results_json: str, buffers: Sequence[JsBuffer | Buffer]
) -> str:
    """The record of a run as JSON, from what its tasks said (in the plan's order).

    A result is ``{task, rows, arrays}``, and ``notices``, ``elapsed_s`` and ``backend`` where
    they are known.
    """
    experiment = get_experiment(name)
    results = [
        TaskResult(
            task=task_of(result["task"]),
            rows=result["rows"],
            arrays={a["name"]: _array(a, buffers) for a in result["arrays"]},
            notices=result.get("notices", []),
            elapsed_s=result.get("elapsed_s", 0.0),
            backend=result.get("backend", ""),
        )
        for result in json.loads(results_json)
    ]
    return experiment.merge(experiment.check(_parsed(params_json)), results).to_json()


def summarise(name: str, params_json: str, rows_json: str) -> str:
    """What follows from the final rows so far (means, intervals, paired differences), as JSON."""
    experiment = get_experiment(name)
    return json.dumps(experiment.summary_of(_parsed(params_json), json.loads(rows_json)))


def compare(rows_json: str) -> str:
    """What rows "b" have more than rows "a", paired by trial (``paired.changes``), as JSON."""
    rows = _parsed(rows_json)
    return json.dumps(changes(rows["a"], rows["b"]))


def about_records(what: str, contents: Sequence[JsBuffer | Buffer], name: str = "") -> str | bytes:
    """What the page asks of records' files: JSON, or a file's bytes (see ``bridge.records``)."""
    from mnist1d_lab.bridge.records import ANSWERS  # noqa: PLC0415 - nobody asks at the start

    return ANSWERS[what](name, [as_bytes(content) for content in contents])


def _message(event: Event, buffers: list[Buffer]) -> Message | None:
    if isinstance(event, events.Tick):
        return None
    if isinstance(event, events.Row):
        return {"kind": "row", "row": event.values}
    if isinstance(event, events.Progress):
        return {"kind": "progress", **vars(event)}
    if isinstance(event, events.Notice):
        return {"kind": "notice", "message": event.message}
    if isinstance(event, events.Checkpoint):
        buffers.append(pack(event.state))
        return {"kind": "checkpoint", "buffer": len(buffers) - 1}
    head, raw = split_array(event.value)
    buffers.append(raw)
    return {"kind": "array", "name": event.name, **head, "buffer": len(buffers) - 1}


def _parsed(params_json: str) -> dict[str, Any]:
    try:
        values: dict[str, Any] = json.loads(params_json)
    except ValueError as error:
        raise ParamError("params", f"params must be a JSON object: {error}.") from error
    return values


def _array(message: Message, buffers: Sequence[JsBuffer | Buffer]) -> np.ndarray[Any, Any]:
    raw = np.frombuffer(as_bytes(buffers[message["buffer"]]), message["dtype"])
    return raw.reshape(message["shape"])
