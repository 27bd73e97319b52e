"""What counts as a problem of a page, and how the tests come to know of it."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Page

# What Playwright itself puts into a page of Firefox when it takes a picture of it, in vain.
PICTURE_TAKEN = "sha256-YjaKGiklmzC6wjXA513HAMmzus8VE61XCOT+SmwNZWA="
# What Firefox says of scripts that were still coming when their page was left: a module, and one
# whose hash is that of nothing. For tests that leave a page early.
LEFT_EARLY = (
    "error loading dynamically imported module",
    "The computed hash is “47DEQpj8HBSa[+]/TImW[+]5JCeuQeRkm5NMpJWZG3hSuFU=”",
)


def watch(page: Page, base_url: str) -> list[str]:
    """Return a list that fills with the problems of a page and of its workers as they happen."""
    problems: list[str] = []
    own = urlsplit(base_url).netloc

    def on_request(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.netloc != own:
            problems.append(f"request to another origin: {url}")

    def on_error(message: str) -> None:
        if PICTURE_TAKEN not in message:
            problems.append(f"page error: {message}")

    page.on("console", lambda m: m.type == "error" and problems.append(f"console: {m.text}"))
    page.on("pageerror", lambda error: on_error(str(error)))
    listeners = {
        "request": lambda request: on_request(request.url),
        "response": lambda r: r.status >= 400 and problems.append(f"{r.status} {r.url}"),
    }
    for event, listener in listeners.items():
        page.context.on(event, listener)  # a worker's, too
    page.on("close", lambda: [page.context.remove_listener(*it) for it in listeners.items()])
    return problems
