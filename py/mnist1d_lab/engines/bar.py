"""tqdm's bar of how far a run is, in a terminal or a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from mnist1d_lab.params import ParamError

OnProgress = Callable[[float, str], object]
FORMAT = "{percentage:3.0f} %|{bar}| {elapsed}<{remaining}{postfix}"
NEEDED = "progress=True needs the package tqdm: install it, or mnist1d-lab[progress]."


@contextmanager
def heard(progress: OnProgress | bool | None) -> Iterator[OnProgress | None]:
    """Who hears of progress: the function given, or for True a bar; ParamError without tqdm."""
    if not isinstance(progress, bool):
        yield progress
        return
    if not progress:
        yield None
        return
    try:
        from tqdm.auto import tqdm  # noqa: PLC0415
    except ImportError as error:
        raise ParamError("progress", NEEDED) from error
    with tqdm(total=100, bar_format=FORMAT) as bar:

        def show(share: float, task: str) -> None:
            bar.set_postfix_str(task, refresh=False)
            bar.update(100 * share - bar.n)

        yield show
