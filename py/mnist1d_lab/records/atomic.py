"""Files that are there whole or not at all, whatever happens while they are written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


def write_atomically(path: Path, content: bytes) -> None:
    """Write ``path``; a full disk or a kill on the way leaves what was there before.

    The bytes are on the disk before the name changes over to them. Raises OSError.
    """
    with written_atomically(path) as file:
        file.write(content)


@contextmanager
def written_atomically(path: Path) -> Iterator[IO[bytes]]:
    """A file to write into that becomes ``path`` when the block ends well; see above."""
    import tempfile  # noqa: PLC0415 - a browser, which has no such files, need not wait for it

    handle, name = tempfile.mkstemp(prefix=f".{path.name[:80]}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, _mode(path))
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
    _keep_name(path.parent)


def _mode(path: Path) -> int:
    """The permissions that the file has, or that a new one would get: ``mkstemp`` gives 600."""
    with suppress(OSError):
        return path.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _keep_name(folder: Path) -> None:
    """Have the folder's new entry on the disk as well, where a folder can be opened for that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
