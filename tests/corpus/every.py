"""The whole corpus."""

from __future__ import annotations

from tests.corpus import (
    from_archive,
    from_excel,
    from_here,
    from_matlab,
    from_numpy,
    from_pandas,
    from_r,
    from_weka,
)
from tests.corpus.case import Case

SOURCES = (
    from_pandas, from_excel, from_r, from_matlab, from_numpy, from_archive, from_weka, from_here,
)  # fmt: skip
CASES: list[Case] = [case for source in SOURCES for case in source.cases()]
