// Starts the worker; `run(source, argument)` gives what the source's `main(argument)` returns.

const worker = new Worker(new URL("host_worker.js", import.meta.url), { type: "module" });
worker.onerror = (event) => console.error(event.message);

globalThis.run = (source, argument) =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => {
      if ("line" in data) document.querySelector("pre").append(`${data.line}\n`);
      else if ("error" in data) reject(new Error(data.error));
      else resolve(data.result);
    };
    worker.postMessage({ source, argument });
  });
