// Hears the buttons "Run this again", which stand beside numbers that the text quotes. What they do is
// fetched at the first press.

/** @param {import("./mounts.js").Page} page */
export function hearAgain(page) {
  document.addEventListener("click", ({ target, detail }) => {
    const button = target instanceof Element ? target.closest("[data-again]") : null;
    if (!(button instanceof HTMLButtonElement) || detail > 1) return;
    import("./runagain.js").then((it) => it.runAgain(page, button)).catch(reportError);
  });
}
