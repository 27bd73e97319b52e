"""The console: what is typed, what is shown."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import mnist1d_lab
import numpy as np
from mnist1d_lab.bridge.console import MOST_CHARACTERS, Console, open_console


class Session:
    """A console, and all that it has written."""

    def __init__(self, console: Console, told: list[str]) -> None:
        self.console, self.told = console, told

    def types(self, source: str) -> str:
        self.told.clear()
        # In a thread of its own: browser tests of the same session leave a loop in this one.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, self.console.run(source)).result()
        return "".join(self.told)


def session() -> Session:
    told: list[str] = []
    return Session(Console(told.append), told)


def test_the_value_of_the_last_expression_is_shown_and_kept() -> None:
    console = session()
    assert console.types("a = 20") == ""
    assert console.types("print('first')\na + 1") == "first\n21\n"
    assert console.types("_ * 2") == "42\n"
    assert console.types("None") == ""
    assert console.types("") == ""
    assert console.types("float(np.arange(3).sum())") == "3.0\n"


def test_await_stands_at_the_top() -> None:
    console = session()
    console.types(
        "import asyncio\nasync def twice(x):\n    await asyncio.sleep(0)\n    return 2 * x"
    )
    assert console.types("b = await twice(4)\nawait twice(b)") == "16\n"


def test_a_traceback_begins_at_what_was_typed_and_shows_its_lines() -> None:
    console = session()
    told = console.types("def f():\n    return 1 / 0\nf()")
    assert told.endswith("ZeroDivisionError: division by zero\n")
    assert 'File "<input 1>", line 2, in f' in told
    assert "return 1 / 0" in told
    assert "console.py" not in told
    told = console.types("1 +")
    assert told.startswith('  File "<input 2>", line 1\n')
    assert "SyntaxError" in told
    assert "SystemExit" in console.types("raise SystemExit")
    assert console.types("'on'") == "'on'\n"


def test_output_has_an_end() -> None:
    told = session().types("for _ in range(1000): print('x' * 1000)")
    assert MOST_CHARACTERS < len(told) < MOST_CHARACTERS + 200
    assert told.rstrip().endswith("cut off)")


def test_the_data_and_the_record_are_at_hand() -> None:
    told: list[str] = []
    record = mnist1d_lab.run("gradcheck", num_samples=50, entries=2, model="linear")
    settings = {"num_samples": 50, "seed": 3}
    console = open_console(told.append, json.dumps(settings), record.to_json().encode())
    names = console.names
    expected = mnist1d_lab.run("dataset", **settings).arrays
    np.testing.assert_array_equal(names["data"]["x"], expected["x"])
    assert names["record"].rows == record.rows
    assert open_console(told.append, json.dumps(settings)).names["record"] is None
