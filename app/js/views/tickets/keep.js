// A ticket as a file: trained once more and kept, read back, compared, and tried on other data.

import { paramsFor, schemasOf } from "../../state/config.js";
import { recordFile } from "../../state/recordfile.js";
import { byId, fillFacts, find, setText } from "../shared/dom.js";
import { download } from "../shared/download.js";
import { offerFigure } from "../shared/figurefiles.js";
import { count, counted, percent, share } from "../shared/format.js";
import { fillTable } from "../shared/table.js";
import { styleOf } from "./arms.js";
import { placeOf } from "./levels.js";
import { sparsities } from "./lotteryrows.js";
import { levelOf } from "./search.js";
import { ticketFault } from "./ticketfile.js";

/** @typedef {import("../../state/schema.js").Values} Values */
/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("../../pool/protocol.js").RunRecord} RunRecord */
/** @typedef {import("./mount.js").Parts} Parts */

const ALL = ["lottery", "reinitialised", "dense", "random"];

/** @param {Uint8Array} bytes */
function base64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return btoa(text);
}

/** @param {Row[]} rows the last measurement of the ticket itself */
const ticketRow = (rows) => rows.filter((row) => row.arm === "lottery" && row.final).pop();

export class KeepView {
  /** @param {Parts} parts @param {import("./criterion.js").Criterion} criterion */
  constructor(parts, criterion) {
    this.parts = parts;
    this.criterion = criterion;
    /** @type {(RunRecord & {name: string}) | null} */
    this.file = null;
    this.elsewhere = find("#ticket-elsewhere", HTMLInputElement);
    this.input = find("#ticket-file", HTMLInputElement);
    this.input.addEventListener("change", () => void this.read());
    this.input.disabled = false;
    this.elsewhere.addEventListener("change", () => this.show());
    byId("ticket-restore").addEventListener("click", () => this.restore());
    byId("ticket-forget").addEventListener("click", () => this.take(null));
    const { store, pick } = parts;
    store.subscribe((state, before) => {
      const level = state.level !== before.level || state.runs.lottery !== before.runs.lottery;
      if (level || state.runs.ticket !== before.runs.ticket) this.show();
    });
    pick.subscribe(() => this.show());
    offerFigure(parts, {
      name: "ticket",
      run: "ticket",
      title: "A lottery ticket",
      rows: () => this.run?.rows ?? [],
      pictures: "#no-picture",
      legend: () => [],
    });
    this.show();
  }

  get run() {
    return this.parts.store.get().runs.ticket;
  }

  /** The level on show, as a ticket. */
  get picked() {
    const state = this.parts.store.get();
    const search = state.runs.lottery;
    const level = levelOf(state);
    const { trial } = this.parts.pick.now;
    const levels = sparsities(search?.rows ?? []);
    const arm = level === 0 ? "dense" : "lottery";
    const row = search?.rows.filter(
      (item) => item.arm === arm && item.trial === trial && item.level === level && item.final,
    )[0];
    const bits = search?.arrays[`ticket/${placeOf("lottery", trial, level)}`];
    return { search, level, trial, levels, row, bits };
  }

  /** What the run is asked for: the file's ticket or the picked one, here or on the data above. @returns {Values} */
  request() {
    const given = this.file ? this.file.params : this.recipe();
    const takes = new Set(this.parts.config.experiments.ticket?.params.map(({ name }) => name));
    const own = Object.fromEntries(Object.entries(given).filter(([name]) => takes.has(name)));
    if (!this.elsewhere.checked) return { ...own, beside: ["lottery"] };
    const { config, store } = this.parts;
    const data = paramsFor(config, { data: store.get().params.data ?? {} }, "ticket");
    return { ...own, ...data, beside: ALL };
  }

  /** @returns {Values} */
  recipe() {
    const { search, level, trial, levels, bits } = this.picked;
    const params = search?.params ?? {};
    return {
      ...params,
      schedule: "list",
      sparsities: levels.slice(0, level + 1),
      seed: Number(params.seed) + trial,
      mask: bits ? base64(bits.bytes) : "",
    };
  }

  /** Reads the chosen file with Python, which checks it. */
  async read() {
    const [chosen] = this.input.files ?? [];
    const refusal = byId("ticket-refusal");
    refusal.hidden = true;
    if (!chosen) return;
    this.input.value = ""; // so that the same file may be chosen again
    try {
      const pool = await this.parts.runtime.ready;
      const asked = /** @type {const} */ ({ name: "records", what: "read", file: chosen.name });
      const text = await pool.call({ ...asked, files: [chosen] });
      /** @type {RunRecord} */
      const record = JSON.parse(text);
      const { config, scopes } = this.parts;
      const taken = [schemasOf(config, "ticket"), scopes.data ?? [], scopes.lottery ?? []].flat();
      const fault = ticketFault(chosen.name, record, taken);
      if (fault) throw new Error(fault);
      this.take({ ...record, name: chosen.name });
    } catch (error) {
      setText(refusal, error instanceof Error ? error.message : String(error));
      refusal.hidden = false;
    }
  }

