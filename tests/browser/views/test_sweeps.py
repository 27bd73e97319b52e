"""The maps of a sweep: the recorded one against its file, a visitor's own, and refusals."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from buildtools.paths import STATIC
from tests.browser.lab import Lab, wait_until

GAIN = STATIC / "recorded" / "gain.csv"
GAIN_SIZE = STATIC / "recorded" / "gain_size.csv"


def _leads(at: str, table: Path = GAIN) -> list[float]:
    with table.open(newline="") as file:
        rows = [r for r in csv.DictReader(file) if (r["what"], r["at"]) == ("minus_dense", at)]
    return [float(row["mean"]) for row in rows]


def _shown(page: Page) -> list[float]:
    """The numbers of all cells; stars are no numbers."""
    cells = page.locator("#sweeps-maps svg .count text")
    texts = [text for text in cells.all_text_contents() if text != "★"]
    return [float(text.replace("\N{MINUS SIGN}", "-")) for text in texts]


def _wait_for(page: Page, leads: list[float]) -> None:
    """Figures are drawn a frame later."""
    wanted = pytest.approx(sorted(leads), abs=0.0501)  # shown with one decimal
    wait_until(page, lambda: sorted(_shown(page)) == wanted, f"cells {leads}")


def _opened(lab: Lab) -> Page:
    """The page with the recorded sweep, whatever stood in its place and however it was turned."""
    lab.open("#/tickets/sweeps")
    # What is first there has come by itself, and would take the place of what is chosen before.
    expect(lab.page.locator("#sweeps[data-unmade]")).to_have_count(0)
    return _show_recorded(lab.page)


def _show_recorded(page: Page) -> Page:
    for name in ("gain_size", "gain"):
        chip = page.locator(f'#sweeps-recorded [data-sweep="{name}"]')
        chip.click()
        expect(chip).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#sweeps-maps svg")).to_have_count(3)
    return page


def test_the_recorded_sweep_is_shown_as_its_file_has_it(lab: Lab) -> None:
    page = _opened(lab)
    for value, at in (("best", "best"), ("published", "published")):
        page.locator('#sweeps-filters select[name="at"]').select_option(value)
        expect(page.locator("#sweeps-summary")).to_contain_text("these 27 points")
        _wait_for(page, _leads(at))
    expect(page.locator("#sweeps-origin")).to_contain_text("seeds 0 to 9")
    page.locator('#sweeps-recorded [data-sweep="gain_size"]').click()
    expect(page.locator("#sweeps-summary")).to_contain_text("these 9 points")
    _wait_for(page, _leads("best", GAIN_SIZE))
    page.locator('#sweeps-recorded [data-sweep="gain"]').click()
    expect(page.locator("#sweeps-summary")).to_contain_text("these 27 points")
    page.locator("#sweeps-table").locator("xpath=ancestor::details").locator("summary").click()
    expect(page.locator("#sweeps-table tbody tr")).to_have_count(27)


def test_axes_can_be_turned_by_keyboard(lab: Lab) -> None:
    page = _opened(lab)
    across = page.locator('#sweeps-filters select[name="x"]')
    across.focus()
    across.select_option("at_final_seq_length")
    expect(page.locator("#sweeps-maps .mapname")).to_have_count(3)
    expect(across).to_be_focused()
    _wait_for(page, _leads("best"))


def _give(page: Page, text: str) -> None:
    file: Any = {"name": "own.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.locator("#sweeps-file").set_input_files(file)


def test_a_table_of_ones_own_takes_its_place_and_makes_way_again(lab: Lab) -> None:
    page = _opened(lab)
    rows = [f"{a},{b},{10 * a + b},{a},{20 * a + b}" for a in (1, 2) for b in (3, 4)]
    _give(page, "\n".join(["at_steps,at_hidden,mean,low,high", *rows]))
    expect(page.locator("#sweeps-origin")).to_contain_text("own.csv")
    expect(page.locator("#sweeps-maps svg")).to_have_count(1)
    _wait_for(page, [13, 14, 23, 24])
    page.locator('#sweeps-recorded [data-sweep="gain"]').click()
    expect(page.locator("#sweeps-maps svg")).to_have_count(3)


def test_what_is_no_sweep_is_refused_and_loses_nothing(lab: Lab) -> None:
    page = _opened(lab)
    for text in ("label,0,1\n3,0.5,0.25\n", "", "\x00\x01", "at_a,mean\n1,2\n"):
        _give(page, text)
        expect(page.locator("#sweeps-refusal")).to_contain_text("summary.csv")
        expect(page.locator("#sweeps-maps svg")).to_have_count(3)


def test_what_a_sweep_of_the_command_line_writes_is_opened(lab: Lab, tmp_path: Path) -> None:
    from mnist1d_lab import cli

    grid = tmp_path / "grid.toml"
    grid.write_text(
        'experiment = "lottery"\nseeds = 2\n[fixed]\nnum_samples = 300\nhidden = 8\nsteps = 20\n'
        "eval_every = 20\nsparsities = [0.0, 0.5]\ntrials = 1\n[grid]\n"
        "iid_noise_scale = [0.02, 0.2]\nlearning_rate = [0.01, 0.02]\n"
    )
    assert cli.main(["sweep", str(grid), "--out", str(tmp_path / "out")]) == 0
    page = _opened(lab)
    page.locator("#sweeps-file").set_input_files(tmp_path / "out" / "summary.csv")
    expect(page.locator("#sweeps-origin")).to_contain_text("summary.csv")
    expect(page.locator("#sweeps-maps svg")).to_have_count(1)
    wait_until(page, lambda: len(_shown(page)) == 4, "four cells")
    _show_recorded(page)  # as the next test's page is to be
