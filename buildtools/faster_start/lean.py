"""Lean modules: what a start needs of some that take long to import, the whole of them on demand.

Each file in `in_pyodide/lean/` takes the place of the module of that name in the trimmed archives.
Where it has a `__getattr__`, the original stays beside it as `_whole_of_<name>`, and is run when
more of it is asked for (`in_pyodide/lean/postponed.py`).
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

FOLDER = Path(__file__).parent / "in_pyodide" / "lean"
HELPER = "postponed.py"

Members = dict[str, bytes]


def made_lean(members: Members, kept: list[str]) -> tuple[Members, list[str]]:
    """Return an archive's members, and the names of those to keep, with lean modules in place."""
    members, kept = dict(members), list(kept)
    for path in sorted(FOLDER.rglob("*.py")):
        name = path.relative_to(FOLDER).as_posix()
        if name not in kept:
            continue
        lean = path.read_bytes()
        if b"__getattr__" in lean:
            whole = whole_of(name)
            members[whole] = members[name]
            kept.append(whole)
        members[name] = lean
    return members, kept


def check_all_placed(*archives: Members) -> None:
    """Raise LookupError if a lean module has lost its place: its original has been renamed."""
    placed = {name for archive in archives for name in archive}
    for path in sorted(FOLDER.rglob("*.py")):
        name = path.relative_to(FOLDER).as_posix()
        if f"{name}c" not in placed:
            raise LookupError(f"{name} is in none of the trimmed archives")


def whole_of(name: str) -> str:
    """Return the name that the original of a lean module's file has."""
    path = PurePosixPath(name)
    return path.with_name(f"_whole_of_{path.stem.strip('_')}.py").as_posix()
