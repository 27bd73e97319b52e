// Boots the built site's own runtime and wheel, then runs Python source as a module.

const at = (url) => new URL(url, self.location).href;

async function start() {
  const { runtime, wheel } = await (await fetch(at("build.json"))).json();
  const { loadPyodide } = await import(at(`${runtime.baseUrl}pyodide.mjs`));
  const python = await loadPyodide({
    indexURL: at(runtime.baseUrl),
    lockFileURL: at(`${runtime.baseUrl}pyodide-lock.json`),
    packages: ["numpy"],
    stdout: (line) => self.postMessage({ line }),
  });
  python.unpackArchive(await (await fetch(at(wheel.url))).arrayBuffer(), "wheel");
  return python;
}

const started = start();

self.onmessage = async ({ data }) => {
  try {
    const python = await started;
    const names = python.globals.get("dict")();
    names.set("__name__", "__main__"); // dataclasses look their module up
    python.runPython(data.source, { globals: names });
    self.postMessage({ result: await names.get("main")(...data.argument) });
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
};
