// Keeps one Pyodide under Node.js for the tests: a line of JSON in, a line of JSON out.
// node driver.mjs RUNTIME WHEEL   in: {"code": "..."}   out: {"value": ...} or {"error": "..."}
// The code's last expression must be plain JSON. Each call has its own globals.

import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";
import { pathToFileURL } from "node:url";

const [runtime, wheel] = process.argv.slice(2);
const reply = process.stdout.write.bind(process.stdout);
const { loadPyodide } = await import(pathToFileURL(path.join(runtime, "pyodide.mjs")).href);
const pyodide = await loadPyodide({
  indexURL: `${runtime}/`,
  lockFileContents: fs.readFileSync(path.join(runtime, "pyodide-lock.json"), "utf8"),
  packageBaseUrl: `${runtime}/`,
  stdout: () => {},
});
await pyodide.loadPackage("numpy", { messageCallback: () => {} });
pyodide.unpackArchive(new Uint8Array(fs.readFileSync(wheel)), "wheel");
const dumps = pyodide.pyimport("json").dumps;

for await (const line of readline.createInterface({ input: process.stdin })) {
  const globals = pyodide.toPy({});
  let answer;
  try {
    const value = await pyodide.runPythonAsync(JSON.parse(line).code, { globals });
    answer = { value: JSON.parse(dumps(value)) };
    value?.destroy?.();
  } catch (error) {
    answer = { error: error.message };
  }
  globals.destroy();
  reply(`${JSON.stringify(answer)}\n`);
}
