// Pyodide as it is published, without anything of ours: what the `main` of a Python file returns.
// In a page: await run(source, argument). Under Node.js: node bare.mjs PYODIDE SOURCE ARGUMENT

async function start(folder) {
  const { loadPyodide } = await import(`${folder}pyodide.mjs`);
  return loadPyodide({ stdout: () => {} });
}

export async function run(folder, source, argument) {
  const python = await start(folder);
  python.runPython(source);
  return python.globals.get("main")(argument);
}

if (globalThis.document) {
  globalThis.run = (source, argument) => run("./pyodide/", source, argument);
} else {
  const [folder, source, argument] = process.argv.slice(2);
  const { readFileSync } = await import("node:fs");
  const { pathToFileURL } = await import("node:url");
  const answer = await run(
    `${pathToFileURL(folder).href}/`,
    readFileSync(source, "utf8"),
    argument,
  );
  process.stdout.write(`${answer}\n`);
}
