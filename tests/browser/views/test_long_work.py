"""Work that takes long: the tab's title, a notification at the end, and a screen that stays on."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.lab import PATIENCE_MS, Lab, small_link

FAKES = """
window.told = [];
window.asks = 0;
window.locks = [];
window.Notification = class extends EventTarget {
  static answer = "denied";
  static async requestPermission() {
    window.asks += 1;
    return Notification.answer;
  }
  constructor(title, { body }) {
    super();
    window.told.push(`${title} | ${body}`);
  }
};
const request = async () => {
  const lock = Object.assign(new EventTarget(), { held: true });
  lock.release = async () => {
    lock.held = false;
    lock.dispatchEvent(new Event("release"));
  };
  window.locks.push(lock);
  return lock;
};
Object.defineProperty(navigator, "wakeLock", { value: { request } });
window.look = async (state) => {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  if (state === "hidden") for (const lock of window.locks) await lock.release();
  document.dispatchEvent(new Event("visibilitychange"));
};
"""
HELD = "locks.map((lock) => lock.held)"


def test_a_long_run_is_in_the_title_keeps_the_screen_on_and_tells_its_end(
    page: Page, base_url: str
) -> None:
    page.add_init_script(FAKES)
    lab = Lab(page, base_url).open(small_link(steps=20000, trials=20))
    bar = lab.bar("lottery")
    button = bar.get_by_role("button", name="Notify me at the end")
    refused = bar.locator("[data-unheard]")
    expect(button).to_be_hidden()

    lab.press("lottery", "toggle")
    to_go = r"\d+\s%, [\d.]+ (s|min( \d+ s)?|h) to go · "
    expect(page).to_have_title(re.compile(f"^{to_go}Tickets: MNIST-1D Lab$"), timeout=PATIENCE_MS)
    expect(bar.locator("[data-note]")).to_have_text(
        re.compile(r"% done after .*, [\d.]+\s% an? (second|minute|hour), about .* to go$")
    )
    assert page.evaluate("asks") == 0, "nobody has pressed"
    button.click()
    expect(refused).to_have_text(re.compile(r"^Notifications from this page are refused, .*\.$"))
    expect(button).to_have_attribute("aria-pressed", "false")
    page.evaluate("Notification.answer = 'granted'")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(refused).to_be_hidden()
    assert page.evaluate("asks") == 2

    page.wait_for_function("() => locks.length === 1", timeout=PATIENCE_MS)
    page.evaluate("look('hidden')")
    assert page.evaluate(HELD) == [False]
    page.evaluate("look('visible')")
    page.wait_for_function("() => locks.length === 2")
    lab.go("data")
    expect(page).to_have_title(re.compile(f"^{to_go}Data: MNIST-1D Lab$"))
    lab.press("lottery", "stop")
    lab.wait_for_phase("lottery", "stopped")
    expect(page).to_have_title("Tickets: MNIST-1D Lab")
    assert page.evaluate(HELD) == [False, False]
    assert page.evaluate("told") == [], "who stops a run knows that it has ended"

    page.goto(base_url + small_link())
    lab.press("lottery", "step")
    lab.wait_for_phase("lottery", "paused")
    expect(page).to_have_title(re.compile(r"^Paused at \d+\s% · Tickets"))
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    lab.press("lottery", "toggle")
    lab.wait_for_phase("lottery", "finished")
    [told] = page.evaluate("told")
    assert re.fullmatch(r"Find tickets: finished \| In [\d.]+ s\.", told)
    expect(page).to_have_title("Tickets: MNIST-1D Lab")
