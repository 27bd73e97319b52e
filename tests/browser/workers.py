"""What the page's workers still have to say: how a test knows that something does not happen.

A worker answers questions between two slices of its work, and its messages arrive in order. So once
all have answered, whatever they had said before has been heard; and one that goes on although it
should stand still has computed at least a slice between any two answers.
"""

from __future__ import annotations

from playwright.sync_api import Page

# A second start of Python is a quarter of what opening the page takes: what is not about several
# workers does with one, as on a machine of one core.
ONE_WORKER = """
Object.defineProperty(navigator, "hardwareConcurrency", { configurable: true, value: 1 });
"""

KNOW_WORKERS = """
window.workers = [];
window.Worker = class extends Worker {
  constructor(...given) {
    super(...given);
    window.workers.push(this);
  }
};
"""

# All workers that there are at once, as the page hears of it.
KILL = """() => {
    for (const worker of [...window.workers]) {
        worker.dispatchEvent(new ErrorEvent("error", { message: "killed by the test" }));
    }
}"""

# The last wait is for the page, which shows what it heard 80 ms later: a timer set after its own,
# and for longer, comes after it on any machine.
_HEAR = """async (turns) => {
    const answered = (worker, id) => new Promise((resolve) => {
        const hear = ({ data }) => {
            if (data.id !== id) return;
            worker.removeEventListener("message", hear);
            resolve();
        };
        worker.addEventListener("message", hear);
        const call = { name: "plan", experiment: "preview", params: {} };
        worker.postMessage({ type: "call", id, call });
    });
    for (let id = -1; id >= -turns; id--) {
        await Promise.all(window.workers.map((worker) => answered(worker, id)));
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
}"""


def hear_workers(page: Page, turns: int = 5) -> None:
    """Wait until all workers have answered so often, and the page shows what they had said."""
    page.evaluate(_HEAR, turns)
