// Every message between page and worker, and the shapes they carry. Types only, but for the names
// of the two timing constants that both sides must agree on.

/** @typedef {import("../state/schema.js").Schema} Schema */
/** @typedef {import("../state/schema.js").Values} Values */

/** @typedef {Record<string, string | number | boolean | null>} Row one measurement */

/** @typedef {{shape: number[], dtype: string, bytes: Uint8Array<ArrayBuffer>}} ArrayValue */

/** @typedef {{shape: number[], dtype: string, data: string}} PlainArray `data` is base64 */

/**
 * @typedef {object} RunRecord The record of a run as plain JSON.
 * @property {string} experiment
 * @property {Values} params
 * @property {number} seed
 * @property {string} version
 * @property {string} backend
 * @property {number} elapsed_s
 * @property {Row[]} rows
 * @property {Record<string, PlainArray>} arrays
 * @property {string[]} notices
 * @property {Row[]} summary what follows from the rows: means, intervals, paired differences
 * @property {string} [origin] of a recorded run that was not made by the build: where from, in words
 */

/**
 * @typedef {object} Task A unit of work, as Python's plan() made it.
 * @property {string} id
 * @property {string} experiment
 * @property {Values} params
 * @property {Record<string, string | number | null>} key
 * @property {number} cost
 */

/** @typedef {{column: string, label: string}} Axis A column of the rows, and what it is, with its unit. */

/** @typedef {{x: Axis, y: Axis, series: string[], final: boolean, log: boolean, what: string}} Figure What a plain view plots of the rows, or of the summary's rows of the name `what`. */

/** @typedef {{title: string, summary: string, figure: Figure | null, sums: Figure[], params: Schema[], presets: Record<string, Values>, notes: Record<string, string>}} ExperimentInfo */

/** @typedef {{url: string, bytes: number, sha256: string}} FileInfo relative to the page */

/** @typedef {{source: string, data: string, model: string, low: number, high: number, text: string}} PublishedAccuracy */

/**
 * @typedef {object} Published
 * @property {Record<string, {title: string, url: string}>} sources
 * @property {Record<string, string[]>} notes
 * @property {PublishedAccuracy[]} models
 * @property {{source: string, arm: string, sparsity: number, trials: number[]}[]} search
 * @property {{source: string, control: string, dense: number, lottery: number, random: number}[]} controls
 * @property {{source: string, arm: string, run: number, share: number}[]} adjacency
 */

/** @typedef {{url: string, integrity: string, heads: {name: string, title: string, minutes: number, question: string, steps: number}[]}} Lessons */

/**
 * @typedef {object} Config The JSON script blocks #lab-runtime, #lab-config and #lab-recorded.
 * @property {string} version
 * @property {string} released the day of that version, as 2026-11-23
 * @property {string} app the folder of this code, relative to the page
 * @property {Record<string, string[]>} modules what each view imports, and what the bench does afterwards, relative to the page
 * @property {string} phone the media query by which a phone is known
 * @property {FileInfo[]} worker what a worker is made of
 * @property {{baseUrl: string, files: FileInfo[]}} runtime
 * @property {FileInfo} wheel
 * @property {FileInfo} images MNIST's, fetched by a press
 * @property {{bytes: number, brotli: number}} download what a first visit fetches
 * @property {Record<string, ExperimentInfo>} experiments
 * @property {Record<string, RunRecord>} recorded
 * @property {{url: string, integrity: string}} recordings the file with those that no first paint shows
 * @property {Record<string, {url: string, integrity: string}>} apart recorded runs that are a file each
 * @property {Record<string, import("../views/shared/repeat.js").Repeat>} again how each recorded run is done again, by its name
 * @property {{url: string, integrity: string}} sweeps the file with the recorded sweeps
 * @property {Lessons} lessons the file with what they say, and of each what the document says itself
 * @property {Published} published what others have measured (py/mnist1d_lab/published/)
 */

/**
 * @typedef {{kind: "row", row: Row}
 *   | {kind: "array", name: string, shape: number[], dtype: string, buffer: number}
 *   | {kind: "progress", done: number, total: number, note: string, unit: string}
 *   | {kind: "checkpoint", buffer: number}
 *   | {kind: "notice", message: string}
 *   | {kind: "finished", elapsed_s: number, backend: string}} SessionMessage What bridge.Session.advance says.
 */

/** @typedef {{kind: string, message: string, param?: string, traceback?: string, phase: string, fatal?: boolean, memory?: boolean}} WorkerError `fatal`: this Python can do nothing any more; `memory`: it got no more of that. */

/**
 * @typedef {object} Assets What loader.js fetched; every worker of the pool boots from it.
 * @property {string} indexURL
 * @property {string[]} wheelURLs NumPy's and ours
 * @property {WebAssembly.Module} module
 * @property {Record<string, ArrayBuffer>} files by absolute URL; a worker that has fetched some itself needs none
 */

/** @typedef {{files: Record<string, string>, backend: "" | "numpy", console?: {network: boolean}}} Apart What a worker of its own runs: sources in place of the wheel's, by their path in the package, and on which operations ("": the best); with a console, whether that has the network. */

/** @typedef {{port: MessagePort, lost: Promise<void>}} BegunElsewhere A file that a worker fetches; `lost` resolves where that cannot. */
/** @typedef {{response: Promise<Response>} | BegunElsewhere} Begun A file on its way. */

