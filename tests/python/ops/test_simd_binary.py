"""What makes it safe that the kernels share a live Python's memory, read off the binaries."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from mnist1d_lab.ops import expanded, loading, simd
from mnist1d_lab.ops.wasm_host import WASM_ROOM, Room

OPS = Path(simd.__file__).parent
BINARIES = sorted(loading.BINARIES.values())
TYPE, IMPORT, FUNCTION, EXPORT, CODE = 1, 2, 3, 7, 10


def leb128(data: bytes, at: int) -> tuple[int, int]:
    """An unsigned number and where it ends."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def sections(path: Path) -> Iterator[tuple[int, bytes]]:
    """(id, contents) of each section of a WebAssembly module (core specification, 5.5.2)."""
    data = path.read_bytes()
    assert data[:8] == b"\0asm\1\0\0\0"
    at = 8
    while at < len(data):
        number, (size, start) = data[at], leb128(data, at + 1)
        yield number, data[start : start + size]
        at = start + size


@pytest.mark.parametrize("name", BINARIES)
def test_nothing_of_its_own_lies_in_memory(name: str) -> None:
    """No data, and nothing that starts by itself; no global, so no stack pointer.

    That the code does without them is then part of its being valid: see tests/pyodide.
    """
    found = [number for number, _ in sections(OPS / name)]
    assert found == [TYPE, IMPORT, FUNCTION, EXPORT, CODE]


@pytest.mark.parametrize("name", BINARIES)
def test_it_imports_the_memory_and_nothing_else(name: str) -> None:
    """So there is nothing it could call: no allocation, no host function."""
    imports = dict(sections(OPS / name))[IMPORT]
    assert imports.startswith(b"\x01\x03env\x06memory\x02")


@pytest.mark.parametrize("name", BINARIES)
def test_it_exports_one_function(name: str) -> None:
    assert dict(sections(OPS / name))[EXPORT].startswith(b"\x01\x03run\x00")


def test_the_kernels_are_numbered_alike_in_c_and_python() -> None:
    source = (OPS / "simd.c").read_text()
    renamed = {"add": "sum_of", "multiply": "product_of"}
    renamed |= {kind: f"{kind}_of" for kind in ("copy", *simd.CURVED)}
    renamed |= {"sparse_product": "sparse_product", "sampled_product": "sampled_product"}
    for number, kernel in enumerate(simd.KERNELS):
        assert f"RUN({number}, {renamed.get(kernel, kernel)})" in source
    more = {
        "expand": expanded.EXPAND,
        "sparse_tail": expanded.TAIL,
        "sampled_dense": expanded.SAMPLED,
    }
    for kernel, number in more.items():
        assert f"RUN({number}, {kernel})" in source
    assert source.count("    RUN(") == len(simd.KERNELS) + len(more)


def test_the_scratch_is_as_large_as_the_kernels_say() -> None:
    source = (OPS / "kernels" / "dense.h").read_text()
    assert "#else\n#define ROWS 5\n#endif" in source
    assert "enum { VECS = 3, WIDTH = VECS * LANES, DEPTH = 256, COLUMNS = 4 };" in source
    source = (OPS / "kernels" / "active.h").read_text()
    assert "enum { PANEL = 13, BLOCK = 128, LIST = BLOCK + LANES };" in source
    assert Room(4, (256 + 5) * 3 * 4, 128 * 4 * 13, 128 + 4) == WASM_ROOM


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both binaries, compiled from the source as it is."""
    from buildtools.kernels import compile_kernels

    folder = tmp_path_factory.mktemp("kernels")
    compile_kernels(folder)
    return folder


@pytest.mark.skipif(find_spec("ziglang") is None, reason="rebuilding needs the package ziglang")
@pytest.mark.parametrize("name", BINARIES)
def test_the_binaries_are_what_the_source_gives(name: str, compiled: Path) -> None:
    """Byte for byte, with the pinned compiler."""
    assert (compiled / name).read_bytes() == (OPS / name).read_bytes()
