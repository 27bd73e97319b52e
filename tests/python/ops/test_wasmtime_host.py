"""The fast backends outside a browser: right, repeatable, and tidy with their memory."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import mnist1d_lab
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnist1d_lab.nn.build import build_network
from mnist1d_lab.ops import get_ops, hosts, wasmtime_host
from mnist1d_lab.ops.free_list import ALIGNMENT, FreeList
from mnist1d_lab.ops.wasmtime_host import PAGE, WasmtimeHost
from mnist1d_lab.training.train import Split, TrainingData, train

from tests.pyodide.test_simd import accept as accept_operations
from tests.pyodide.test_simd_training import accept as accept_trainings

PACKAGE = Path(mnist1d_lab.__file__).parent.parent
BOTH = ("simd", "simd-relaxed")


def host() -> WasmtimeHost:
    here = hosts.here()
    assert isinstance(here, WasmtimeHost)
    return here


@pytest.fixture
def no_collector() -> Iterator[None]:
    """Memory must come back without the help of the garbage collector."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def test_every_operation_agrees_with_numpy(operations: str) -> None:
    accept_operations(operations, *BOTH)


def test_trainings_repeat_and_agree_with_numpy_sparse_or_not(trainings: str) -> None:
    accept_trainings(trainings, *BOTH)


