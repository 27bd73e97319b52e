// Models side by side on shared axes, their final accuracies, and what each of them costs.

import { LineChart } from "../../charts/line.js";
import { drawRows } from "../../charts/rows.js";
import { originOf } from "../../state/identity.js";
import { byId, find, Summary, setText } from "../shared/dom.js";
import { offerFigure } from "../shared/figurefiles.js";
import { count, counted, percent } from "../shared/format.js";
import { showCost } from "./costtable.js";
import { KINDS, kindsOf } from "./kinds.js";
import { groups, lineOf, outcome, written } from "./trainings.js";

/** @typedef {import("../../state/store.js").RunView} RunView */
/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("../shared/probe.js").Parts} Parts */

/** The two orders of the positions. */
export const ORDERS = [
  { id: "plain", label: "in order", shuffled: false },
  { id: "shuffled", label: "shuffled", shuffled: true },
];

/** @param {number} value */
const plain = (value) => String(Number(value.toFixed(1)));

/** @param {RunView} run @param {boolean} shuffled */
function curves(run, shuffled) {
  const series = kindsOf(run.params).map((kind) => {
    const own = run.rows.filter((row) => row.model === kind.id && row.shuffled === shuffled);
    return { ...kind, ...lineOf(groups(own, "step")) };
  });
  return {
    x: {
      label: "step",
      domain: /** @type {[number, number]} */ ([0, Number(run.params.steps ?? 1)]),
      format: count,
    },
    y: {
      label: "test accuracy, percent",
      domain: /** @type {[number, number]} */ ([0, 100]),
      format: plain,
    },
    series,
  };
}

/** @param {RunView} run @param {string} model @param {boolean} shuffled */
function resultOf(run, model, shuffled) {
  return outcome(run.rows, (row) => row.model === model && row.shuffled === shuffled);
}

/** Trainings of each model that a run makes. @param {RunView} run */
function trainings({ params }) {
  return Number(params.seeds) * (params.shuffled === "both" ? 2 : 1);
}

export class Comparison {
  /** @param {Parts} parts */
  constructor({ config, store }) {
    this.config = config;
    this.store = store;
    /** What the bars show now. */
    this.drawn = "";
    this.charts = ORDERS.map(({ id, shuffled }) => ({
      chart: new LineChart(byId(`compare-${id}-chart`), { aspect: 0.82 }),
      box: byId(`compare-${id}-box`),
      shuffled,
    }));
    this.summary = new Summary(byId("compare-summary"));
    this.barSummary = new Summary(byId("compare-bars-summary"));
    store.subscribe((state, before) => {
      if (state.runs.compare !== before.runs.compare) this.show();
    });
    this.offer();
    this.show();
  }

  get run() {
    return /** @type {RunView} */ (this.store.get().runs.compare);
  }

  show() {
    const { run } = this;
    if (!run) return;
    for (const { chart, box, shuffled } of this.charts) {
      const asked = run.params.shuffled === "both" || (run.params.shuffled === "yes") === shuffled;
      box.hidden = !asked;
      if (asked) chart.draw(curves(run, shuffled));
    }
    const settled = run.phase !== "running";
    setText(byId("compare-origin"), originOf(this.config, run));
    setText(byId("compare-bars-origin"), originOf(this.config, run));
    this.summary.say(describe(run), settled);
    showCost(find("#compare-cost", HTMLTableElement), run, trainings(run));
    this.showTable();
    this.drawBars();
  }

  /** Our own cells of the table; the published ones stand in the page already. */
  showTable() {
    for (const { id } of KINDS) {
      for (const order of ORDERS) {
        const cell = find(`[data-ours="${id}/${order.id}"]`, HTMLElement);
        setText(cell, written(resultOf(this.run, id, order.shuffled)) || "not run");
      }
    }
  }

  /** Drawn again only when a training has ended: bars do not grow. */
  drawBars() {
    const { run } = this;
    if (!run) return;
    const finished = run.rows.filter((row) => row.final).length;
    const key = `${run.phase === "recorded"} ${finished}`;
    if (key === this.drawn) return;
    this.drawn = key;
    const axis = { label: "final test accuracy, percent", format: plain };
    drawRows(byId("compare-bars"), this.barGroups(), { ...axis, domain: [0, 100] }, { line: 20 });
    this.barSummary.say(besideThePublished(this.groupsWithResults()), true);
  }

  barGroups() {
    const published = this.config.published.models;
    return KINDS.map((kind) => ({
      ...kind,
      points: ORDERS.map(({ id, label, shuffled }) => {
        const found = resultOf(this.run, kind.id, shuffled);
        return {
          ...kind,
          label,
          bar: true,
          value: found?.mean ?? null,
          range: found ? /** @type {[number, number]} */ ([found.low, found.high]) : null,
          open: shuffled,
          ticks: published
            .filter((row) => row.source === "readme" && row.data === id && row.model === kind.id)
            .map((row) => row.low),
        };
      }),
    }));
  }

  groupsWithResults() {
    return this.barGroups().map(({ label, points }) => ({
      label,
      points: points.filter(({ value }) => value !== null),
    }));
  }

  offer() {
    const shared = { run: "compare", experiment: "benchmark", legend: () => KINDS };
    offerFigure(this, {
      ...shared,
      name: "compare",
      title: "Models side by side on MNIST-1D",
      pictures: "#compare .pair svg",
    });
    offerFigure(this, {
      ...shared,
      name: "compare-bars",
      title: "Final test accuracy beside the published",
      rows: () => this.tableRows(),
      pictures: "#compare-bars svg",
    });
  }

  /** Ours and the published, a row each. @returns {Row[]} */
  tableRows() {
    const ours = KINDS.flatMap(({ id }) =>
      ORDERS.flatMap(({ id: data, shuffled }) => {
        const found = resultOf(this.run, id, shuffled);
        if (!found) return [];
        const { mean, low, high, values } = found;
        return [{ source: "this page", data, model: id, mean, low, high, seeds: values.length }];
      }),
    );
    const published = this.config.published.models.map(({ text, ...row }) => ({
      ...row,
      as_written: text,
    }));
    return [...ours, ...published];
  }
}

/** @param {RunView} run */
function describe(run) {
  const parts = ORDERS.flatMap(({ label, shuffled }) => {
    const found = kindsOf(run.params).flatMap(({ id, label: model }) => {
      const result = resultOf(run, id, shuffled);
      return result ? [`${model} ${percent(result.mean)}`] : [];
    });
    return found.length > 0 ? [`positions ${label}: ${found.join(", ")}`] : [];
  });
  if (parts.length === 0) return "No training has ended yet.";
  const seeds = Number(run.params.seeds);
  const of = seeds > 1 ? `mean of up to ${seeds} seeds` : "one seed";
  return `Final test accuracy, ${parts.join("; ")}; ${of}, ${counted(Number(run.params.steps), "step")}.`;
}

/** @param {import("../../charts/rows.js").Row[]} groups */
function besideThePublished(groups) {
  const parts = groups.flatMap(({ label, points }) =>
    points.map(({ label: order, value, ticks }) => {
      const theirs = ticks?.[0] === undefined ? "" : `, published ${ticks[0]}`;
      return `${label} ${order} ${plain(value ?? 0)}${theirs}`;
    }),
  );
  return parts.length > 0 ? `${parts.join("; ")}.` : "No training has ended yet.";
}
