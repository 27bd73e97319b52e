"""Content hashes: for vendored files, cache keys and the names of immutable folders."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path


def sha256(data: bytes) -> str:
    """Return the hexadecimal sha256 of some bytes."""
    return hashlib.sha256(data).hexdigest()


def integrity(data: bytes) -> str:
    """Return the sha256 of some bytes as an `integrity` attribute and a policy's source hold it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(data).digest()).decode()


def sha256_of_contents(files: Mapping[str, bytes]) -> str:
    """Return one sha256 for a set of named contents, whatever order they come in."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{sha256(files[name])}\n".encode())
    return digest.hexdigest()


def sha256_of_tree(folders: Iterable[Path], suffixes: tuple[str, ...]) -> str:
    """Return one sha256 for all files with these suffixes below the folders (caches left out)."""
    contents = {
        f"{folder.name}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in suffixes and path.is_file() and "__pycache__" not in path.parts
    }
    return sha256_of_contents(contents)


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that another process sees the whole of it or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{id(data):x}.part")
    partial.write_bytes(data)
    partial.replace(path)
