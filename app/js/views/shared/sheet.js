// The style sheet of a view that loads it when it is first shown.

import { byId } from "./dom.js";

/** @type {Map<string, Promise<void>>} */
const added = new Map();

/**
 * Adds the sheet that waits in `<template id="NAME-sheet">`, hash and all, and lets the view be seen
 * (base.css, `data-unstyled`) once it is there, or has failed.
 * @param {string} name
 * @returns {Promise<void>}
 */
export function addSheet(name) {
  const adding = added.get(name) ?? add(name);
  added.set(name, adding);
  return adding;
}

/** @param {string} name */
async function add(name) {
  const template = /** @type {HTMLTemplateElement} */ (byId(`${name}-sheet`));
  const link = template.content.firstElementChild;
  if (!link) return;
  await new Promise((resolve) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", resolve);
    document.head.append(link);
  });
  const parts = document.querySelectorAll(`[data-unstyled="${name}"]`);
  for (const part of parts) part.removeAttribute("data-unstyled");
}
