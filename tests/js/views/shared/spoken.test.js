// Refusals with the labels of the page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { spoken } from "../../../../app/js/views/shared/spoken.js";
import { STEPS } from "../../schemas.js";

const SCHEMAS = [
  { ...STEPS, name: "steps", label: "Steps" },
  { ...STEPS, name: "rewind_step", label: "Rewind to" },
  { ...STEPS, name: "levels", label: "Number of levels" },
];

test("the setting that is refused, and others that can only be settings, have their labels", () => {
  const said = (/** @type {string} */ message) => spoken(message, SCHEMAS);
  assert.equal(
    said("rewind_step must be less than steps, 600."),
    "Rewind to must be less than steps, 600.",
  );
  assert.equal(
    said("levels must be at most 9 at this rewind_step."),
    "Number of levels must be at most 9 at this “Rewind to”.",
  );
  assert.equal(said("The worker stopped after some steps."), "The worker stopped after some steps.");
});
