"""Bytes as they come from JavaScript."""

from __future__ import annotations

from typing import Protocol

Buffer = bytes | bytearray | memoryview


class JsBuffer(Protocol):
    """A typed array as Pyodide hands it over."""

    def to_bytes(self) -> bytes: ...


def as_bytes(buffer: JsBuffer | Buffer) -> bytes:
    if isinstance(buffer, (bytes, bytearray, memoryview)):
        return bytes(buffer)
    return buffer.to_bytes()
