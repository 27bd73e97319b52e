"""The page: Jinja2 templates rendered with the parameters, the recorded runs and the manifest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from mimetypes import guess_type
from typing import Any
from urllib.parse import quote

import jinja2
import markupsafe

from buildtools.paths import APP, STATIC


def script_json(value: Any) -> markupsafe.Markup:
    """Return JSON that may stand inside a script element: no `<` can end it early."""
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    return markupsafe.Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028"))


def without(mapping: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return the mapping less some of its entries."""
    return {name: value for name, value in mapping.items() if name not in names}


def megabytes(count: int) -> str:
    """Return a number of bytes as megabytes with one decimal."""
    return f"{count / 1e6:.1f} MB"


def data_url(name: str) -> str:
    """Return a file of static/ as an address that needs no request."""
    return f"data:{guess_type(name)[0]},{quote((STATIC / name).read_bytes())}"


def render_page(context: dict[str, Any]) -> str:
    """Render `index.html.j2`; a name the templates use and the context lacks is an error."""
    return _environment().get_template("index.html.j2").render(context)


def places(context: dict[str, Any]) -> set[str]:
    """Return where a link can lead: the names of all views, and the ids of their parts."""
    template = _environment().get_template("views.html.j2")
    views: list[dict[str, Any]] = template.make_module(context).__dict__["views"]
    parts = {part["id"] for view in views for part in view["parts"]}
    return parts | {view["name"] for view in views}


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(APP / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"script_json": script_json, "megabytes": megabytes}
    environment.filters["without"] = without
    environment.globals["data_url"] = data_url
    return environment
