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
    if (!part) return;
    event.preventDefault();
    if (!location.hash.startsWith("#v")) history.pushState(null, "", `#${part.id}`);
    part.tabIndex = -1;
    part.focus({ preventScroll: true });
    bringIntoView(part);
  });
}

/**
 * What lies between is laid out only as it comes near the window (`content-visibility`), which moves
 * the target: so it is brought into view again until it stays there.
 * @param {HTMLElement} part
 */
function bringIntoView(part, frames = 12) {
  part.scrollIntoView({ behavior: "instant" });
  if (frames > 0) requestAnimationFrame(() => bringIntoView(part, frames - 1));
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
