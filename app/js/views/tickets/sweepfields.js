// The fields that choose what a sweep's maps show. The same elements stay and are filled anew: for new
// ones Chromium has every part of the view laid out, a tenth of a second later, to look at its fields.

import { find, make } from "../shared/dom.js";

/** @typedef {{name: string, label: string, options: HTMLOptionElement[]}} Field */

/** @param {HTMLElement} host has some already, hidden @param {Field[]} fields */
export function showFields(host, fields) {
  while (host.children.length < fields.length) host.append(emptyField());
  for (const [at, label] of [...host.children].entries()) {
    const field = fields[at];
    label.toggleAttribute("hidden", !field);
    if (field) fill(label, field);
  }
}

function emptyField() {
  const label = make("label", " ");
  label.append(make("select", ""));
  return label;
}

/** @param {Element} label @param {Field} field */
function fill(label, { name, label: text, options }) {
  const select = find("select", HTMLSelectElement, label);
  label.firstChild?.replaceWith(`${text} `);
  select.name = name;
  select.replaceChildren(...options);
}
