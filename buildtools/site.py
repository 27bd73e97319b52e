"""Assembles dist/: hashed folders for runtime and app, the page, headers, licences, siblings.

dist/index.html           the page, with its data in JSON script blocks
dist/runtime-<hash>/      Pyodide, the standard library, NumPy        (never changes: immutable)
dist/app-<hash>/          js/, css/, vendor/, our wheel, lock file    (never changes: immutable)
dist/data-<hash>/         MNIST's images, fetched by a press          (never changes: immutable)
dist/build.json           the manifest: every file with its size and sha256
dist/serviceworker.js     keeps all that for a visit without a network
dist/docs/                the documentation, if it was asked for
dist/licences.txt  sbom.cdx.json  _headers  .nojekyll  and what lies in static/
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path, PurePosixPath
from typing import Any

from buildtools import faster_start, package
from buildtools.bundle import bundled
from buildtools.compress import compress_tree, compressed
from buildtools.console import say
from buildtools.docs import build_docs
from buildtools.hashing import integrity, sha256, sha256_of_contents
from buildtools.headers import (
    CONTENT_SECURITY_POLICY,
    HEADERS_FILE,
    headers_file,
    security_headers,
)
from buildtools.images import FILE as IMAGES
from buildtools.images import images_file
from buildtools.lessons import FOLDER, GLOSSARY, Known, read_glossary, read_lessons
from buildtools.licences import licences_text
from buildtools.offline import SERVICE_WORKER, service_worker
from buildtools.pagecode import MAIN, WORKER, PageCode, page_code
from buildtools.paths import APP, DIST, STATIC
from buildtools.render import places, render_page, script_json, without
from buildtools.runtime import Runtime, as_published
from buildtools.sbom import SBOM_FILE, sbom
from buildtools.terms import mark_terms
from buildtools.vendor import Vendor, read_lock

# the page's libraries, each one file, loaded when first needed: vendor/<name>.js
LIBRARIES = ("d3", "plot", "idb")
# the names that they are imported by, for which the import map has the files
BY_NAME = {"d3-script": "vendor/d3.js", "plot-script": "vendor/plot.js", "idb": "vendor/idb.js"}
# those that a build makes a file of, imported by name, too, and only when their view is shown
BUNDLES = {"codemirror-bundle": "vendor/codemirror.js"}
# the style sheets that every visit needs, later ones stronger: one file, css/page.css
SHEETS = (
    *("tokens", "base", "layout", "shell", "buttons", "controls", "running", "charts"),
    *(
        "bench",
        "benchlayout",
        "data",
        "own",
        "models",
        "tickets",
        "experiments",
        "teaching",
        "print",
    ),
)
# the recorded runs that rooms show
RECORDINGS = "recorded.json"
# the recorded sweeps, fetched when their figure comes into sight
SWEEPS = "sweeps.json"
# what a lesson says, fetched when one is opened
LESSONS = "lessons.json"
# the recorded runs that are fetched each by itself, when its part comes into sight
APART = ("orders", "survival", "untrained")
# those in the document, and those that are only quoted in its text
ELSEWHERE = (
    *("preview", "paper", "paper_exact", "rivals_paper"),
    *("orders_still", "untrained_long", "rewinding", "snip", "movement", "magnitude"),
    *("cnn", "rivals_cnn", "controls_cnn", "controls_best"),
    *("transfer_best", "survival_width", "survival_samples"),
    *("survival_rate", "survival_rate_paper"),
)
DOCS = "docs"
# what of the files beside the document is kept for a visit without a network
KEPT_OF_ROOT = ("build.json", "icon.svg", "manifest.webmanifest")


def build_site(
    dist: Path = DIST, *, stock: bool = False, docs: bool = False, siblings: bool = True
) -> Path:
    """Build the site into `dist` and return it.

    `stock` ships Pyodide and NumPy as published; `docs` puts the documentation beside the page,
    which then links to it; without `siblings` nothing is compressed, which takes a minute where the
    cache has nothing of it.
    """
    vendor = Vendor(read_lock())
    runtime = as_published(vendor)
    wheel = package.build_wheel()
    wheel_data = wheel.read_bytes()
    if not stock:
        runtime, wheel_data = faster_start.made_faster(vendor, runtime, wheel)
    recorded = package.recorded_runs()
    lessons = _lessons(recorded)
    code = page_code([*BY_NAME, *BUNDLES])
    app = {**code.files, **_app_files(vendor, wheel.name, wheel_data, recorded)}
    app[LESSONS] = _compact_json(lessons)
    app_folder = f"app-{sha256_of_contents(app)[:12]}"
    images = {IMAGES: images_file(vendor).read_bytes()}
    data_folder = f"data-{sha256_of_contents(images)[:12]}"
    config = _config(runtime, app, app_folder, wheel.name) | {"recorded": recorded}
    config["download"] = _download_size([*runtime.files.values(), wheel_data], siblings=siblings)
    config["docs"] = f"{DOCS}/index.html" if docs else None
    config["again"] = package.repeats(recorded)
    config["modules"] = {
        view: [f"{app_folder}/{name}" for name in names] for view, names in _modules(code).items()
    }
    config["images"] = _asset(f"{data_folder}/{IMAGES}", images[IMAGES])
    config["lessons"] = {**config["lessons"], "heads": _heads(lessons["lessons"])}

    staging = dist.with_name(f".{dist.name}.new")
    shutil.rmtree(staging, ignore_errors=True)
    _write(staging / runtime.folder, {**runtime.files, **runtime.on_demand})
    _write(staging / app_folder, app)
    _write(staging / data_folder, images)
    _write(staging, _root_files(vendor, config, app, sorted(code.of(MAIN))))
    _write(staging, {SERVICE_WORKER: _service_worker(staging, runtime, app, app_folder)})
    if docs:
        build_docs(staging / DOCS)
    if siblings:
        say("compressing (brotli, gzip)")
        compress_tree(staging)
    shutil.rmtree(dist, ignore_errors=True)
    staging.replace(dist)
    return dist


def _app_files(
    vendor: Vendor, wheel_name: str, wheel: bytes, recorded: dict[str, Any]
) -> dict[str, bytes]:
    """Return the contents of `app-<hash>/` but for the page's code."""
    sheets = {path.stem: path.read_bytes() for path in sorted((APP / "css").glob("*.css"))}
    joined = b"\n".join(sheets.pop(name) for name in SHEETS)
    styles = {"css/page.css": joined, **{f"css/{name}.css": it for name, it in sheets.items()}}
    libraries = {f"vendor/{name}.js": vendor.script(name) for name in LIBRARIES}
    bundles = {file: bundled(PurePosixPath(file).stem) for file in BUNDLES.values()}
    shown = without(recorded, *ELSEWHERE, *APART)
    fetched = {RECORDINGS: _compact_json(shown), SWEEPS: _compact_json(package.recorded_sweeps())}
    apart = {_apart(name): _compact_json(recorded[name]) for name in APART}
    return {**styles, **libraries, **bundles, wheel_name: wheel, **fetched, **apart}


