"""Drop-in for ``mnist1d.transform``; what it offers is in ``dataset/``.

One departure: ``max_translation=0`` means "no translation"; the reference package raises there.

In the reference ``mnist1d.transform`` is this module when it is imported from, and the function of
the same name when it is called: so this module can be called.
"""

import sys
from types import ModuleType
from typing import Any

from mnist1d_lab.dataset.pipeline import transform
from mnist1d_lab.dataset.transforms import (
    corr_noise_like,
    iid_noise_like,
    interpolate,
    pad,
    shear,
    translate,
)

__all__ = [
    "corr_noise_like", "iid_noise_like", "interpolate", "pad", "shear", "transform", "translate",
]  # fmt: skip


class _CallableModule(ModuleType):
    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return transform(*args, **kwargs)


sys.modules[__name__].__class__ = _CallableModule
