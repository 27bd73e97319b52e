"""Precompressed siblings (.br, .gz) of the files in dist/, the slow ones kept in the cache."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

from buildtools.hashing import sha256, write_atomically
from buildtools.paths import cache_dir

COMPRESSED_SUFFIXES = frozenset(
    [
        ".html",
        ".css",
        ".js",
        ".mjs",
        ".json",
        ".wasm",
        ".svg",
        ".txt",
        ".webmanifest",
        ".xml",
        ".zip",
        ".whl",
        ".ico",
        ".map",
    ]
)
SMALLEST_BYTES = 512
WORTH_IT = 0.97  # a sibling that saves less than 3 % is not written


def _brotli(data: bytes) -> bytes:
    """Compress with brotli at its highest quality; a window over 22 bits makes the wasm larger."""
    compressed: bytes = brotli.compress(data, quality=11)
    return compressed


def _gzip(data: bytes) -> bytes:
    """Compress with gzip at its highest level; the same bytes every time."""
    return gzip.compress(data, 9, mtime=0)


ENCODERS: dict[str, Callable[[bytes], bytes]] = {".br": _brotli, ".gz": _gzip}


def compress_tree(folder: Path) -> None:
    """Write a .br and a .gz sibling for every compressible file where that saves bytes."""
    # brotli and zlib let go of the interpreter lock, so threads use all cores
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for _ in pool.map(_write_siblings, _largest_first(folder)):
            pass


def _largest_first(folder: Path) -> Iterable[Path]:
    files = [path for path in folder.rglob("*") if path.suffix in COMPRESSED_SUFFIXES]
    large = [path for path in files if path.stat().st_size >= SMALLEST_BYTES]
    return sorted(large, key=lambda path: path.stat().st_size, reverse=True)


def compressed(data: bytes, suffix: str) -> bytes:
    """Return the data compressed as the suffix says, from the cache where it is there."""
    cached = cache_dir("compressed") / f"{sha256(data)}{suffix}"
    if not cached.exists():
        write_atomically(cached, ENCODERS[suffix](data))
    return cached.read_bytes()


def _write_siblings(path: Path) -> None:
    data = path.read_bytes()
    for suffix in ENCODERS:
        smaller = compressed(data, suffix)
        if len(smaller) < WORTH_IT * len(data):
            path.with_name(path.name + suffix).write_bytes(smaller)
