"""“Run this again” beside a quoted number: asks where it takes long, runs as recorded, compares."""

from __future__ import annotations

import json

from playwright.sync_api import expect

from tests.browser.lab import PATIENCE_MS, Lab


def test_a_quoted_number_is_had_again(lab: Lab) -> None:
    page = lab.page
    lab.open("#/tickets?max_translation=5&lottery.hidden=32")
    note = page.locator(".againnote")

    # What takes minutes says so and waits; who leaves it has the settings of before.
    paper = page.locator('[data-again="paper"]')
    lab.look_at(paper).click()
    expect(note).to_contain_text("It will take about", timeout=PATIENCE_MS)
    expect(note.get_by_role("button", name="Run it")).to_be_focused()
    assert page.locator("#lottery-hidden").input_value() == "500"
    note.get_by_role("button", name="Leave it").click()
    expect(note).to_have_count(0)
    expect(paper).to_be_focused()
    assert page.locator("#lottery-hidden").input_value() == "32"
    expect(lab.bar("lottery")).to_have_attribute("data-phase", "recorded")

    # What is short begins; on a busy machine it may ask as well.
    lab.look_at(page.locator('[data-again="lottery"]')).click()
    begun = lab.bar("lottery").and_(
        page.locator(":is([data-phase=running], [data-phase=finished])")
    )
    asked = note.get_by_role("button", name="Run it")
    expect(begun.or_(asked)).to_be_visible(timeout=PATIENCE_MS)
    if asked.is_visible():
        asked.click()
    lab.wait_for_phase("lottery", "finished")
    expect(note).to_contain_text("It found the recorded numbers, every one.")
    run = json.loads(page.evaluate("JSON.stringify(window.lab.permalink())"))
    assert "max_translation" not in run
    assert "lottery.hidden" not in run


def test_a_lesson_has_it_too(lab: Lab) -> None:
    """The run is asked for beside the number, in the card, and done in its part."""
    page = lab.page
    lab.open("#/bench?lesson=a-rival-at-its-best&step=3")
    card = page.locator("#lesson-card")
    button = card.locator('[data-again="rivals"]').first
    expect(button).to_be_visible()
    button.click()
    expect(card.locator(".againnote")).to_contain_text("It will take about", timeout=PATIENCE_MS)
    card.get_by_role("button", name="Run it").click()
    lab.wait_for_phase("rivals", "running")
    expect(lab.root).to_have_attribute("data-view", "tickets")
    lab.press("rivals", "stop")
    expect(card.locator(".againnote")).to_contain_text("Stopped.")
