"""What Firefox's own developer tools override of a browsing context, for relay.py."""

from __future__ import annotations

from typing import TypeAlias

# In Firefox's own window, which may set them: the overrides of one browsing context, and of the one
# that takes its place when a page asks for a process of its own.
OVERRIDE = """([id, overrides]) => {
    const { NavigableManager } = ChromeUtils.importESModule(
        "chrome://remote/content/shared/NavigableManager.sys.mjs",
    );
    if (!window.overridden) {
        window.overridden = new Map();
        Services.obs.addObserver((context) => {
            if (!context.parent) Object.assign(context, window.overridden.get(context.browserId));
        }, "browsing-context-attached");
    }
    const context = NavigableManager.getBrowsingContextById(id);
    const all = { ...window.overridden.get(context.browserId), ...overrides };
    window.overridden.set(context.browserId, all);
    Object.assign(context, all);
}"""
Override: TypeAlias = str | bool
NAMES = {
    "prefers-color-scheme": "prefersColorSchemeOverride",
    "prefers-reduced-motion": "prefersReducedMotionOverride",
    "forced-colors": "forcedColorsOverride",
    "media": "mediumOverride",
    "touch": "touchEventsOverride",
    "scripting": "allowJavascript",
}
# Where its property has another word for it than Playwright, or than "none" for nothing said.
SAID: dict[tuple[str, Override | None], Override] = {
    ("media", None): "",
    ("touch", True): "enabled",
    ("scripting", None): True,
}


def overrides(features: dict[str, Override | None]) -> dict[str, Override]:
    """The properties of a browsing context that make these features so.

    None is how the browser itself has it.
    """
    return {
        NAMES[name]: SAID.get((name, value), "none" if value is None else value)
        for name, value in features.items()
        if name in NAMES
    }
