"""The licences page's content: what is shipped, under which licence, with the full texts."""

from __future__ import annotations

import io
import zipfile

from buildtools.paths import APP, ROOT
from buildtools.vendor import Component, Vendor

RULE = "=" * 78


def licences_text(vendor: Vendor, numpy_wheel: bytes) -> str:
    """Return one plain text: a list of the components, then each licence in full."""
    summary = [_summary(component) for component in vendor.components]
    texts = {
        "MNIST-1D Lab (MIT)": (ROOT / "LICENSE").read_text(),
        "Pyodide (MPL-2.0)": (APP / "licences" / "MPL-2.0.txt").read_text(),
        "CPython (PSF-2.0)": (APP / "licences" / "PSF-2.0.txt").read_text(),
        **_licences_in_wheel("NumPy", numpy_wheel),
    }
    bodies = [f"{RULE}\n{title}\n{RULE}\n\n{text.strip()}\n" for title, text in texts.items()]
    return "\n".join(["What this site ships, and under which licence\n", *summary, "", *bodies])


def _summary(component: Component) -> str:
    title = f"{component.name} {component.version}"
    return f"{title}: {component.notice}. {component.licence}. {component.homepage}"


def _licences_in_wheel(name: str, wheel: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        members = [m for m in archive.namelist() if ".dist-info/licenses/" in m]
        return {
            f"{name}: {m.partition('/licenses/')[2]}": archive.read(m).decode() for m in members
        }
