// Python inside the worker: starts Pyodide from the bytes the page has fetched, unpacks NumPy and
// our wheel and gives plain JavaScript access to mnist1d_lab.bridge. No Python stands in a string here.

import { unpack } from "../pool/packed.js";
import { storedMembers } from "./archive.js";
import { replaceSources } from "./changes.js";
import { prepareConsole, withConsole } from "./console.js";
import { lockDown } from "./lockdown.js";
import { readNow } from "./readnow.js";

/** @typedef {import("../pool/protocol.js").Assets} Assets */
/** @typedef {import("../pool/protocol.js").Apart} Apart */
/** @typedef {import("../pool/protocol.js").Call} Call */
/** @typedef {import("../pool/protocol.js").Task} Task */
/** @typedef {import("../pool/protocol.js").SessionMessage} SessionMessage */
/** @typedef {Uint8Array<ArrayBuffer>} Bytes */
/** @typedef {any} PyProxy Pyodide's own types live in the vendored file, which tsc does not see. */

// Pyodide tells the kind of a worker by importing a script into it. A worker of modules refuses that
// anyway; where scripts need a trusted address the browser would complain of it in the console too.
Object.defineProperty(self, "importScripts", {
  value: () => {
    throw new TypeError("a worker of modules imports no scripts");
  },
  configurable: true,
});

/**
 * @typedef {object} Session A task at work.
 * @property {(budgetMs: number, untilRow: boolean) => {messages: SessionMessage[], buffers: Bytes[]}} advance
 * @property {() => void} close
 */

/**
 * @typedef {object} Python
 * @property {string} version
 * @property {string} backend
 * @property {string} fallback why no quicker backend is in use, or ""
 * @property {(call: Call) => import("../pool/protocol.js").Answer | Promise<import("../pool/protocol.js").Answer>} answer
 * @property {(task: Task, checkpoint: Bytes | null) => Session} start
 * @property {() => number} heap bytes of memory that it has taken
 */

/**
 * While Pyodide starts, answers its requests from the bytes that the page has already fetched, and
 * its compilation with the module that the page has already compiled. Returns an undo function.
 * @param {Assets} assets
 */
function serveFrom(assets) {
  const fetchFromNetwork = self.fetch;
  const instantiateStreaming = WebAssembly.instantiateStreaming;
  self.fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const bytes = assets.files[url];
    if (bytes) return new Response(bytes);
    if (url.endsWith(".wasm")) return new Response(null);
    return fetchFromNetwork(input, init);
  };
  WebAssembly.instantiateStreaming = async (_source, imports) => ({
    instance: await WebAssembly.instantiate(assets.module, imports),
    module: assets.module,
  });
  return () => {
    self.fetch = fetchFromNetwork;
    WebAssembly.instantiateStreaming = instantiateStreaming;
  };
}

/**
 * Fetches and parses Pyodide's modules while the page still waits for the rest of the download. An
 * error is left to `startPython`, which meets it again and reports it.
 * @param {string} indexURL
 */
export function prefetch(indexURL) {
  for (const name of ["pyodide.mjs", "pyodide.asm.mjs"]) import(indexURL + name).catch(() => {});
}

/**
 * @param {Assets} assets
 * @param {Apart | null} apart what a worker of its own runs instead of the wheel's sources
 * @returns {Promise<Python>}
 */
export async function startPython(assets, apart) {
  const pyodide = await startPyodide(assets);
  for (const url of assets.wheelURLs) install(pyodide, assets.files[url]);
  pyodide.pyimport("importlib").invalidate_caches();
  if (apart?.console) await prepareConsole(pyodide, apart.console.network);
  if (apart) {
    replaceSources(pyodide, apart.files);
    lockDown(apart.console?.network); // what was changed may run when it is imported
  }
  const bridge = pyodide.pyimport("mnist1d_lab.bridge");
  if (apart?.backend) bridge.use_backend(apart.backend);
  // The trimmed Python starts with it off; what is there by now, it need never look at again.
  const gc = pyodide.pyimport("gc");
  gc.freeze();
  gc.enable();
  const python = wrap(bridge, () => pyodide._module.HEAPU8.length);
  return apart?.console ? withConsole(pyodide, python) : python;
}

/** @param {Assets} assets @returns {Promise<PyProxy>} */
async function startPyodide(assets) {
  const undo = serveFrom(assets);
  try {
    const { loadPyodide } = await import(`${assets.indexURL}pyodide.mjs`);
    return await loadPyodide({
      indexURL: assets.indexURL,
      lockFileURL: `${assets.indexURL}pyodide-lock.json`,
    });
  } finally {
    undo();
  }
}

/**
 * Unpacks a wheel, NumPy's or ours, which is all that an installer would do: nothing depends on
 * anything else. Of NumPy this takes 12 ms under Node.js, and of ours 8. Pyodide's own unpacking of
 * ours takes 28, micropip's 600, and its loading of NumPy 170, with all shared libraries; here each
 * is loaded when it is imported, which a worker may do at once.
 * @param {PyProxy} pyodide
 * @param {ArrayBuffer | undefined} wheel
 */
