// What is said where Python is needed and is not there: in some browsers it never comes.

/** @param {import("../../state/store.js").Runtime} runtime @param {string} [waits] said while it may still come */
export function withoutPython({ phase }, waits = "Waits for Python.") {
  return phase === "unsupported" ? "Python cannot run in this browser." : waits;
}
