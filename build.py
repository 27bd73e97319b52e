#!/usr/bin/env python3
"""Builds, serves and checks MNIST-1D Lab.

    python3 build.py site      vendor -> wheel -> faster start -> render -> dist/
    python3 build.py serve     the same, then http://localhost:8000  (--port, or PORT=)
    python3 build.py check     linters, type checks and all tests
    python3 build.py kernels   py/mnist1d_lab/ops/simd.c -> the two .wasm files
    python3 build.py docs      docs/site/ and the docstrings -> build/docs/
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
        # the documentation is made by what the tests have too
        environment.enter("test" if getattr(options, "docs", False) else options.lock)
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

    build_site(stock=options.stock, docs=options.docs)


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


def _docs(_: argparse.Namespace) -> None:
    from buildtools.docs import build_docs

    build_docs()


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
            "--stock", action="store_true", help="ship Pyodide and NumPy as they are published"
        )
        command.add_argument(
            "--docs", action="store_true", help="the documentation beside the page, at docs/"
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
        ("docs", _docs, "build the documentation's site"),
        ("tools", _tools, "install the test environment"),
    ):
        commands.add_parser(name, help=text).set_defaults(run=run, lock="test")
    lock = commands.add_parser("lock", help="renew requirements/*.lock")
    lock.set_defaults(run=_lock, lock="site")
    return parser


def _package_was_meant() -> bool:
    """`python -m build` in this folder, by which everyone means PyPI's `build`, finds this file.

    Only what `-m` starts has a spec. The folder is taken off the path, and the real one starts.
    """
    if __spec__ is None:
        return False
    import runpy

    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [path for path in sys.path if os.path.abspath(path) != here]
    try:
        runpy.run_module("build", run_name="__main__", alter_sys=True)
    except ImportError:
        sys.exit("error: `python -m build` needs PyPI's package `build`; the page is built by "
                 "`python3 build.py site`")  # fmt: skip
    return True


if __name__ == "__main__" and not _package_was_meant():
    sys.exit(main())