  /** @param {(RunRecord & {name: string}) | null} file */
  take(file) {
    this.file = file;
    if (!file) this.input.value = "";
    const code = String(file?.params.criterion_code ?? "");
    if (file && code.trim()) this.criterion.offer(code, `the file ${file.name}`);
    this.show();
  }

  /** The file's recipe as settings of the search and of the data. */
  restore() {
    const { file } = this;
    if (!file) return;
    const { store, scopes } = this.parts;
    for (const scope of ["data", "lottery"]) {
      const names = new Set((scopes[scope] ?? []).map(({ name }) => name));
      const values = Object.fromEntries(
        Object.entries(file.params).filter(([name]) => names.has(name)),
      );
      if (scope === "lottery") values.trials = 1;
      store.dispatch({ type: "setMany", scope, values });
    }
    const code =
      file.params.criterion === "custom" ? " Its criterion waits for your yes above." : "";
    setText(byId("ticket-what"), `The search and the data are set as in the file.${code}`);
  }

  show() {
    const { file } = this;
    for (const id of ["ticket-restore", "ticket-forget"]) {
      find(`#${id}`, HTMLButtonElement).disabled = !file;
    }
    setText(byId("ticket-what"), file ? `The ticket of the file ${file.name}.` : this.pickedText());
    fillFacts(byId("ticket-recipe"), file ? recipeFacts(file) : []);
    this.showRun();
  }

  pickedText() {
    const { level, trial, levels, search } = this.picked;
    if (!search || search.rows.length === 0) return "No search yet.";
    const seed = Number(search.params.seed) + trial;
    return `The ticket of level ${level} (${share(levels[level] ?? 0)} removed), trial ${trial + 1}, seed ${seed}, as picked above.`;
  }

  showRun() {
    const { run } = this;
    const final = (run?.rows ?? []).filter((row) => row.final);
    const lines = final.map((row) => [
      styleOf(String(row.arm)).label,
      percent(Number(row.test_acc)),
      count(Number(row.survivors)),
      String(row.initial_hash),
    ]);
    const head = ["network", "test accuracy", "weights", "hash of the initial weights"];
    fillTable(find("#ticket-table", HTMLTableElement), head, lines);
    const done = ticketRow(run?.rows ?? []);
    if (!done) return;
    setText(
      byId("ticket-origin"),
      `Seed ${done.seed}, data seed ${run?.params.data_seed}, version ${this.parts.config.version}.`,
    );
    setText(byId("ticket-summary"), this.verdict(done));
  }

  /** Whether it is the very same ticket. @param {Row} done */
  verdict(done) {
    const other = this.file ? ticketRow(this.file.rows) : this.picked.row;
    const whose = this.file ? "the file’s" : "the search’s";
    const accuracy = `The ticket gets ${percent(Number(done.test_acc))} here`;
    if (!other) return `${accuracy}. There is nothing to compare it with.`;
    const same = other.initial_hash === done.initial_hash;
    const hash = same
      ? `its initial weights have ${whose} hash, ${done.initial_hash}`
      : `its initial weights have the hash ${done.initial_hash}, not ${whose} ${other.initial_hash}: another ticket`;
    const theirs = this.file?.backend ?? this.picked.search?.backend;
    const rounding =
      same && theirs !== this.run?.backend && other.test_acc !== done.test_acc
        ? ` Another backend (${theirs}) rounds otherwise, and training magnifies that.`
        : "";
    return `${accuracy}, ${whose} ${percent(Number(other.test_acc))}; ${hash}.${rounding}`;
  }
}

/** @param {RunRecord & {name: string}} file @returns {Parameters<typeof fillFacts>[1]} */
function recipeFacts(file) {
  const levels = /** @type {number[]} */ (file.params.sparsities ?? []);
  const ticket = ticketRow(file.rows);
  return [
    { name: "Removed", value: share(Number(levels.at(-1) ?? 0)) },
    { name: "Seed", value: String(file.params.seed) },
    {
      name: "Network",
      value: `${file.params.model}, ${counted(Number(file.params.hidden), "hidden unit")}`,
    },
    { name: "Criterion", value: String(file.params.criterion) },
    { name: "Test accuracy", value: ticket ? percent(Number(ticket.test_acc)) : "none" },
    { name: "Hash", value: String(ticket?.initial_hash ?? "none") },
  ];
}

/** The record of a run as NPZ, written by Python. @param {Parts} parts @param {string} name */
export function offerNpz(parts, name) {
  const group = find(`[data-downloads="${name}"]`, HTMLElement);
  group.addEventListener("click", async (event) => {
    const button = event.target;
    if (!(button instanceof HTMLButtonElement) || button.dataset.kind !== "npz") return;
    const run = parts.store.get().runs[name];
    const pool = parts.runtime.pool;
    if (!run || run.phase === "empty" || !pool) return;
    const record = await recordFile(parts.config, name, run);
    download(
      `mnist1d-${name}.npz`,
      await pool.file({ name: "records", what: "npz", files: [record] }),
    );
  });
}
