// Where an address leads, and the view shown before the first paint: so this is a plain script in
// the head and no module. The modules go on with what it leaves in window.labPlaces.

/** @typedef {import("../state/permalink.js").Place} Place */
/** @typedef {import("../state/permalink.js").View} View */
/** @typedef {import("../state/permalink.js").Places} Places */

(() => {
  const root = document.documentElement;
  /** @type {View[]} */
  const views = JSON.parse(document.getElementById("lab-views")?.textContent ?? "[]");
  /** No name or scope is found further back in an address. */
  const LOOKED_AT = 2000;

  /** @param {string} view @param {string} [part] the first part is the head of its view */
  function place(view, part = "") {
    const parts = views.find(({ name }) => name === view)?.parts ?? [];
    return { view, part: parts.some(({ id }, at) => id === part && at > 0) ? part : "" };
  }

  const home = () => place(views[0]?.name ?? "");

  /** `#tickets`, `#knob`: a view or a part by its name. @param {string} id */
  function ofId(id) {
    const view = views.find(
      ({ name, parts }) => name === id || parts.some((part) => part.id === id),
    );
    return view ? place(view.name, id) : home();
  }

  /** `#v1&knob.seed=3`: where the first setting that is not the data's belongs. @param {string} query */
  function ofSettings(query) {
    const names = query.split("&").filter((pair) => pair !== "");
    const owned = names.map((pair) => pair.split("=")[0] ?? "").filter((key) => key.includes("."));
    for (const scope of owned.map((key) => key.split(".")[0] ?? "")) {
      for (const { name, parts } of views) {
        const part = parts.find((one) => (one.scopes ?? [one.id]).includes(scope));
        if (part) return place(name, part.id);
      }
    }
    return names.length > 0 ? ofId("data") : home();
  }

  /** @param {string} hash */
  function of(hash) {
    const text = hash.slice(1, LOOKED_AT);
    if (/^v\d+(&|$)/.test(text)) return ofSettings(text.replace(/^v\d+&?/, ""));
    const [path = ""] = text.split("?");
    if (!path.startsWith("/")) return ofId(path);
    const [, view = "", part = ""] = path.split("/");
    return views.some(({ name }) => name === view) ? place(view, part) : home();
  }

  /** What a link asks of the whole page's looks; state/staging.js reads the rest of it. */
  const query = new URLSearchParams(location.search);
  for (const name of ["embed", "present"]) {
    root.toggleAttribute(`data-${name}`, query.get(name) === "1");
  }
  const only = query.get("only");
  if (only && root.hasAttribute("data-embed")) root.dataset.only = only;

  let shown = "";

  function mark() {
    for (const element of document.querySelectorAll("[data-view], [data-of]")) {
      if (!(element instanceof HTMLElement) || element === root) continue;
      const its = element.dataset.view ?? element.dataset.of;
      element.toggleAttribute("data-shown", its === shown);
    }
  }

  /** @param {string} name */
  function show(name) {
    shown = name;
    const view = views.find((one) => one.name === name);
    root.dataset.view = name;
    root.toggleAttribute("data-acts", view?.data ?? false);
    root.toggleAttribute("data-parts", (view?.parts.length ?? 0) > 1);
    mark();
  }

  /** @type {Places} */
  const places = { views, of, show };
  Object.assign(window, { labPlaces: places });
  show(of(location.hash).view);
  // The document is still being read: each view is marked as it comes.
  const watch = new MutationObserver(mark);
  watch.observe(root, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", () => {
    mark();
    watch.disconnect();
  });
})();
