"""What every figure says of itself: data, model, seeds, version, and whether it was recorded."""

from __future__ import annotations

import csv
import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import PATIENCE_MS, Lab, small_link
from tests.browser.views.test_figures import picture_of

# The places of each figure that have anything to show, with their names.
PLACES = """(view) => {
    const groups = [...document.querySelectorAll(`main > [data-view="${view}"] [data-downloads]`)];
    return groups.map((group) => {
        const figure = group.closest("figure") ?? group.closest("section") ?? group;
        const within = group.dataset.downloads === "bench" ? document.querySelector("#bench-grid") : figure;
        const kinds = ".host, .matrix, .gallery-host, .signals-host, .stage-host, [role=img]";
        const places = [...within.querySelectorAll(kinds)].filter((place) => place.offsetParent);
        return [group.dataset.downloads, places.map((place) => [place.id, place.ariaLabel ?? ""])];
    });
}"""

# Nothing is drawn in these: a ticket to keep, and the board where templates are drawn.
WITHOUT = {"ticket", "templates", "runs"}

# What stands in a figure without being of it: the one signal that is to be answered.
APART = {"beat-signal"}
