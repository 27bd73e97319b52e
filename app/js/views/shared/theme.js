// Sets the theme before the first paint, so it is a plain script in the head and no module.
// "auto" follows the system, also while the page is open. On paper everything is light. Pictures have
// their colours in them: they are told whenever colours change, those that a system forces included.

(() => {
  const KEY = "mnist1d-lab-theme";
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const paper = matchMedia("print");
  const forced = matchMedia("(forced-colors: active)");
  let printing = false;

  function stored() {
    try {
      return localStorage.getItem(KEY) ?? "auto";
    } catch {
      return "auto";
    }
  }

  let chosen = stored();

  function apply() {
    const screen = chosen === "auto" ? (dark.matches ? "dark" : "light") : chosen;
    root.dataset.themeChoice = chosen;
    root.dataset.theme = printing || paper.matches ? "light" : screen;
    document.dispatchEvent(new Event("themechange"));
  }

  document.addEventListener("settheme", (event) => {
    chosen = /** @type {CustomEvent<string>} */ (event).detail;
    try {
      localStorage.setItem(KEY, chosen);
    } catch {
      // Without storage the choice holds until the page is left.
    }
    apply();
  });
  for (const query of [dark, paper, forced]) query.addEventListener("change", apply);
  for (const [type, begins] of /** @type {const} */ ([
    ["beforeprint", true],
    ["afterprint", false],
  ])) {
    addEventListener(type, () => {
      printing = begins;
      apply();
    });
  }
  apply();
})();
