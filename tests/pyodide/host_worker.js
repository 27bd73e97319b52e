// Boots the built site's own runtime and wheel, then runs Python source as a module.

const manifest = await (await fetch("build.json")).json();
const { runtime, wheel } = manifest;
const at = (url) => new URL(url, self.location).href;

async function start() {
  const { loadPyodide } = await import(at(`${runtime.baseUrl}pyodide.mjs`));
  const python = await loadPyodide({
    indexURL: at(runtime.baseUrl),
    stdLibURL: at(runtime.stdlib),
    lockFileURL: at(runtime.lock),
    stdout: (line) => self.postMessage({ line }),
  });
  const numpy = runtime.files.find((file) => file.url.endsWith(".whl"));
  for (const url of [numpy.url, wheel.url]) {
    python.unpackArchive(await (await fetch(at(url))).arrayBuffer(), "wheel");
  }
  return python;
}

const started = start();

self.onmessage = async ({ data }) => {
  try {
    const python = await started;
    const names = python.globals.get("dict")();
    names.set("__name__", "given");
    python.runPython(data.source, { globals: names });
    self.postMessage({ result: names.get("main")(...data.argument) });
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
};
