// A visitor's changed sources in place of the wheel's, in a worker that runs nothing else.

/** @typedef {any} PyProxy Pyodide's own types lie in the vendored file, which tsc does not see. */

const PACKAGE = "mnist1d_lab";

/**
 * Writes changed files over the installed ones. Their bytecode goes, or Python would run that.
 * @param {PyProxy} pyodide
 * @param {Record<string, string>} files texts by their path within the package
 */
export function replaceSources(pyodide, files) {
  const folder = folderOf(pyodide);
  for (const [path, text] of Object.entries(files)) {
    const at = `${folder}/${path}`;
    const slash = at.lastIndexOf("/");
    const stem = at.slice(slash + 1).replace(/\.py$/, "");
    const cached = `${at.slice(0, slash)}/__pycache__`;
    if (pyodide.FS.analyzePath(cached).exists) {
      for (const name of pyodide.FS.readdir(cached)) {
        if (name.startsWith(`${stem}.`)) pyodide.FS.unlink(`${cached}/${name}`);
      }
    }
    pyodide.FS.writeFile(at, text);
  }
}

/** Where the package lies, found without running anything of it. @param {PyProxy} pyodide @returns {string} */
function folderOf(pyodide) {
  const { PathFinder } = pyodide.pyimport("importlib.machinery");
  return PathFinder.find_spec(PACKAGE).submodule_search_locations.get(0);
}
