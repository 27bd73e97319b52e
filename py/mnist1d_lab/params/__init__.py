"""Every user-facing parameter, once: name, default, range, unit, help and check.

The page renders its sliders from this table, the command line its flags and the permalink its
keys, and all of them check against it, so a name, a default or a range is written nowhere else.
Which experiment takes which of them stands in ``mnist1d_lab.experiments``. The table's parts lie
in the files of this folder by what they are about; everyone imports them from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mnist1d_lab.params.data import *
from mnist1d_lab.params.executor import *
from mnist1d_lab.params.images import *
from mnist1d_lab.params.knob import *
from mnist1d_lab.params.lottery import *
from mnist1d_lab.params.measures import *
from mnist1d_lab.params.models import *
from mnist1d_lab.params.param import *
from mnist1d_lab.params.rivals import *
from mnist1d_lab.params.tickets import *


def check(params: Iterable[Param], given: Mapping[str, Any], *, where: str = "this") -> Values:
    """``check_each``; and raises ParamError for values that do not go together."""
    values = check_each(params, given, where=where)
    check_data(values)
    return values