function install(pyodide, wheel) {
  if (!wheel) throw new Error("A wheel of the runtime is missing.");
  const members = storedMembers(wheel);
  if (!members) return pyodide.unpackArchive(wheel, "wheel");
  const folders = new Set();
  const [sitePackages] = pyodide.pyimport("site").getsitepackages();
  for (const { name, bytes } of members) {
    const path = `${sitePackages}/${name}`;
    const folder = path.slice(0, path.lastIndexOf("/"));
    if (!folders.has(folder)) pyodide.FS.mkdirTree(folder);
    folders.add(folder);
    pyodide.FS.writeFile(path, bytes, { canOwn: true });
  }
}

/** @param {PyProxy} bridge @param {() => number} heap @returns {Python} */
function wrap(bridge, heap) {
  const { version, backend, fallback_reason } = JSON.parse(bridge.status());
  /** @param {Task} task @param {Bytes | null} checkpoint */
  const start = (task, checkpoint) => {
    // undefined becomes None; a typed array is read by the bridge itself.
    return wrapSession(bridge.start(JSON.stringify(task), checkpoint ?? undefined));
  };
  /** @param {Call} call */
  const answer = (call) => {
    if (call.name === "plan") return bridge.plan(call.experiment, JSON.stringify(call.params));
    if (call.name === "whole") return whole(bridge, start, call);
    if (call.name === "compare") return bridge.compare(call.rows);
    if (call.name === "summarise") {
      return bridge.summarise(call.experiment, JSON.stringify(call.params), call.rows);
    }
    if (call.name === "records") {
      const said = bridge.about_records(call.what, call.files.map(readNow), call.file ?? "record");
      return typeof said === "string" ? said : fileOf(said);
    }
    if (call.name === "describeData") return bridge.describe_data(JSON.stringify(call.params));
    if (call.name === "lookAt") {
      const { content, parts } = call.files;
      return bridge.look_at_files(readNow(content), JSON.stringify(parts), call.reading);
    }
    if (call.name === "addFile") {
      const { content, parts } = call.files;
      return bridge.add_data_file(call.file, readNow(content), JSON.stringify(parts), call.reading);
    }
    if (call.name === "writeFile")
      return fileOf(bridge.write_data_file(JSON.stringify(call.params), call.kind));
    if (call.name === "readTemplates")
      return bridge.read_templates(call.file, readNow(call.content));
    if (call.name === "merge") return merge(call);
    throw new Error("This worker has no console.");
  };
  /** @param {Extract<Call, {name: "merge"}>} call */
  const merge = ({ experiment, params, results, packed }) =>
    bridge.merge(experiment, JSON.stringify(params), results, packed.flatMap(unpack));
  return { version, backend, fallback: fallback_reason ?? "", answer, start, heap };
}

/** Python's bytes as a file. @param {PyProxy} written */
function fileOf(written) {
  const view = written.getBuffer("u8");
  try {
    return new Blob([view.data]);
  } finally {
    view.release();
    written.destroy();
  }
}

/**
 * Runs a small experiment from plan to record.
 * @param {PyProxy} bridge
 * @param {Python["start"]} start
 * @param {Extract<Call, {name: "whole"}>} call
 */
function whole(bridge, start, call) {
  const plan = JSON.parse(bridge.plan(call.experiment, JSON.stringify(call.params)));
  /** @type {Bytes[]} */
  const buffers = [];
  const results = plan.tasks.map((/** @type {Task} */ task) => {
    const session = start(task, null);
    try {
      return collect(task, session, buffers);
    } finally {
      session.close();
    }
  });
  const params = JSON.stringify(plan.params);
  return bridge.merge(call.experiment, params, JSON.stringify(results), buffers);
}

/** @param {Task} task @param {Session} session @param {Bytes[]} buffers filled with the arrays */
function collect(task, session, buffers) {
  const rows = [];
  const arrays = [];
  for (;;) {
    const reply = session.advance(1000, false);
    for (const message of reply.messages) {
      if (message.kind === "row") rows.push(message.row);
      if (message.kind === "finished") {
        const { elapsed_s, backend } = message;
        return { task, rows, arrays, elapsed_s, backend };
      }
      if (message.kind !== "array") continue;
      const { name, shape, dtype, buffer } = message;
      const bytes = reply.buffers[buffer];
      if (bytes) arrays.push({ name, shape, dtype, buffer: buffers.push(bytes) - 1 });
    }
  }
}

/** @param {PyProxy} session @returns {Session} */
function wrapSession(session) {
  return {
    advance(budgetMs, untilRow) {
      const reply = session.advance.callKwargs(budgetMs, { until_row: untilRow });
      const held = reply.get(1);
      try {
        const json = reply.get(0);
        const messages = json === "[]" ? [] : JSON.parse(json);
        return { messages, buffers: copyAll(held) };
      } finally {
        held.destroy();
        reply.destroy();
      }
    },
    close() {
      session.close();
      session.destroy();
    },
  };
}

/** Copies out of WebAssembly memory, which may move when it grows. @param {PyProxy} list @returns {Bytes[]} */
function copyAll(list) {
  return Array.from({ length: list.length }, (_, index) => {
    const item = list.get(index);
    const view = item.getBuffer("u8");
    try {
      return view.data.slice();
    } finally {
      view.release();
      item.destroy();
    }
  });
}