def _apart(name: str) -> str:
    """Return where a recorded run that is fetched by itself lies in `app-<hash>/`."""
    return f"recorded/{name}.json"


def _config(runtime: Runtime, app: dict[str, bytes], folder: str, wheel: str) -> dict[str, Any]:
    """Return what the page's blocks of JSON hold; every URL is relative to the page."""
    base = f"{runtime.folder}/"
    return {
        "version": package.version(),
        "released": package.citation()["released"],
        "app": f"{folder}/",
        "worker": [_asset(f"{folder}/{WORKER}", app[WORKER])],
        "runtime": {
            "baseUrl": base,
            "stock": runtime.stock,
            "files": [_asset(base + name, data) for name, data in runtime.files.items()],
            "onDemand": [_asset(base + name, data) for name, data in runtime.on_demand.items()],
        },
        "wheel": _asset(f"{folder}/{wheel}", app[wheel]),
        "experiments": package.describe(),
        "recordings": _checked(RECORDINGS, app, folder),
        "apart": {name: _checked(_apart(name), app, folder) for name in APART},
        "sweeps": _checked(SWEEPS, app, folder),
        "lessons": _checked(LESSONS, app, folder),
        "published": package.published(),
    }


def _checked(name: str, app: dict[str, bytes], folder: str) -> dict[str, str]:
    """Return where a file is, and the hash that a fetch of it asks for."""
    return {"url": f"{folder}/{name}", "integrity": integrity(app[name])}


