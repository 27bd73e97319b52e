// A text handed to the clipboard, and said so.

import { setText } from "./dom.js";

/** @param {HTMLTextAreaElement} field @param {Element} said */
export async function copyField(field, said) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    setText(said, "Copied.");
  } catch {
    setText(said, "It is selected: copy it by your keyboard.");
  }
}
