#!/usr/bin/env python3
"""Builds, serves and checks MNIST-1D Lab.

    python3 build.py site      vendor -> trim -> wheel -> render -> dist/
    python3 build.py serve     the same, then http://localhost:8000  (--port, or PORT=)
    python3 build.py check     linters, type checks and all tests
    python3 build.py kernels   py/mnist1d_lab/ops/simd.c -> the two .wasm files
    python3 build.py lock      requirements/*.lock from pyproject.toml

Needs python3 (3.11 or newer) only: it makes `.venv`, installs hash-locked tools there and goes on
inside it. Third-party files are checked by sha256 and cached in ~/.cache/mnist1d-lab (or where
MNIST1D_LAB_CACHE says), so a second build works without a network.
"""

from __future__ import annotations

import argparse
import os
import sys

from buildtools import environment
from buildtools.console import BuildError, say

DEFAULT_PORT = 8000


def main() -> int:
    """Parse the command line, enter the environment, run the command."""
    options = _parser().parse_args()
    try:
        environment.enter(options.lock)
        code: int = options.run(options) or 0
    except BuildError as error:
        say(f"error: {error}")
        return 1
    except KeyboardInterrupt:
        return 130
    return code


# Each command imports its modules when it runs: before `environment.enter` there is no NumPy,
# no Jinja2 and no brotli.


def _site(options: argparse.Namespace) -> None:
    from buildtools.site import build_site

    build_site(trimmed=not options.untrimmed)


def _serve(options: argparse.Namespace) -> None:
    from buildtools.paths import DIST
    from buildtools.server import serve

    _site(options)
    serve(DIST, options.port)


def _check(options: argparse.Namespace) -> int:
    from buildtools.checks import run_checks

    return run_checks(options.only)


def _kernels(_: argparse.Namespace) -> None:
    from buildtools.kernels import build_kernels

    build_kernels()


def _lock(_: argparse.Namespace) -> None:
    environment.lock()


def _tools(_: argparse.Namespace) -> None:
    """Only enter the environment: `.ci/run` adds PyTorch to it before the checks."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    site = commands.add_parser("site", help="build dist/")
    serve = commands.add_parser("serve", help="build dist/ and serve it")
    for command in (site, serve):
        command.add_argument(
            "--untrimmed", action="store_true", help="ship Pyodide's own archives, for comparison"
        )
    port = int(os.environ.get("PORT") or DEFAULT_PORT)
    serve.add_argument("--port", type=int, default=port, help="default: PORT, or 8000")
    site.set_defaults(run=_site, lock="site")
    serve.set_defaults(run=_serve, lock="site")

    check = commands.add_parser("check", help="run linters, type checks and tests")
    check.add_argument("only", nargs="*", help="names of checks; all when none is named")
    check.set_defaults(run=_check, lock="test")

    for name, run, text in (
        ("kernels", _kernels, "compile the WebAssembly kernels"),
        ("tools", _tools, "install the test environment"),
    ):
        commands.add_parser(name, help=text).set_defaults(run=run, lock="test")
    lock = commands.add_parser("lock", help="renew requirements/*.lock")
    lock.set_defaults(run=_lock, lock="site")
    return parser


if __name__ == "__main__":
    sys.exit(main())