def _lessons(recorded: dict[str, Any], folder: Path = FOLDER) -> dict[str, Any]:
    """Return all lessons, checked."""
    experiments = package.describe()
    config = {"experiments": experiments, "lessons": {"heads": []}}
    known = Known(
        places=places({"config": config}),
        check=package.check_setting,
        panels=("bench", "compare", *sorted(experiments.keys() - {"bench", "preview"})),
        recorded={**recorded, "published": _published_as_record()},
        terms=read_glossary(folder / GLOSSARY).terms,
    )
    return {"lessons": read_lessons(known, folder)}


def _published_as_record() -> dict[str, Any]:
    """Return what others have measured of the models in the shape of a record's summary."""
    rows = package.published()["models"]
    known = ({"what": it["source"], "mean": (it["low"] + it["high"]) / 2, "n": 1} for it in rows)
    named = ({key: it[key] for key in ("model", "data")} for it in rows)
    return {"summary": [{**a, **b} for a, b in zip(known, named, strict=True)]}


def _heads(lessons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what the document itself says of each lesson; the rest is fetched."""
    named = ("name", "title", "minutes", "question")
    return [{key: it[key] for key in named} | {"steps": len(it["steps"])} for it in lessons]


def _modules(code: PageCode) -> dict[str, list[str]]:
    """Return what each view imports beyond main.js when it is mounted, and the bench afterwards.

    The browser is told of them, so that it need not discover them in waves. What a view imports
    only once somebody uses it is not among them.
    """
    views = sorted(path.parent.name for path in (APP / "js/views").glob("*/mount.js"))
    starts = {view: [f"js/views/{view}/mount.js"] for view in views}
    starts["afterwards"] = [f"js/views/bench/{name}" for name in ("benchview.js", "face.js")]
    first = code.of(MAIN)
    return {view: sorted(code.of(*modules) - first) for view, modules in starts.items()}


def _asset(url: str, data: bytes) -> dict[str, Any]:
    return {"url": url, "bytes": len(data), "sha256": sha256(data)}


def _download_size(contents: list[bytes], *, siblings: bool) -> dict[str, int]:
    """Return the bytes a first visit fetches for Python: as they are, and by brotli if it can."""
    sent = [compressed(data, ".br") for data in contents] if siblings else contents
    least = (min(len(data), len(by_brotli)) for data, by_brotli in zip(contents, sent, strict=True))
    return {"bytes": sum(map(len, contents)), "brotli": sum(least)}


def _root_files(
    vendor: Vendor, config: dict[str, Any], app: dict[str, bytes], first_modules: list[str]
) -> dict[str, bytes]:
    manifest = {key: config[key] for key in ("version", "app", "runtime", "wheel", "download")}
    hashes = {name: integrity(data) for name, data in app.items()}
    import_map = _import_map(config["app"], hashes)
    security = security_headers(import_map)
    glossary = read_glossary(FOLDER / GLOSSARY)
    context = {
        "config": config,
        "app": config["app"],
        "glossary": glossary.meanings,
        "first_modules": first_modules,
        "integrity": hashes,
        "import_map": import_map,
        "csp": security[CONTENT_SECURITY_POLICY],
    }
    static = {
        path.relative_to(STATIC).as_posix(): path.read_bytes()
        for path in sorted(STATIC.rglob("*"))
        if path.is_file()
    }
    return {
        **static,
        "index.html": mark_terms(render_page(context), glossary).encode(),
        "build.json": json.dumps(manifest, indent=1).encode(),
        "licences.txt": licences_text(vendor).encode(),
        SBOM_FILE: sbom(vendor.components, config["version"]).encode(),
        HEADERS_FILE: headers_file(security).encode(),
        ".nojekyll": b"",
    }


def _import_map(folder: str, hashes: dict[str, str]) -> str:
    """Return the map by which the browser finds libraries, and checks every module."""
    modules = {f"./{folder}{name}": it for name, it in hashes.items() if name.endswith(".js")}
    named = {**BY_NAME, **BUNDLES}
    libraries = {name: f"./{folder}{file}" for name, file in named.items()}
    return script_json({"imports": libraries, "integrity": modules})


def _service_worker(
    staging: Path, runtime: Runtime, app: dict[str, bytes], app_folder: str
) -> bytes:
    folders = {runtime.folder: runtime.files, app_folder: app}
    hashed = {
        f"{folder}/{name}": it for folder, files in folders.items() for name, it in files.items()
    }
    root = {name: (staging / name).read_bytes() for name in KEPT_OF_ROOT}
    return service_worker(f"{app_folder}/", {**root, **hashed})


def _compact_json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":"), allow_nan=False).encode()


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
