"""The licences page's content: what is shipped, under which licence, with the full texts."""

from __future__ import annotations

import io
import re
import zipfile

from buildtools.paths import APP, ROOT
from buildtools.vendor import Component, Vendor

RULE = "=" * 78


def licences_text(vendor: Vendor) -> str:
    """Return one plain text: a list of the components, then each licence in full."""
    summary = [_summary(component) for component in vendor.components]
    texts = {
        "MNIST-1D Lab (MIT)": (ROOT / "LICENSE").read_text(),
        "Pyodide and micropip (MPL-2.0)": (APP / "licences" / "MPL-2.0.txt").read_text(),
        "CPython (PSF-2.0)": (APP / "licences" / "PSF-2.0.txt").read_text(),
        **_licences_in_wheel("NumPy", vendor, ".dist-info/licenses/"),
        **_licences_in_wheel("micropip", vendor, "/_vendored/"),
        **_licences_beside(vendor),
        **_licences_within(vendor),
    }
    bodies = [f"{RULE}\n{title}\n{RULE}\n\n{text.strip()}\n" for title, text in texts.items()]
    return "\n".join(["What this site ships, and under which licence\n", *summary, "", *bodies])


def _summary(component: Component) -> str:
    title = f"{component.name} {component.version}"
    said = f"{title}: {component.notice}. {component.licence}. {component.homepage}"
    within = ", ".join(f"{one.package} ({one.licence})" for one in component.bundles)
    return f"{said}\n  within it: {within}" if within else said


def _licences_beside(vendor: Vendor) -> dict[str, str]:
    """The licence files that components of the lock carry themselves."""
    return {
        f"{component.name} ({component.licence})": vendor.get(file).decode()
        for component in vendor.components
        for file in component.files
        if file.name == "LICENSE"
    }


def _licences_within(vendor: Vendor) -> dict[str, str]:
    """The licences of what the components' files hold of other projects; each text once."""
    names: dict[str, list[str]] = {}
    for one in (one for component in vendor.components for one in component.bundles):
        title = f"{one.package} ({one.licence})"
        names.setdefault(vendor.get(one.text).decode(), []).append(title)
    return {"\n".join(titles): text for text, titles in names.items()}


def _licences_in_wheel(name: str, vendor: Vendor, folder: str) -> dict[str, str]:
    [wheel] = vendor.files(name.lower()).values()
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        within = [m for m in archive.namelist() if folder in m]
        members = [m for m in within if re.search(r"(LICENSE|COPYING)[^/]*$", m)]
        return {f"{name}: {m.partition(folder)[2]}": archive.read(m).decode() for m in members}
