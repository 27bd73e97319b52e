// The ticket's gain against a property of the data.

import { curveOf, LineChart } from "../../charts/line.js";
import { Widening } from "../../pictures/scale.js";
import { originOf } from "../../state/identity.js";
import { byId, fillTable, find, Summary, setText } from "../shared/dom.js";
import { offerFigure } from "../shared/figurefiles.js";
import { counted } from "../shared/format.js";
import { styleOf } from "./arms.js";
import { domainOf } from "./controls.js";
import { points, withRange } from "./wording.js";

/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("./mount.js").Parts} Parts */

const ARMS = ["dense", "random", "reinitialised", "lottery"];

/** @param {number} value */
const plain = (value) => String(Number(value.toFixed(2)));

export class TransferView {
  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    this.gain = new LineChart(byId("gain-chart"), { aspect: 0.8 });
    this.accuracy = new LineChart(byId("transfer-chart"), { aspect: 0.8 });
    this.ranges = { minus_dense: new Widening(), test_acc: new Widening() };
    this.summary = new Summary(byId("transfer-summary"));
    parts.store.subscribe((state, before) => {
      const run = state.runs.transfer !== before.runs.transfer;
      if (run || state.params.transfer !== before.params.transfer) this.show();
    });
    parts.summaries.subscribe((name) => {
      if (name === "transfer") this.show();
    });
    offerFigure(parts, {
      name: "transfer",
      run: "transfer",
      title: "The ticket's lead as the data change",
      rows: () => this.table,
      pictures: "#gain-chart svg, #transfer-chart svg",
      legend: () => ARMS.map(styleOf),
    });
    this.show();
  }

  get table() {
    return this.parts.summaries.of("transfer");
  }

  /** The knob of the run on show, or else of the settings. */
  get knob() {
    const { params, runs } = this.parts.store.get();
    const given = runs.transfer?.params.knob ? runs.transfer.params : params.transfer;
    const name = String(given?.knob ?? "");
    const schema = this.parts.scopes.data?.find((item) => item.name === name);
    const values = /** @type {number[]} */ (given?.values ?? [0, 1]);
    return { label: (schema?.label ?? name).toLowerCase(), values };
  }

  show() {
    const run = this.parts.store.get().runs.transfer;
    this.gain.draw(this.spec("minus_dense", "lead over dense, points", [0]));
    this.accuracy.draw(this.spec("test_acc", "test accuracy, percent"));
    setText(byId("transfer-origin"), run ? originOf(this.parts.config, run) : "");
    this.showTable();
    this.summary.say(this.describe(), run?.phase !== "running");
  }

  /** @param {"minus_dense" | "test_acc"} what @param {string} label @param {number[]} [others] */
  spec(what, label, others = []) {
    const { label: knob, values } = this.knob;
    const table = this.table.filter((row) => row.what === what);
    const asked = this.parts.store.get().runs.transfer?.asked;
    const domain = this.ranges[what].over(
      [asked, table.length > 0],
      table.length > 0 ? domainOf(table, others) : [0, 10],
    );
    const series = ARMS.map((arm) => {
      const rows = table.filter((row) => row.arm === arm);
      return { ...styleOf(arm), ...curveOf(rows, (row) => Number(row.value)) };
    });
    const dense = series.find(({ id }) => id === "dense");
    if (dense && what === "minus_dense") {
      dense.points = values.map((value) => [value, 0]);
    }
    const [first, last] = [Math.min(...values), Math.max(...values)];
    return {
      x: {
        label: knob,
        domain: /** @type {[number, number]} */ ([first, last > first ? last : first + 1]),
        format: plain,
      },
      y: { label, domain, format: plain },
      series,
    };
  }

  showTable() {
    const lines = this.knob.values.map((value) => [
      plain(value),
      ...["dense", "lottery", "reinitialised", "random"].map((arm) => this.cell(value, arm)),
    ]);
    const head = [this.knob.label, "dense", "lottery", "ticket, new weights", "random"];
    fillTable(
      find("#transfer-table", HTMLTableElement),
      head.map((name, at) => (at > 1 ? `${name}; lead (95 %)` : name)),
      lines,
    );
  }

  /** @param {number} value @param {string} arm */
  cell(value, arm) {
    /** @param {string} what */
    const row = (what) =>
      this.table.find((item) => item.what === what && item.arm === arm && item.value === value);
    const [accuracy, lead] = [row("test_acc"), row("minus_dense")];
    if (!accuracy) return "";
    return lead
      ? `${points(Number(accuracy.mean))}; ${withRange(lead)}`
      : points(Number(accuracy.mean));
  }

  describe() {
    const leads = this.table.filter((row) => row.what === "minus_dense" && row.arm === "lottery");
    if (leads.length === 0) return "Nothing has been measured yet.";
    const parts = leads.map((row) => `${withRange(row)} at ${plain(Number(row.value))}`);
    const { seed } = this.parts.store.get().runs.transfer?.params ?? {};
    return `The ticket’s lead over dense by ${this.knob.label}: ${parts.join(", ")}; ${counted(Number(leads[0]?.n), "trial")} from seed ${seed}.`;
  }
}
