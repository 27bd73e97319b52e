// Theme, copy link, and which part of the article is being read.

import { byId, find, setText } from "./dom.js";

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
  keepSettingsInAddress();
  followReading();
}

/** A link to a part must not push the settings out of the address bar. */
function keepSettingsInAddress() {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href^='#']") : null;
    const part = link && document.getElementById(link.getAttribute("href")?.slice(1) ?? "");
    if (!part || !location.hash.startsWith("#v")) return;
    event.preventDefault();
    part.tabIndex = -1;
    part.focus({ preventScroll: true });
    part.scrollIntoView();
  });
}

function followReading() {
  const links = [...document.querySelectorAll(".top nav a")];
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        for (const link of links) {
          const here = link.getAttribute("href") === `#${entry.target.id}`;
          if (here) link.setAttribute("aria-current", "true");
          else link.removeAttribute("aria-current");
        }
      }
    },
    { rootMargin: "-40% 0px -55% 0px" },
  );
  for (const part of document.querySelectorAll(".part")) observer.observe(part);
}
