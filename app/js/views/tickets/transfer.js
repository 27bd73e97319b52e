// The ticket's gain against a property of the data.

import { curveOf, LineChart } from "../../charts/line.js";
import { Widening } from "../../pictures/scale.js";
import { originOf } from "../../state/identity.js";
import { byId, find, Summary, setText } from "../shared/dom.js";
import { offerFigure } from "../shared/figurefiles.js";
import { counted } from "../shared/format.js";
import { fillTable } from "../shared/table.js";
import { styleOf } from "./arms.js";
import { inView, priceOf, rateIn, rowOf, VIEWS, viewsOf } from "./atbest.js";
import { domainOf } from "./controls.js";
import { points, withRange } from "./wording.js";

/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("./mount.js").Parts} Parts */

const ARMS = ["dense", "random", "reinitialised", "lottery"];

/** The lead as published, beside the lead at best. @type {import("./arms.js").ArmStyle} */
const AS_PUBLISHED = {
  id: "lottery as-published",
  label: "lottery, as published",
  mark: "plus",
  dash: "2 4",
};

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
      legend: () => [
        ...ARMS.map(styleOf),
        ...(viewsOf(this.table).length > 1 ? [AS_PUBLISHED] : []),
      ],
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
    byId("transfer-published").hidden = viewsOf(this.table).length < 2;
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
    const views = viewsOf(table);
    const curve = (/** @type {string} */ arm, /** @type {string} */ at) => {
      const rows = inView(table, at).filter((row) => row.arm === arm);
      return curveOf(rows, (row) => Number(row.value));
    };
    const series = ARMS.map((arm) => ({ ...styleOf(arm), ...curve(arm, views.at(-1) ?? "") }));
    if (views.length > 1) series.push({ ...AS_PUBLISHED, ...curve("lottery", "published") });
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
    const lines = this.knob.values.flatMap((value) =>
      viewsOf(this.table).map((at) => [
        `${plain(value)}${at === "best" ? `, ${VIEWS[at]}` : ""}`,
        ...["dense", "lottery", "reinitialised", "random"].map((arm) => this.cell(value, arm, at)),
      ]),
    );
    const head = [this.knob.label, "dense", "lottery", "ticket, new weights", "random"];
    fillTable(
      find("#transfer-table", HTMLTableElement),
      head.map((name, at) => (at > 1 ? `${name}; lead (95 %)` : name)),
      lines,
    );
  }

  /** @param {number} value @param {string} arm @param {string} at */
  cell(value, arm, at) {
    const seen = inView(this.table, at);
    const [accuracy, lead] = ["test_acc", "minus_dense"].map((what) =>
      rowOf(seen, what, { arm, value }),
    );
    if (!accuracy) return "";
    const rate = at === "best" ? rateIn(this.table, { arm, value }) : "";
    return [
      points(Number(accuracy.mean)),
      ...(lead ? [withRange(lead)] : []),
      ...(rate ? [`rate ${rate}`] : []),
    ].join("; ");
  }

  describe() {
    const leads = this.table.filter((row) => row.what === "minus_dense" && row.arm === "lottery");
    if (leads.length === 0) return "Nothing has been measured yet.";
    const said = viewsOf(this.table).map((at) => {
      const told = inView(leads, at).map((row) => this.lead(row));
      return `${VIEWS[at]} ${told.join(", ")}`.trim();
    });
    const price = priceOf(this.table, { value: Number(leads[0]?.value) });
    const { seed } = this.parts.store.get().runs.transfer?.params ?? {};
    return `The ticket’s lead over dense by ${this.knob.label}: ${said.join("; ")}; ${counted(Number(leads[0]?.n), "trial")} from seed ${seed}.${price}`;
  }

  /** One lead, and at best the rates. @param {Row} row */
  lead(row) {
    const value = Number(row.value);
    const [ticket, dense] = ["lottery", "dense"].map((arm) => rateIn(this.table, { arm, value }));
    const rates = row.at === "best" ? ` (rates: ticket ${ticket}; dense ${dense})` : "";
    return `${withRange(row)} at ${plain(value)}${rates}`;
  }
}
