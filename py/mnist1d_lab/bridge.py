"""The experiments as a web worker calls them: strings and bytes in, strings and bytes out.

JSON travels as text and arrays as buffers, so that nothing is converted element by element
between the two languages.
"""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

import numpy as np

from mnist1d_lab import events, formats, ops, own_data, own_templates
from mnist1d_lab.events import Event
from mnist1d_lab.experiments import describe as describe_experiments
from mnist1d_lab.experiments import get_experiment
from mnist1d_lab.experiments.base import Task, TaskResult
from mnist1d_lab.experiments.data_arrays import arrays
from mnist1d_lab.fingerprint import fingerprint, is_published
from mnist1d_lab.params import ParamError
from mnist1d_lab.records import Record, split_array
from mnist1d_lab.templates import TemplateError
from mnist1d_lab.version import __version__

Message = dict[str, Any]
Buffer = bytes | bytearray | memoryview

# Between two looks at the clock: a tick is a training step, from 0.1 ms up.
TICKS_PER_LOOK = 4


class JsBuffer(Protocol):
    """A typed array as Pyodide hands it over."""

    def to_bytes(self) -> bytes: ...


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
    }


def read_templates(name: str, content: JsBuffer | Buffer) -> str:
    """The templates in a CSV, text or NPZ file as text for ``templates``; raises ParamError."""
    raw = _bytes(content)
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


def add_data_file(name: str, content: JsBuffer | Buffer) -> str:
    """Hand over a file that ``data_file`` may then name; what is in it, as JSON, or ParamError."""
    loaded = own_data.add(name, _bytes(content))
    own = {"name": name, "args": loaded.args, "notes": loaded.notes}
    return json.dumps({**own, **_described(loaded.dataset)})


def write_data_file(params_json: str, kind: str) -> bytes:
    """The data set of these parameters (of experiment "dataset") as "npz", "csv" or "pkl"."""
    values = get_experiment("dataset").check(_parsed(params_json))
    writers = {"npz": formats.to_npz, "csv": formats.to_csv, "pkl": formats.to_pickled}
    if kind not in writers:
        raise ParamError("kind", f"kind must be one of {', '.join(writers)}; got {kind!r}.")
    return writers[kind](arrays(values), values)


def plan(name: str, params_json: str) -> str:
    """The complete parameters and the tasks of a run, as JSON; raises ParamError."""
    experiment = get_experiment(name)
    values = experiment.check(_parsed(params_json))
    tasks = [task.to_dict() for task in experiment.plan(values)]
    return json.dumps({"experiment": name, "params": values, "tasks": tasks})


def start(task_json: str, checkpoint: JsBuffer | Buffer | None = None) -> Session:
    """A task ready to be advanced, from its beginning or from a checkpoint's bytes."""
    task = _task(json.loads(task_json))
    state = _unpack(_bytes(checkpoint)) if checkpoint else None
    return Session(_running(task, state))


def _task(plain: dict[str, Any]) -> Task:
    """A task from its JSON; JavaScript has written 0.0 as 0, and the check makes it 0.0 again."""
    task = Task(**plain)
    return replace(task, params=get_experiment(task.experiment).check(task.params))


def _running(task: Task, state: dict[str, Any] | None) -> Generator[Event, None, None]:
    yield from get_experiment(task.experiment).execute(task, state)


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
        for count, event in enumerate(self._running, start=1):
            message = _message(event, buffers)
            if message is not None:
                messages.append(message)
            row = until_row and isinstance(event, events.Row)
            if row or (count % TICKS_PER_LOOK == 0 and time.perf_counter() >= deadline):
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
            task=_task(result["task"]),
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
    return json.dumps(experiment.summarise(_parsed(params_json), json.loads(rows_json)))


def record_npz(record_json: JsBuffer | Buffer) -> bytes:
    """A record's NPZ file, from its file of JSON."""
    return Record.from_json(_bytes(record_json).decode()).npz_bytes()


def read_record(name: str, content: JsBuffer | Buffer) -> str:
    """A record out of its NPZ or JSON file, as JSON without the arrays; raises ParamError."""
    data = _bytes(content)
    try:
        if data[:2] == b"PK":
            record = Record.from_npz(io.BytesIO(data))
        else:
            record = Record.from_json(data.decode())
    except (ValueError, KeyError, OSError, zipfile.BadZipFile) as error:
        raise ParamError("file", f"file {name} is not a record of this page: {error}.") from error
    return json.dumps({**record.head(), "rows": record.rows})


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
        buffers.append(_pack(event.state))
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


def _bytes(buffer: JsBuffer | Buffer) -> bytes:
    if isinstance(buffer, (bytes, bytearray, memoryview)):
        return bytes(buffer)
    return buffer.to_bytes()


def _array(message: Message, buffers: Sequence[JsBuffer | Buffer]) -> np.ndarray[Any, Any]:
    raw = np.frombuffer(_bytes(buffers[message["buffer"]]), message["dtype"])
    return raw.reshape(message["shape"])


def _pack(state: dict[str, Any]) -> bytes:
    """A checkpoint's bytes: an NPZ of its arrays, with its plain values as JSON."""
    arrays = {name: value for name, value in state.items() if isinstance(value, np.ndarray)}
    plain = {name: value for name, value in state.items() if name not in arrays}
    out = io.BytesIO()
    np.savez(out, **{"plain.json": np.array(json.dumps(plain)), **arrays})  # type: ignore[arg-type]
    return out.getvalue()


def _unpack(packed: bytes) -> dict[str, Any]:
    with np.load(io.BytesIO(packed), allow_pickle=False) as archive:
        state: dict[str, Any] = {name: archive[name] for name in archive.files}
    return {**json.loads(str(state.pop("plain.json"))), **state}