Step = tuple[bool, int]


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5 * ALIGNMENT))))
def test_the_free_list_takes_the_first_fit_and_forgets_nothing(steps: list[Step]) -> None:
    """Against a map of the memory with one letter a unit, searched by Python's own ``find``."""
    units = 40
    free, memory, taken = FreeList(), "." * units, list[tuple[int, int]]()
    free.give(0, units * ALIGNMENT)
    for take, number in steps:
        if take:
            length = max(1, -(-number // ALIGNMENT))
            at, expected = free.take(number), memory.find("." * length)
            assert at == (None if expected < 0 else expected * ALIGNMENT)
            if at is not None:
                taken.append((at, number))
                memory = memory[:expected] + "x" * length + memory[expected + length :]
        elif taken:
            at, size = taken.pop(number % len(taken))
            free.give(at, size)
            length, start = max(1, -(-size // ALIGNMENT)), at // ALIGNMENT
            memory = memory[:start] + "." * length + memory[start + length :]
    for at, size in taken:
        free.give(at, size)
    assert free.gaps == [(0, units * ALIGNMENT)]


def noise(samples: int) -> TrainingData:
    rng = np.random.default_rng(0)
    split = Split.of(rng.normal(size=(samples, 40)), rng.integers(0, 10, samples))
    return TrainingData(split, split)


def trained(model: str, masked: bool, seed: int = 0, hidden: int = 20) -> bytes:
    values = {"model": model, "hidden": hidden, "optimizer": "adam", "learning_rate": 0.01}
    values |= {"batch_size": 30, "steps": 20, "eval_every": 10}
    network = build_network(values, 40, seed, ops=get_ops("simd"))
    if masked:
        mask = np.random.default_rng(1).random(network.arena.size) < 0.2
        network = build_network(values, 40, seed, ops=get_ops("simd"), mask=mask)
    for _ in train(network, noise(100), values):
        pass
    return network.weights().tobytes()


@pytest.mark.usefixtures("no_collector")
@pytest.mark.parametrize("model", ["mlp", "cnn", "gru"])
@pytest.mark.parametrize("masked", [False, True])
def test_a_networks_memory_comes_back_when_it_is_dropped(model: str, masked: bool) -> None:
    trained(model, masked)  # what operations share, such as scratch, stays
    before = host().used
    trained(model, masked, seed=1)
    assert host().used == before


@pytest.mark.usefixtures("no_collector")
def test_a_search_gives_back_all_memory_and_needs_that_of_one_network() -> None:
    given: dict[str, Any] = {"hidden": 60, "steps": 4, "eval_every": 4, "num_samples": 200}
    mnist1d_lab.run("lottery", **given, sparsities=[0], trials=1, backend="simd")
    before, size = host().used, host().size
    given["sparsities"] = [level / 100 for level in range(60)]
    mnist1d_lab.run("lottery", **given, trials=1, backend="simd")
    assert host().used == before
    assert host().size == size


def test_a_view_keeps_its_array() -> None:
    ops = get_ops("simd")
    view = ops.array(np.arange(1000, dtype=np.float32))[100:200:3].reshape(2, -1)
    others = [ops.zeros(1000, np.float32) for _ in range(10)]
    for other in others:
        other[...] = -1
    assert np.array_equal(view.ravel(), np.arange(100, 200, 3))


def test_new_arrays_are_zero_in_used_memory_and_empty_ones_lie_apart() -> None:
    ops = get_ops("simd")
    ops.zeros((7, 9), np.float64)[...] = np.nan
    assert not ops.zeros((7, 9), np.float64).any()
    empty = [ops.zeros((0, 3), np.int32) for _ in range(3)]
    assert len({array.ctypes.data for array in empty}) == 3


def test_arrays_stay_where_they_are_when_the_memory_grows() -> None:
    own = WasmtimeHost()
    first = own.zeros(10, np.float32)
    first[...] = 5
    address, size = own.address(first), own.size
    large = own.zeros(5 * size, np.uint8)
    assert own.size > 5 * size
    assert own.address(first) == address
    assert own._memory.read(own._store, address, address + 40) == first.tobytes()
    large[-1] = 7
    assert own._memory.read(own._store, own.address(large) + 5 * size - 1)[0] == 7


def test_a_full_memory_is_searched_for_garbage_and_then_says_so(
    monkeypatch: pytest.MonkeyPatch, no_collector: None
) -> None:
    monkeypatch.setattr(wasmtime_host, "MOST_PAGES", 2 * wasmtime_host.PAGES_AT_ONCE)
    own = WasmtimeHost()
    most = 3 * wasmtime_host.PAGES_AT_ONCE * PAGE // 2
    cycle: list[Any] = [own.zeros(most, np.uint8)]
    cycle.append(cycle)
    del cycle
    kept = own.zeros(most, np.uint8)
    with pytest.raises(MemoryError, match="no 25165824 bytes left"):
        own.zeros(most, np.uint8)
    assert kept.nbytes == most


def test_an_array_out_of_reach_is_refused() -> None:
    ops = get_ops("simd")
    here, elsewhere = ops.zeros(8, np.float32), np.zeros(8, np.float32)
    with pytest.raises(ValueError, match="kernels reach only arrays made by"):
        ops.add(here, elsewhere, here)


def test_threads_take_turns_in_the_one_memory() -> None:
    """All at once they would spoil one another's scratch; these products last long enough."""

    def one(seed: int) -> bytes:
        return trained("mlp", False, seed, hidden=300)

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(one, range(4)))
    assert together == [one(seed) for seed in range(4)]


def without_wasmtime(code: str, module: str = "None") -> subprocess.CompletedProcess[str]:
    """Python in a process of its own in which the package is not there, or is not what it was."""
    script = (
        f"import sys; sys.modules['wasmtime'] = {module}\n"
        "from mnist1d_lab.ops import native_host; from pathlib import Path\n"
        f"native_host.LIBRARIES = Path('nowhere')\n{code}"
    )
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60,
        env={"PYTHONPATH": str(PACKAGE)},
    )  # fmt: skip


MAIN = "from mnist1d_lab.cli import main; sys.exit(main({}))"


@pytest.mark.parametrize("backend", BOTH)
def test_who_asks_for_it_and_lacks_the_package_is_told_which(backend: str) -> None:
    done = without_wasmtime(MAIN.format(["run", "preview", "--backend", backend]))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"mnist1d-lab: backend {backend} cannot run here: WebAssembly outside a browser needs the "
        "package wasmtime: install it, or mnist1d-lab[simd].\n"
    )


def test_without_the_package_numpy_serves_and_says_why() -> None:
    code = "from mnist1d_lab import ops; print(ops.get_ops().name, ops.fallback_reason)"
    done = without_wasmtime(code)
    assert done.stdout.startswith("numpy WebAssembly outside a browser needs the package wasmtime")


def test_a_package_that_does_not_work_is_no_end_either() -> None:
    broken = "type('Broken', (), {'Config': property(lambda self: 1 / 0)})()"
    code = "from mnist1d_lab import ops; print(ops.get_ops().name, ops.fallback_reason)"
    done = without_wasmtime(code, broken)
    assert done.stdout == "numpy The package wasmtime does not work here: division by zero\n"
