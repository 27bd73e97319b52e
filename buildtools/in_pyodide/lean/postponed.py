"""What the start does not need of a module, got from the whole of it when it is asked for.

A lean module (buildtools/lean.py) ends in a `__getattr__` (PEP 562) that calls `attribute`.
"""

import sys
from importlib import import_module
from importlib.util import find_spec


def attribute(module, whole, name, keep=()):
    """Run the whole of a lean module in its place, then look the name up.

    `keep` are names that others have set since. A package's submodule is only imported.
    """
    namespace = vars(sys.modules[module])
    if "__path__" in namespace and find_spec(f"{module}.{name}"):
        return import_module(f"{module}.{name}")
    kept = {name: namespace[name] for name in keep}
    # What the whole module has not either is then missed in the ordinary way.
    del namespace["__getattr__"]
    exec(find_spec(whole).loader.get_code(whole), namespace)
    namespace.update(kept)
    return getattr(sys.modules[module], name)
