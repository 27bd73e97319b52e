// The one gate for code that is not the page's own: whether it came with a link, a file or a kept
// run, it runs only after a person has allowed this very text during this visit. Inside another
// site's page nothing runs: there a click may have been meant for something else.

/** Whole texts rather than hashes: they are short, and nothing can be mistaken for another. @type {Set<string>} */
const allowed = new Set();

/** Shows refused code to the person, who may then allow it. @type {(code: string) => void} */
let ask = () => {};

/** @param {(code: string) => void} how */
export function askBy(how) {
  ask = how;
}

/** Whether this page stands inside another one. */
export function isFramed() {
  return window.top !== window;
}

/** A person has read the code or has written it. @param {string} code */
export function allow(code) {
  allowed.add(code);
}

/** It has come from elsewhere, perhaps again: an earlier yes does not hold for it. @param {string} code */
export function withdraw(code) {
  allowed.delete(code);
}

/**
 * Why these parameters may not run, in a sentence, or "".
 * @param {Record<string, unknown>} params
 */
export function refusal(params) {
  const code = params.criterion_code;
  if (code === undefined || code === "") return "";
  if (isFramed()) {
    return "Inside another page no criterion of one’s own runs: open this page in a tab of its own.";
  }
  if (typeof code === "string" && allowed.has(code)) return "";
  ask(String(code));
  return "This run brings criterion_code that you have not allowed: read it under Write your own criterion.";
}

/**
 * The same of a changed file of the package.
 * @param {string} path
 * @param {string} code its text
 */
export function codeRefusal(path, code) {
  if (isFramed()) {
    return "Inside another page no changed code runs: open this page in a tab of its own.";
  }
  return allowed.has(code)
    ? ""
    : `${path} came from elsewhere and waits for your yes: read it first.`;
}
