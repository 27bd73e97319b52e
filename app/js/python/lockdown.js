// Takes network, storage, other workers and the making of code away from this worker, before a
// visitor's Python runs in it. The host's headers forbid most of it too, but not every host sends
// any. There is no way back: the worker is ended after the task (pool.js).

const NETWORK = [
  "fetch",
  "fetchLater",
  "XMLHttpRequest",
  "WebSocket",
  "WebSocketStream",
  "WebTransport",
  "EventSource",
  "RTCPeerConnection",
  "RTCDataChannel",
  "importScripts",
  "Request",
];
const STORAGE = ["indexedDB", "IDBFactory", "caches", "CacheStorage", "cookieStore", "navigator"];
const OTHERS = ["Worker", "SharedWorker", "BroadcastChannel", "Notification", "FontFace"];
const FILES = ["webkitRequestFileSystem", "webkitRequestFileSystemSync", "FileSystemHandle"];

function refused() {
  throw new Error("Code of one’s own has no network, storage or workers here.");
}

/** @param {object} from @param {string} name and whatever stands behind it */
function takeAway(from, name) {
  /** @type {object | null} */
  let holder = from;
  while (holder) {
    if (Object.hasOwn(holder, name)) {
      Object.defineProperty(holder, name, {
        value: undefined,
        writable: false,
        configurable: false,
      });
    }
    holder = Object.getPrototypeOf(holder);
  }
}

/** Strings become no code: such code could `import()` from anywhere. */
function forbidMaking() {
  const kinds = [() => {}, async () => {}, function* () {}, async function* () {}];
  for (const kind of kinds) {
    const prototype = Object.getPrototypeOf(kind);
    Object.defineProperty(prototype, "constructor", { value: refused, configurable: false });
  }
  // Pyodide itself calls by way of Function.prototype.
  refused.prototype = Function.prototype;
  for (const name of ["eval", "Function"]) {
    Object.defineProperty(self, name, { value: refused, writable: false, configurable: false });
  }
}

/** Timers that take a text would make code of it. */
function forbidTimersOfText() {
  for (const name of /** @type {const} */ (["setTimeout", "setInterval"])) {
    const original = self[name];
    const checked = (/** @type {unknown} */ what, /** @type {unknown[]} */ ...rest) => {
      if (typeof what !== "function") refused();
      return Reflect.apply(original, self, [what, ...rest]);
    };
    takeAway(Object.getPrototypeOf(self), name);
    Object.defineProperty(self, name, { value: checked, writable: false, configurable: false });
  }
}

let locked = false;

/** @param {boolean} [network] a person has allowed it to this session: it stays */
export function lockDown(network = false) {
  if (locked) return;
  locked = true;
  const taken = [...(network ? [] : NETWORK), ...STORAGE, ...OTHERS, ...FILES];
  for (const name of taken) takeAway(self, name);
  forbidMaking();
  forbidTimersOfText();
}
