"""What the start does not need of a module, got from the whole of it when it is asked for.

A lean module (`lean.py` of the build) ends in a `__getattr__` (PEP 562) that calls `attribute`.
"""

import sys
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import find_spec


def attribute(module, whole, name, keep=()):
    """Run the whole of a lean module in its place, then look the name up.

    `keep` are names that others have set since. A package's submodule is only imported.
    """
    namespace = vars(sys.modules[module])
    # Only what is here: to see whether a name exists must fetch nothing.
    submodule = f"{module}.{name}"
    if "__path__" in namespace and PathFinder.find_spec(submodule, namespace["__path__"]):
        return import_module(submodule)
    kept = {name: namespace[name] for name in keep}
    # What the whole module has not either is then missed in the ordinary way.
    hook = namespace.pop("__getattr__")
    try:
        exec(find_spec(whole).loader.get_code(whole), namespace)
    except BaseException:
        namespace["__getattr__"] = hook  # to be tried again
        raise
    finally:
        namespace.update(kept)
    return getattr(sys.modules[module], name)
