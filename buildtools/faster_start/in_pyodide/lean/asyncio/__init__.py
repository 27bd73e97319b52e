"""The asyncio that Pyodide's event loop is made of: no servers, subprocesses, streams or TLS."""

from .coroutines import *  # noqa: F403
from .events import *  # noqa: F403
from .events import _BaseDefaultEventLoopPolicy as DefaultEventLoopPolicy  # noqa: F401
from .exceptions import *  # noqa: F403
from .futures import *  # noqa: F403
from .runners import *  # noqa: F403
from .tasks import *  # noqa: F403


def __getattr__(name):
    from postponed import attribute

    return attribute(__name__, "asyncio._whole_of_init", name, keep=("run",))
