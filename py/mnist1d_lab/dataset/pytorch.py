"""The data set as PyTorch has its own: ``mnist1d_lab.MNIST1D``, made on the spot, never fetched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

try:
    import torch
    from torch.utils.data import Dataset
except ImportError as error:
    raise ImportError("MNIST1D needs PyTorch: pip install torch.") from error

from mnist1d_lab.dataset.making import make_arrays

CLASSES = [str(label) for label in range(10)]

Transform = Callable[[Any], Any]


class MNIST1D(Dataset):  # type: ignore[misc]  # PyTorch is not there when types are checked
    """MNIST-1D as a map-style ``torch.utils.data.Dataset``, in the manner of ``torchvision``'s.

    >>> loader = DataLoader(MNIST1D(train=True), batch_size=100, shuffle=True)  # doctest: +SKIP

    An item is a signal, a float32 tensor (length,), and its label, an int; ``transform`` and
    ``target_transform`` are applied to them. ``data`` (samples, length) float32 and ``targets``
    (samples,) int64 are all of them, ``t`` (length,) the coordinate. ``args`` are the generator's
    settings, as for ``make_dataset`` (default: the published set of 4000 and 1000); ValueError
    where no set can be made of them.
    """

    classes = CLASSES

    def __init__(
        self,
        train: bool = True,
        *,
        transform: Transform | None = None,
        target_transform: Transform | None = None,
        args: object = None,
    ) -> None:
        made = make_arrays(args)
        x, y = ("x", "y") if train else ("x_test", "y_test")
        self.train = train
        self.data = torch.as_tensor(made[x], dtype=torch.float32)
        self.targets = torch.as_tensor(made[y], dtype=torch.int64)
        self.t = torch.as_tensor(made["t"], dtype=torch.float32)
        self.transform = transform
        self.target_transform = target_transform

    def __len__(self) -> int:
        return len(self.targets)

    def __getitem__(self, index: int) -> tuple[Any, Any]:
        signal, target = self.data[index], int(self.targets[index])
        return (
            self.transform(signal) if self.transform else signal,
            self.target_transform(target) if self.target_transform else target,
        )

    def __repr__(self) -> str:
        part = "train" if self.train else "test"
        return f"MNIST1D({part}, {len(self)} signals of {self.data.shape[1]})"
