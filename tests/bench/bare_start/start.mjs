// Starts the Pyodide of the folder that the address names after its hash, and imports NumPy.

const { loadPyodide } = await import(`./${location.hash.slice(1)}/pyodide.mjs`);
const python = await loadPyodide({ packages: ["numpy"] });
python.runPython("import numpy");
globalThis.imported = performance.now();
