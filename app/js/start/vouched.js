// The address of a file of ours, as one that the browser lets be started (guard.js).

/** @typedef {import("../pool/protocol.js").Guard} Guard */

/** @param {URL} url @returns {string | URL} without its guard the page asks as any other would */
export function vouchedFor(url) {
  const { labGuard } = /** @type {{labGuard?: Guard}} */ (window);
  return labGuard?.code(url) ?? url;
}
