"""When a record was made, by what, and on what kind of machine."""

from __future__ import annotations

from typing import Any


def made_here() -> dict[str, Any]:
    """Now (UTC), this Python and NumPy, and the machine's kind; nothing that names a person."""
    # Imported here: a page makes no record before somebody runs something.
    import os  # noqa: PLC0415
    import platform  # noqa: PLC0415
    from datetime import datetime, timezone  # noqa: PLC0415

    import numpy as np  # noqa: PLC0415

    return {
        "at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "system": platform.system(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
    }
