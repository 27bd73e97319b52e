// Where in a visitor's files a Python error arose, read from its traceback.

/** @typedef {{path: string, line: number, sentence: string}} Fault `path` is "" and `line` 0 where it is in no file of theirs */

const FRAME = /File "[^"]*?mnist1d_lab\/([^"]+)", line (\d+)/g;
const LAST = /^([\w.]+)(?:: (.*))?$/;

/**
 * @param {string} traceback Python's
 * @param {string[]} paths the changed files, within the package
 * @returns {Fault} the innermost frame in one of them, and what is wrong in one sentence
 */
export function faultOf(traceback, paths) {
  const frames = [...traceback.matchAll(FRAME)].map(([, path = "", line]) => ({
    path,
    line: Number(line),
  }));
  const place = frames.filter(({ path }) => paths.includes(path)).pop();
  const what = errorIn(traceback);
  if (!place) return { path: "", line: 0, sentence: what };
  return { ...place, sentence: `${place.path}, line ${place.line}: ${what}` };
}

/** The last line that names an error; a message may have lines of its own behind it. @param {string} traceback */
function errorIn(traceback) {
  const lines = traceback.trimEnd().split("\n");
  for (let at = lines.length - 1; at >= 0; at--) {
    const found = LAST.exec(lines[at] ?? "");
    if (!found || !/^(?:\w+\.)*[A-Z]\w*$/.test(found[1] ?? "")) continue;
    const kind = (found[1] ?? "").split(".").pop();
    return found[2] ? `${kind}: ${found[2]}` : `${kind}.`;
  }
  return lines.pop() ?? "";
}
