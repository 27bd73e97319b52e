// What the visitor has changed, for whoever runs it.

/** The compiled kernels take the place of what stands in these files, so these count by NumPy only. */
const BY_NUMPY = /^ops\/numpy/;

/** "nn/layers.py", or "nn/layers.py and ops/numpy.py". @param {Record<string, string>} files texts by path */
export function namesOf(files) {
  return new Intl.ListFormat("en").format(Object.keys(files));
}

/** By what changed files compute: "" for the best there is. @param {Record<string, string>} files @returns {"numpy" | ""} */
export function backendFor(files) {
  return Object.keys(files).some((path) => BY_NUMPY.test(path)) ? "numpy" : "";
}
