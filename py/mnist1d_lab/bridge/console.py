"""A console: Python typed line by line, with the data set, a record and NumPy at hand.

What is typed runs in one namespace, with `await` at the top. Output goes to ``write`` as it comes,
but not more often than a page can show it.
"""

from __future__ import annotations

import ast
import io
import json
import linecache
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from types import CodeType
from typing import Any

import numpy as np

from mnist1d_lab.bridge.buffers import Buffer, JsBuffer, as_bytes
from mnist1d_lab.dataset.arrays import arrays
from mnist1d_lab.experiments import get_experiment
from mnist1d_lab.records.foreign import read_foreign

# How long output may wait, and how much of it one input may make.
EVERY_S = 0.05
MOST_CHARACTERS = 100_000
_IS_COROUTINE = 0x80  # inspect.CO_COROUTINE, without the module, which takes long to import

_AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_PARSING = ast.PyCF_ONLY_AST | _AWAIT

Write = Callable[[str], object]


class Output(io.TextIOBase):
    """A text stream that hands on what is written, in pieces, up to a limit."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._held: list[str] = []
        self._last = 0.0
        self._left = MOST_CHARACTERS

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self._left > 0:
            self._held.append(text[: self._left])
            self._left -= len(text)
            if self._left <= 0:
                self._held.append(f"\n(more than {MOST_CHARACTERS:,} characters: cut off)\n")
            if time.monotonic() - self._last >= EVERY_S:
                self.flush()
        return len(text)

    def flush(self) -> None:
        text = "".join(self._held)
        self._held.clear()
        self._last = time.monotonic()
        if text:
            self._write(text)


class Console:
    """One session: a namespace, and what is typed into it."""

    def __init__(self, write: Write, **names: Any) -> None:
        self._write = write
        self.names: dict[str, Any] = {"__name__": "__console__", "np": np, **names}
        self._count = 0

    async def run(self, source: str) -> bool:
        """Run a text; the value of an expression at its end is shown and kept as ``_``.

        Returns whether it went well; where it did not, its traceback has been written.
        """
        self._count += 1
        name = f"<input {self._count}>"
        # Tracebacks show the lines.
        lines = source.splitlines(keepends=True)
        linecache.cache[name] = (len(source), None, lines, name)
        output = Output(self._write)
        with redirect_stdout(output), redirect_stderr(output):
            try:
                await self._evaluate(source, name)
            except BaseException as error:  # SystemExit, too, must not end the worker
                output.write(_told(error))
                return False
            finally:
                output.flush()
        return True

    async def _evaluate(self, source: str, name: str) -> None:
        tree: ast.Module = compile(source, name, "exec", flags=_PARSING, dont_inherit=True)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        await self._execute(_compiled(tree, name, "exec"))
        if not isinstance(last, ast.Expr):
            return
        value = await self._execute(_compiled(ast.Expression(last.value), name, "eval"))
        if value is not None:
            self.names["_"] = value
            sys.stdout.write(f"{value!r}\n")

    async def _execute(self, code: CodeType) -> Any:
        value = eval(code, self.names)  # what a person has typed
        return await value if code.co_flags & _IS_COROUTINE else value


def _compiled(tree: ast.Module | ast.Expression, name: str, mode: str) -> CodeType:
    code: CodeType = compile(tree, name, mode, flags=_AWAIT, dont_inherit=True)
    return code


def _told(error: BaseException) -> str:
    """The traceback from what was typed on: what called it is none of the person's business."""
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    return "".join(traceback.format_exception(type(error), error, trace))


def open_console(
    write: Write, params_json: str, record: JsBuffer | Buffer | None = None
) -> Console:
    """A session with ``data``, the set of these parameters (of experiment "dataset"), ``record``.

    ``data`` is as ``mnist1d_lab.data.make_dataset`` gives it; ``record`` is read as a stranger's
    file, and None where there is no run yet. Raises ParamError for what is not valid.
    """
    data = dict(arrays(get_experiment("dataset").check(json.loads(params_json))))
    read = read_foreign("record", as_bytes(record))[0] if record is not None else None
    return Console(write, data=data, record=read)
