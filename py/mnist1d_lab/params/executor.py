"""How a run is spread over this machine, and who computes."""

from __future__ import annotations

from mnist1d_lab.params.param import Param

BACKEND_NAMES = ("native", "simd-relaxed", "simd", "numpy")  # the best first
BACKEND = Param(
    "backend", "choice", "auto", "Backend",
    "Who computes: the page's own kernels, compiled for this machine (native) or in WebAssembly, "
    "so that a run of the page repeats to the bit, or NumPy. auto takes the first that runs here.",
    "executor", choices=("auto", *BACKEND_NAMES),
)  # fmt: skip
WORKERS = Param(
    "workers", "int", 1, "Workers", "Processes that share the tasks.", "executor", 1, 64, 1,
    "processes",
)  # fmt: skip
ENGINE = Param(
    "engine", "choice", "local", "Engine",
    "Who does the tasks: processes of this machine, or a Dask cluster.", "executor",
    choices=("local", "dask"),
)  # fmt: skip
SCHEDULER = Param(
    "scheduler", "text", "", "Scheduler",
    "The address of a Dask scheduler, such as tcp://host:8786, for engine dask; empty: a cluster "
    "of its own on this machine.",
    "executor", length=(0, 500),
)  # fmt: skip