/** @typedef {{file: FileInfo, url: string, port: MessagePort}} Ahead What a worker fetches for the page, which it tells by the port; a word from there ends it. */

/**
 * @typedef {{type: "bytes", bytes: number}
 *   | {type: "arrived", part: WebAssembly.Module | ArrayBuffer}
 *   | {type: "checked"}
 *   | {type: "failed", message: string, refused: boolean}} FromAhead `bytes` that came since the last word; what was refused may lie in the browser's cache
 */

/**
 * @typedef {object} HeadStart What headstart.js has begun before any module ran.
 * @property {AbortController} abort
 * @property {Record<string, Begun>} files by absolute URL
 * @property {Worker | null} worker which fetches files itself; null where it has failed
 */

/**
 * @typedef {object} Guard
 * @property {() => Promise<void>} search looks which of the page's own files are missing
 * @property {() => string} sentence that names them, or ""
 * @property {() => Promise<void>} reload one that does not take them from the cache
 * @property {(url: URL) => string} code the address of a file of ours as one that may be started; of any other it throws
 */

/** @typedef {{createScriptURL: (url: string) => string}} Policy */
/** @typedef {{createPolicy: (name: string, rules: Policy) => Policy}} Policies The browser's Trusted Types; their values count as texts here. */

/**
 * @typedef {{type: "prefetch", indexURL: string, ahead?: Ahead[]}
 *   | {type: "boot", assets: Assets, apart: Apart | null}
 *   | {type: "call", id: number, call: Call}
 *   | {type: "run", id: number, task: Task, checkpoint: Uint8Array<ArrayBuffer> | null, paused: boolean}
 *   | {type: "pause" | "resume" | "step" | "stop", id: number}} ToWorker
 */

/**
 * @typedef {{name: "plan", experiment: string, params: Record<string, unknown>}
 *   | {name: "merge", experiment: string, params: Values, results: string, packed: import("./packed.js").Packed[], form: "pieces" | "file"}
 *   | {name: "whole", experiment: string, params: Values}
 *   | {name: "summarise", experiment: string, params: Values, rows: string}
 *   | {name: "compare", rows: string}
 *   | {name: "records", what: "read" | "head" | "json" | "npz" | "together" | "again" | "weights", files: Blob[], file?: string}
  | {name: "describeData", params: Values}
  | {name: "lookAt", files: DataFiles, reading: string}
  | {name: "addFile", file: string, files: DataFiles, reading: string}
  | {name: "writeFile", params: Values, kind: string}
  | {name: "openConsole", params: Values, record: Blob | null}
  | {name: "type", source: string}
  | {name: "readTemplates", file: string, content: Blob}} Call
 * A short question. It is answered between two slices of a running task; "whole" runs a small
 * experiment from plan to record in one go, which is how a slider is answered during a training.
 */

/** @typedef {string | Blob | import("./pieces.js").Piece[]} Answer JSON; or a file: a blob travels by reference and is never copied here; or the pieces that came before. */

/** @typedef {{content: Blob, parts: {name: string, size: number}[]}} DataFiles One file, or several that make one set, one after the other in `content`. */

/** @typedef {Map<string, Extract<Call, {name: "addFile"}>>} Added What every worker has been given, by name. */

/** What `describeData` and `addFile` answer, as JSON; the last three are a file's alone.
 * @typedef {{train_samples: number, test_samples: number, length: number, classes: number[], class_names: string[], fingerprint: string, published: boolean, name?: string, args?: Values | null, notes?: string[]}} DataDescription
 */

/** @typedef {{name: string, value: string, said: boolean, choices: (string | [string, string])[]}} Guess How a file is read in one respect; a choice may have a title. */

/** @typedef {{files: string[], rows: number, length: number, train: number, test: number, classes: {label: number, name: string, train: number, test: number}[], first: {name: string, values: number[]}[], guesses: Guess[]}} Understood */

/** What `lookAt` answers, as JSON.
 * @typedef {{understood: Understood, notes: string[], refused?: undefined} | {refused: string, guesses: Guess[]}} Look
 */

/**
 * @typedef {{type: "booted", backend: string, fallback: string, version: string}
 *   | {type: "piece", id: number, piece: import("./pieces.js").Piece}
 *   | {type: "answer", id: number, answer: Answer}
 *   | {type: "events", id: number, messages: SessionMessage[], buffers: Uint8Array<ArrayBuffer>[]}
 *   | {type: "stopped", id: number}
 *   | {type: "output", text: string}
 *   | {type: "grown"}
 *   | {type: "error", id: number | null, error: WorkerError}} FromWorker
 */

/** The file that a worker is made of, in the folder of the page's own files. */
export const WORKER = "js/python/worker.js";

/** WebAssembly never gives memory back: a worker that has more, in bytes, is ended after its task. */
export const LARGEST_HEAP = 1_000_000_000;

/** A worker computes this long before it looks at its messages: it bounds pause, stop and preview. */
export const SLICE_MS = 20;

/** A worker posts at most this often (30 Hz). */
export const POST_EVERY_MS = 33;

/** And at least this often, be it nothing: whoever says nothing for long counts as dead. */
export const ALIVE_EVERY_MS = 1000;
