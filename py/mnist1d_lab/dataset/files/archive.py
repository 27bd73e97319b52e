"""Tables inside a ZIP archive, as the UCR archive's sets come."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from mnist1d_lab.dataset.files import npy
from mnist1d_lab.dataset.files.limits import DataFileError
from mnist1d_lab.dataset.files.names import split_in

File = tuple[str, bytes]  # name and content

# In this order, where an archive has one set in several kinds.
TABLES = ("ts", "arff", "tsv", "csv", "txt", "dat", "data", "parquet", "pq")


def ending(name: str) -> str:
    return PurePath(name).suffix.removeprefix(".").casefold()


def unzipped(name: str, content: bytes) -> list[File]:
    """The file, or what is of use in it if it is an archive; a DataFileError names it."""
    if ending(name) != "zip":
        return [(name, content)]
    try:
        inside = npy.member_names(content)
        chosen = _chosen([inner for inner in inside if _is_table(inner)])
        return npy.read_members(content, chosen)
    except DataFileError as error:
        raise DataFileError(f"{name}: {error}") from error


def _is_table(name: str) -> bool:
    hidden = PurePath(name).name.startswith((".", "README", "readme"))
    return ending(name) in (*TABLES, "npy") and not hidden


def _chosen(inside: Sequence[str]) -> list[str]:
    """A pair of train and test, or whatever is alone of its kind."""
    for kind in (*TABLES, "npy"):
        same = [name for name in inside if ending(name) == kind]
        divided = [name for name in same if split_in(PurePath(name).stem)]
        if {split_in(PurePath(name).stem) for name in divided} >= {"train", "test"}:
            return divided
        if len(same) == 1 or (same and kind == "npy"):
            return same
    some = ", ".join(inside[:5])
    raise DataFileError(f"no table, or pair of train and test, could be told in it ({some}).")
