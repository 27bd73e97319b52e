// The first module. Where the browser was told to fetch the others ahead, they are there by now; on a
// phone the words come first, and nothing is asked for before they are painted that they do not need.

import { firstPaint } from "./start/firstpaint.js";

/** @type {NodeListOf<HTMLLinkElement>} */
const ahead = document.querySelectorAll('link[rel="modulepreload"]');
const waiting = [...ahead].filter(({ media }) => media && !matchMedia(media).matches);
if (waiting.length > 0) {
  await firstPaint();
  for (const link of waiting) {
    const now = /** @type {HTMLLinkElement} */ (link.cloneNode());
    now.removeAttribute("media");
    link.replaceWith(now);
  }
}
await import("./main.js");
