// Accuracy of each model against one parameter of the data.

import { LineChart } from "../../charts/line.js";
import { originOf } from "../../state/identity.js";
import { byId, find, Summary, setText } from "../shared/dom.js";
import { offerFigure } from "../shared/figurefiles.js";
import { counted, percent } from "../shared/format.js";
import { fillTable } from "../shared/table.js";
import { showCost } from "./costtable.js";
import { KINDS, kindsOf } from "./kinds.js";
import { groups, lineOf, newest, outcome, written } from "./trainings.js";

/** @typedef {import("../../state/store.js").RunView} RunView */
/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("../shared/probe.js").Parts} Parts */

/** @param {Row[]} rows @param {string} model */
function finalsOf(rows, model) {
  return groups(
    rows.filter((row) => row.model === model && row.final),
    "value",
  );
}

/** Where trainings that have not ended stand. @param {Row[]} rows @param {string} model @returns {[number, number][]} */
function underway(rows, model) {
  return newest(rows.filter((row) => row.model === model))
    .filter((row) => !row.final)
    .map((row) => [Number(row.value), Number(row.test_acc)]);
}

/** @param {RunView} run @returns {number[]} */
function valuesOf({ params, rows }) {
  const planned = /** @type {number[]} */ (params.values ?? []);
  return planned.length > 0 ? planned : [...new Set(rows.map((row) => Number(row.value)))];
}

export class KnobSection {
  /** @param {Parts} parts */
  constructor({ config, store }) {
    this.config = config;
    this.store = store;
    this.chart = new LineChart(byId("knob-chart"), { aspect: 0.62 });
    this.summary = new Summary(byId("knob-summary"));
    store.subscribe((state, before) => {
      if (state.runs.knob !== before.runs.knob) this.show();
    });
    // Values chosen for one knob suit no other. A preset brings its own, past this event.
    byId("knob-knob").addEventListener("change", () => {
      store.dispatch({ type: "setMany", scope: "knob", values: { values: [], range: [] } });
    });
    this.offer();
    this.show();
  }

  get run() {
    return /** @type {RunView} */ (this.store.get().runs.knob);
  }

  /** The knob's own label and unit. */
  get knob() {
    const name = String(this.run.params.knob);
    const schema = this.config.experiments.knob?.params.find((item) => item.name === name);
    return schema ? `${schema.label}${schema.unit ? `, ${schema.unit}` : ""}` : name;
  }

  show() {
    const { run } = this;
    if (!run) return;
    this.chart.draw(this.spec());
    this.showTable();
    showCost(
      find("#knob-cost", HTMLTableElement),
      run,
      Number(run.params.seeds) * Math.max(1, valuesOf(run).length),
    );
    setText(byId("knob-origin"), originOf(this.config, run));
    this.summary.say(this.sentence(), run.phase !== "running");
  }

  spec() {
    const values = valuesOf(this.run);
    const ends = values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 1];
    const { rows, params } = this.run;
    return {
      x: {
        label: this.knob,
        domain: /** @type {[number, number]} */ (ends),
        format: (/** @type {number} */ value) => String(Number(value.toPrecision(4))),
      },
      y: {
        label: "test accuracy, percent",
        domain: /** @type {[number, number]} */ ([0, 100]),
        format: (/** @type {number} */ value) => String(Number(value.toFixed(1))),
      },
      series: kindsOf(params).map((kind) => ({
        ...kind,
        ...lineOf(finalsOf(rows, kind.id)),
        dots: underway(rows, kind.id),
      })),
    };
  }

  showTable() {
    const kinds = kindsOf(this.run.params);
    const lines = valuesOf(this.run).map((value) => [
      String(value),
      ...kinds.map(({ id }) =>
        written(outcome(this.run.rows, (row) => row.model === id && Number(row.value) === value)),
      ),
    ]);
    const head = [this.knob, ...kinds.map(({ label }) => label)];
    fillTable(find("#knob-table", HTMLTableElement), head, lines);
  }

  sentence() {
    const parts = kindsOf(this.run.params).flatMap(({ id, label }) => {
      const found = finalsOf(this.run.rows, id);
      const [first, last] = [found[0], found[found.length - 1]];
      if (!first || !last) return [];
      if (first === last) return [`${label} ${percent(first.mean)} at ${first.at}`];
      return [
        `${label} from ${percent(first.mean)} at ${first.at} to ${percent(last.mean)} at ${last.at}`,
      ];
    });
    if (parts.length === 0) return "No training has ended yet.";
    return `${this.knob}: ${parts.join("; ")}; ${counted(Number(this.run.params.steps), "step")} each.`;
  }

  offer() {
    offerFigure(this, {
      name: "knob",
      run: "knob",
      title: "Test accuracy against one parameter of MNIST-1D",
      pictures: "#knob-chart svg",
      legend: () => KINDS,
    });
  }
}
