"""Where packages lie; the page unpacks its own, so what unpacks others is put off."""

from site import getsitepackages


class _Folder:
    """As much of a path as JavaScript asks for at the start."""

    def __init__(self, path):
        self.path = path

    def __str__(self):
        return self.path


SITE_PACKAGES = _Folder(getsitepackages()[0])
DSO_DIR = _Folder("/usr/lib")


def __getattr__(name):
    from postponed import attribute

    return attribute(__name__, "pyodide._whole_of_package_loader", name)
