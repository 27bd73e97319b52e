// Theme and copy link.

import { byId, find, setText } from "../shared/dom.js";

/** @param {() => string} permalink */
export function mountHeader(permalink) {
  const theme = find("#theme", HTMLSelectElement);
  theme.value = document.documentElement.dataset.themeChoice ?? "auto";
  theme.addEventListener("change", () => {
    document.dispatchEvent(new CustomEvent("settheme", { detail: theme.value }));
  });
  const button = byId("copy-link");
  const label = find("span", HTMLElement, button);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(permalink());
      setText(label, "Copied");
    } catch {
      // Without the clipboard the address bar still has it.
      setText(label, "It is in the address bar");
    }
    setTimeout(() => setText(label, "Copy link"), 2000);
  });
}
