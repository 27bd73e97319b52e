// Starts the worker; `run(source, argument)` gives what the source's `main(argument)` returns.

// As the page's own headers have it: an address of code is vouched for (app/js/start/guard.js).
const own = trustedTypes.createPolicy("mnist1d-lab", { createScriptURL: (url) => url });
const { href } = new URL("host_worker.js", import.meta.url);
const worker = new Worker(own.createScriptURL(href), { type: "module" });
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
