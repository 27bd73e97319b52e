"""Names that are written down nowhere: those of a folder's modules, each a choice of its own."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).parent.parent


def modules_in(folder: str) -> list[str]:
    """The modules of a folder of the package, in the order of the alphabet; none is imported."""
    names = (os.path.splitext(name) for name in os.listdir(_PACKAGE / folder))
    return sorted(stem for stem, ending in names if ending in (".py", ".pyc") and stem[0] != "_")
