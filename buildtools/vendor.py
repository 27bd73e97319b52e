"""Third-party files of the page: found in the cache or fetched, and always checked by sha256.

`app/vendor.lock.json` names every file with its hash and its sources in order of preference. A file
whose hash is wrong is refused wherever it came from, the cache included, and the next place is
asked. A source that cannot be reached is not asked twice in a run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from buildtools.console import BuildError, say
from buildtools.hashing import sha256, write_atomically
from buildtools.paths import VENDOR_LOCK, cache_dir
from buildtools.sources import Cdn, NotThere, NpmTarball, PypiWheel, Source, Unreachable


@dataclass(frozen=True)
class VendoredFile:
    """One third-party file: what it must be, and where it may come from."""

    name: str
    sha256: str
    bytes: int
    sources: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class Bundled:
    """A project within a component's file: its package (name@version), and its licence."""

    package: str
    licence: str
    text: VendoredFile


@dataclass(frozen=True)
class Component:
    """One third-party project: its files, what is within them, and what its licence wants said."""

    name: str
    version: str
    licence: str
    homepage: str
    notice: str
    files: tuple[VendoredFile, ...]
    bundles: tuple[Bundled, ...] = ()


def read_lock(path: Path = VENDOR_LOCK) -> list[Component]:
    """Read the vendor lock."""
    lock = json.loads(path.read_text())
    return [_component(entry, lock["bundled_sources"]) for entry in lock["components"]]


def _component(entry: dict[str, Any], bundled_sources: list[dict[str, str]]) -> Component:
    sources = tuple(entry["sources"])
    return Component(
        name=entry["name"],
        version=entry["version"],
        licence=entry["licence"],
        homepage=entry["homepage"],
        notice=entry["notice"],
        files=tuple(VendoredFile(sources=sources, **file) for file in entry["files"]),
        bundles=tuple(_bundled(bundled_sources, **one) for one in entry.get("bundles", ())),
    )


def _bundled(
    templates: list[dict[str, str]], *, package: str, licence: str, **file: Any
) -> Bundled:
    sources = tuple(
        {key: value.replace("{package}", package) for key, value in template.items()}
        for template in templates
    )
    return Bundled(package, licence, VendoredFile(name="LICENSE", sources=sources, **file))


class Vendor:
    """Hands out vendored files by name; one instance serves one build."""

    def __init__(
        self,
        components: list[Component],
        cache: Path | None = None,
        sources: Mapping[str, Source] | None = None,
    ) -> None:
        self.components = components
        self._cache = cache or cache_dir("vendor")
        self._sources = sources or {"cdn": Cdn(), "npm": NpmTarball(), "pypi": PypiWheel()}
        self._unreachable: set[str] = set()

    def component(self, name: str) -> Component:
        """Return a component of the lock by its name."""
        return next(component for component in self.components if component.name == name)

    def files(self, name: str) -> dict[str, bytes]:
        """Return all files of a component, by the last part of their names."""
        return {Path(f.name).name: self.get(f) for f in self.component(name).files}

    def script(self, name: str) -> bytes:
        """Return the one JavaScript file of a component."""
        return next(data for file, data in self.files(name).items() if file.endswith(".js"))

    def get(self, file: VendoredFile) -> bytes:
        """Return the file's bytes, from the cache or from the first source that has them right."""
        cached = self._cache / file.sha256
        if cached.exists():
            data = cached.read_bytes()
            if sha256(data) == file.sha256:
                return data
            say(f"{file.name}: the cached copy is damaged and is fetched again")
        data = self._fetch(file)
        write_atomically(cached, data)
        return data

    def _fetch(self, file: VendoredFile) -> bytes:
        refusals = []
        for template in file.sources:
            kind = template["kind"]
            if kind in self._unreachable:
                refusals.append(f"{kind}: not reachable")
                continue
            try:
                data = self._sources[kind].fetch(template, file.name)
            except Unreachable as error:
                self._unreachable.add(kind)
                say(f"source {kind} is not reachable ({error}); going on with the next")
                refusals.append(f"{kind}: {error}")
                continue
            except NotThere as error:
                refusals.append(f"{kind}: {error}")
                continue
            if sha256(data) == file.sha256:
                say(f"fetched {file.name} from {kind}")
                return data
            refusals.append(f"{kind}: wrong sha256 {sha256(data)[:16]}")
            say(f"{file.name}: what {kind} sent has the wrong sha256 and is refused")
        raise BuildError(f"no source has {file.name} ({'; '.join(refusals)})")
