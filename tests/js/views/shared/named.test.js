// What the places of a figure are called.

import assert from "node:assert/strict";
import { test } from "node:test";
import { namePlaces } from "../../../../app/js/views/shared/named.js";

/** @param {string} textContent @param {string} [own] its class, where it is an element */
const node = (textContent, own) =>
  own ? { textContent, matches: (/** @type {string} */ asked) => asked.split(", ").includes(own) } : { textContent };

/** A place under its name. @param {string} who @param {string} note */
function placeUnder(who, note) {
  const childNodes = [node("\n "), node(` ${who} `), node(note, ".quiet")];
  return {
    matches: () => false,
    role: null,
    ariaLabel: "",
    previousElementSibling: { ...node(`${who} ${note}`, ".who"), childNodes },
  };
}

test("one of several places is called by its name, without the note that changes with the numbers", () => {
  const places = [placeUnder("MLP", "71.2 % right"), placeUnder("CNN", "not run")];
  const figure = { closest: () => null, querySelectorAll: () => places };
  namePlaces(/** @type {any} */ (figure), "Confusion", "Data: these.");
  assert.deepEqual(
    places.map(({ ariaLabel }) => ariaLabel),
    ["MLP", "CNN"].map((name) => `Confusion, ${name}. Data: these. Values by arrow keys.`),
  );
});
