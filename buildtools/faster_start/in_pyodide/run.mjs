// Runs one Python file in Pyodide under Node: node run.mjs RUNTIME WORK SCRIPT.py
// RUNTIME holds Pyodide's files and NumPy's wheel; WORK is what the script sees as /work.

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [runtime, work, script] = process.argv.slice(2).map((name) => path.resolve(name));
const { loadPyodide } = await import(pathToFileURL(path.join(runtime, "pyodide.mjs")).href);
const pyodide = await loadPyodide({
  indexURL: `${runtime}/`,
  lockFileContents: fs.readFileSync(path.join(runtime, "pyodide-lock.json"), "utf8"),
  packageBaseUrl: `${runtime}/`,
});
const quiet = { messageCallback: () => {} };
await pyodide.loadPackage("numpy", quiet);
for (const name of fs.readdirSync(work).filter((file) => file.endsWith(".whl"))) {
  pyodide.unpackArchive(new Uint8Array(fs.readFileSync(path.join(work, name))), "wheel");
}
pyodide.mountNodeFS("/work", work);
try {
  await pyodide.runPythonAsync(fs.readFileSync(script, "utf8"), { filename: script });
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
