// What an error says that ended a task: in whose words, and whether the worker is of use after it.

/** @param {unknown} error */
export function textOf(error) {
  if (error instanceof Error) return error.message;
  if (typeof error !== "object" || error === null) return String(error);
  const { name, message } = /** @type {{name?: string, message?: string}} */ (error);
  return message || name || "for no reason that it gave";
}

/** Python’s own MemoryError and NumPy’s, or the browser’s, which gives no more. @param {unknown} error @param {string} type */
export function isWithoutMemory(error, type) {
  if (type.endsWith("MemoryError")) return true;
  return error instanceof RangeError && /alloc|memory/i.test(error.message);
}

/**
 * Pyodide marks the error that has broken it, and refuses everything afterwards, but does not see
 * all of them: what WebAssembly stops over, and what is thrown and is no Error (an exit, a jump),
 * comes out of C, whose work nobody has tidied up.
 * @param {unknown} error
 */
export function isFatal(error) {
  if (!(error instanceof Error) || error instanceof WebAssembly.RuntimeError) return true;
  const { pyodide_fatal_error: marked } = /** @type {{pyodide_fatal_error?: boolean}} */ (error);
  return marked === true || /^Pyodide already .*can no longer be used/.test(error.message);
}
