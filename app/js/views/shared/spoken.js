// What Python refuses, in the page's words: it calls a setting by its name in code, the page by its label.

/** @typedef {import("../../state/schema.js").Schema} Schema */

/** @param {string} message @param {Schema[]} schemas */
export function spoken(message, schemas) {
  let text = message;
  for (const { name, label } of schemas) {
    if (text.startsWith(`${name} `)) text = label + text.slice(name.length);
    // A name of one word may be an ordinary word.
    else if (name.includes("_"))
      text = text.replace(new RegExp(`\\b${name}\\b`, "g"), `“${label}”`);
  }
  return text;
}
