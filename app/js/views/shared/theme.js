// Sets the theme before the first paint, so it is a plain script in the head and no module.
// "auto" follows the system, also while the page is open.

(() => {
  const KEY = "mnist1d-lab-theme";
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");

  function choice() {
    try {
      return localStorage.getItem(KEY) ?? "auto";
    } catch {
      return "auto";
    }
  }

  function apply() {
    const chosen = choice();
    root.dataset.themeChoice = chosen;
    root.dataset.theme = chosen === "auto" ? (dark.matches ? "dark" : "light") : chosen;
    document.dispatchEvent(new Event("themechange"));
  }

  document.addEventListener("settheme", (event) => {
    try {
      localStorage.setItem(KEY, /** @type {CustomEvent<string>} */ (event).detail);
    } catch {
      // Without storage the choice holds until the page is left.
    }
    apply();
  });
  dark.addEventListener("change", apply);
  apply();
})();
