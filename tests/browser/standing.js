// Evaluated in a page that has just been opened (standing.py): what it is like, and the way back.
() => {
  const root = document.documentElement;
  const AT_REST = ["recorded", "empty"];
  const STORAGE = "mnist1d-lab";
  const all = (selector) => [...document.querySelectorAll(selector)];
  const stateOf = (it) => {
    if (it.matches("details")) return it.open;
    if (it.matches("[aria-pressed]")) return it.getAttribute("aria-pressed");
    return it.type === "checkbox" || it.type === "radio" ? it.checked : it.value;
  };
  // Settings are said by the link; the editor, once fetched, stays.
  const FIELDS = "details, [aria-pressed], input:not([type=file]), select, textarea";
  const fields = new Map(
    all(FIELDS)
      .filter((it) => !it.closest(".control, #code"))
      .map((it) => [it, stateOf(it)]),
  );
  const names = new Set(Object.getOwnPropertyNames(window));
  // The views that the test has shown.
  const seen = new Set();
  const watched = new MutationObserver(() => seen.add(root.dataset.view));
  watched.observe(root, { attributeFilter: ["data-view"] });
  // The bench remembers whatever it has found.
  let benchRan = false;
  const grid = document.querySelector("#bench-grid");
  const watchedGrid = new MutationObserver(() => {
    benchRan ||= ["running", "done"].includes(grid.dataset.phase);
  });
  watchedGrid.observe(grid, { attributeFilter: ["data-phase"] });

  const until = async (condition) => {
    const deadline = performance.now() + 20_000;
    while (!(await condition())) {
      if (performance.now() > deadline) return false;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return true;
  };

  /** The panels whose runs are kept. */
  const panelsKept = async () => {
    const all = await indexedDB.databases();
    if (!all.some(({ name }) => name === STORAGE)) return [];
    const opened = indexedDB.open(STORAGE);
    const db = await answered(opened);
    const runs = await answered(db.transaction("runs").objectStore("runs").getAll());
    db.close();
    return runs.map(({ panel }) => panel);
  };

  const answered = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  const resting = () => all("[data-run]").every((bar) => AT_REST.includes(bar.dataset.phase));

  const resetRuns = async () => {
    // A run that has come to its end is kept a little later; who has looked there knows.
    const done = all('[data-run][data-phase="finished"]').map((bar) => bar.dataset.run);
    const kept = async () => {
      const panels = await panelsKept();
      return seen.has("runs") || done.every((name) => panels.includes(name));
    };
    if (!(await until(kept))) return false;
    for (const bar of all("[data-run]")) {
      if (!AT_REST.includes(bar.dataset.phase)) bar.querySelector('[data-do="reset"]').click();
    }
    return until(() => resting() && root.dataset.state === "ready");
  };

  const putBack = (it, state) => {
    if (stateOf(it) === state) return;
    if (it.matches("details")) it.open = state;
    else if (it.matches("[aria-pressed]")) state === "true" && it.click();
    else {
      if (it.type === "checkbox" || it.type === "radio") it.checked = state;
      else it.value = state;
      it.dispatchEvent(new Event("input", { bubbles: true }));
      it.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };

  const emptied = () => {
    localStorage.clear();
    sessionStorage.clear();
    return answered(indexedDB.deleteDatabase(STORAGE));
  };

  // A link to where one is leads nowhere, and nothing tells.
  const followed = async (hash) => {
    if (location.hash === hash) await followed(hash === "#/about" ? "#/data" : "#/about");
    await new Promise((resolve) => {
      addEventListener("hashchange", () => setTimeout(resolve), { once: true });
      location.hash = hash;
    });
  };

  // Where a view was left is where it is found again by its name: so each is left at its head.
  const headed = async () => {
    for (const view of new Set([...seen, root.dataset.view, "about"])) await followed(`#/${view}`);
    await followed("#/bench");
    seen.clear();
  };

  /** What could not be undone, in words. */
  const back = async () => {
    if (benchRan) return ["the bench has run"];
    for (const dialog of all("dialog[open]")) dialog.close();
    document.activeElement?.blur();
    if (!(await resetRuns())) return ["runs"];
    const listed = seen.has("runs");
    await headed();
    for (const [it, state] of fields) putBack(it, state);
    await emptied();
    new BroadcastChannel("mnist1d-lab/runs").postMessage("changed");
    scrollTo({ top: 0, behavior: "instant" });
    // The list is only right while it is seen.
    if (listed) {
      await followed("#/runs");
      if (!(await until(() => !document.querySelector("#runs-list > li")))) return ["kept runs"];
      await headed();
    }
    const changed = [...fields].filter(([it, state]) => it.isConnected && stateOf(it) !== state);
    const added = Object.getOwnPropertyNames(window).filter((name) => !names.has(name));
    return [
      ...changed.map(([it]) => it.outerHTML.slice(0, 90)),
      ...added,
      ...all("#lesson-card, #refused:not([hidden])").map(({ id }) => id),
      ...(resting() ? [] : ["runs"]),
    ];
  };

  return { back };
};
