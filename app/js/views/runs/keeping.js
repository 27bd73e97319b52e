// One finished run into the store of kept runs: Python says what it is, from its record.

import { reasonOf } from "../../state/database.js";
import * as kept from "../../state/keptruns.js";
import { newId } from "../../state/owner.js";

/** @typedef {import("../../state/store.js").RunView} RunView */
/** @typedef {import("../../pool/pool.js").Pool} Pool */
/** @typedef {kept.KeptRun} KeptRun */

/** @typedef {Pick<KeptRun, "id" | "panel" | "origin" | "name" | "pinned">} Own what the record does not say */

/** As long as nobody has said more of it. */
export const NEW = { panel: "", origin: "", name: "", pinned: false };

/** @type {Promise<void>} one after the other: each may be many megabytes */
let before = Promise.resolve();

/** @param {() => Promise<void>} work that never rejects */
function inTurn(work) {
  before = before.then(work);
  return before;
}

/** @param {import("../shell/mounts.js").Page} page @param {string} name of the panel @param {RunView} run */
export function keepRun({ store, runtime }, name, run) {
  const { record, id } = run;
  const note = (/** @type {string} */ message) => {
    const notices = store.get().runs[name]?.notices ?? [];
    store.dispatch({ type: "run", name, patch: { notices: [...notices, message] } });
  };
  return inTurn(async () => {
    if (!record || !id) return;
    try {
      const pool = await runtime.ready;
      const { gone } = await keepRecord(pool, record, { ...NEW, id, panel: name });
      const told = goneSentence(gone);
      if (told) note(told);
    } catch (error) {
      const why = reasonOf(error);
      const told = store.get().runs[name]?.notices.some((notice) => notice.includes(why));
      if (!told) note(`It is not among the kept runs: ${why}.`);
    }
  });
}

/** A run that no panel shows, since `lab.run` was called. @param {import("../../pool/run.js").Run} run @param {(message: string) => void} note what there is to say of its keeping */
export function keepCalled(run, note) {
  return inTurn(async () => {
    try {
      const { gone } = await keepRecord(run.pool, await run.file(), { ...NEW, id: newId() });
      const told = goneSentence(gone);
      if (told) note(told);
    } catch (error) {
      note(`The run is not among the kept runs: ${reasonOf(error)}.`);
    }
  });
}

/**
 * @param {Pool} pool
 * @param {Blob} file JSON, or NPZ
 * @param {Own} own
 * @param {(run: KeptRun) => void} [admit] throws where it is not to be kept
 * @returns {Promise<{run: KeptRun, gone: KeptRun[]}>} `gone`: what had to make room
 */
export async function keepRecord(pool, file, own, admit = () => {}) {
  const asked = {
    name: /** @type {const} */ ("records"),
    files: [file],
    file: own.origin || "record",
  };
  const head = JSON.parse(await pool.call({ ...asked, what: "head" }));
  const record = (await isJson(file)) ? file : await pool.file({ ...asked, what: "json" });
  const { bytes, packed } = await kept.packed(record);
  const { experiment, params, version, backend, rows, altered, networks } = head;
  const said = { experiment, params, version, backend, rows, altered, networks };
  const measured = { elapsed: Number(head.elapsed_s), hash: String(head.result_hash) };
  const run = { ...own, ...said, ...measured, at: Date.now(), size: bytes.length, packed };
  admit(run);
  return { run, gone: await kept.keep({ run, bytes }) };
}

/** @param {Blob} file */
async function isJson(file) {
  return (await file.slice(0, 2).text()) !== "PK";
}

/** What had to make room, by name; "" for nothing. @param {KeptRun[]} gone */
export function goneSentence(gone) {
  if (gone.length === 0) return "";
  const names = gone.map(
    ({ name, experiment, params }) => name || `${experiment}, seed ${params.seed}`,
  );
  return `To make room, what was kept longest was let go of: ${names.join("; ")}.`;
}
