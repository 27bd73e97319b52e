// Loss and accuracy while one network trains.

import { LineChart } from "../../charts/line.js";
import { niceDomain, Widening } from "../../pictures/scale.js";
import { originOf } from "../../state/identity.js";
import { byId, fillFacts, find, Summary, setText } from "../shared/dom.js";
import { count, milliseconds, percent } from "../shared/format.js";
import { fillTable } from "../shared/table.js";
import { labelOf } from "./kinds.js";
import { numberOf } from "./trainings.js";

/** @typedef {import("../../state/store.js").Store} Store */
/** @typedef {import("../../state/store.js").RunView} RunView */
/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("../../charts/line.js").Series} Series */

export const LEGEND = /** @type {const} */ ([
  { id: "test", label: "test", mark: "circle" },
  { id: "train", label: "training", mark: "square" },
]);

/** @param {Row[]} rows @param {"acc" | "loss"} what @returns {Series[]} */
function seriesOf(rows, what) {
  /** @param {string} part @returns {[number, number][]} */
  const points = (part) =>
    rows
      .map(
        (row) =>
          /** @type {[number, number]} */ ([Number(row.step), numberOf(row[`${part}_${what}`])]),
      )
      .filter(([, value]) => Number.isFinite(value));
  return [
    { id: "train", label: "training", mark: "square", dash: "5 4", points: points("train") },
    { id: "test", label: "test", mark: "circle", dash: "", points: points("test") },
  ];
}

/** @param {Row[]} rows @param {number} steps */
function accuracySpec(rows, steps) {
  return {
    x: { label: "step", domain: /** @type {[number, number]} */ ([0, steps]), format: count },
    y: {
      label: "accuracy, percent",
      domain: /** @type {[number, number]} */ ([0, 100]),
      format: (/** @type {number} */ v) => String(Number(v.toFixed(1))),
    },
    series: seriesOf(rows, "acc"),
  };
}

/** @param {RunView} run @param {number} steps @param {Widening} range */
function lossSpec({ rows, asked }, steps, range) {
  const series = seriesOf(rows, "loss");
  const values = series.flatMap((line) => line.points.map(([, y]) => y));
  return {
    x: { label: "step", domain: /** @type {[number, number]} */ ([0, steps]), format: count },
    y: {
      label: "loss, nats",
      domain: range.over([asked], niceDomain([0, ...values], { floor: 0 })),
      format: (/** @type {number} */ v) => String(Number(v.toFixed(3))),
    },
    series,
  };
}

/** @param {{config: import("../../pool/protocol.js").Config, store: Store}} page */
export function mountTraining({ config, store }) {
  const accuracy = new LineChart(byId("models-accuracy"), { aspect: 0.8 });
  const loss = new LineChart(byId("models-loss"), { aspect: 0.8 });
  const range = new Widening();
  const summary = new Summary(byId("models-summary"));
  const show = () => {
    const run = store.get().runs.benchmark;
    if (!run) return;
    const steps = Number(run.params.steps ?? 1);
    accuracy.draw(accuracySpec(run.rows, steps));
    loss.draw(lossSpec(run, steps, range));
    showText(config, run, summary, store.get().runtime.workers);
  };
  store.subscribe((state, before) => {
    if (state.runs.benchmark !== before.runs.benchmark) show();
  });
  show();
}

/** @param {import("../../pool/protocol.js").Config} config @param {RunView} run @param {Summary} summary @param {number} workers */
function showText(config, run, summary, workers) {
  const { latest, rows } = run;
  const columns = ["step", "training accuracy", "test accuracy", "training loss", "test loss"];
  fillTable(
    find("#models-table", HTMLTableElement),
    columns,
    rows.map((row) => [
      count(Number(row.step)),
      percent(Number(row.train_acc)),
      percent(Number(row.test_acc)),
      loss(row.train_loss),
      loss(row.test_loss),
    ]),
  );
  setText(byId("models-origin"), originOf(config, run));
  setText(byId("models-test"), latest ? percent(Number(latest.test_acc)) : "");
  setText(byId("models-train"), latest ? percent(Number(latest.train_acc)) : "");
  fillFacts(byId("models-facts"), factsOf(run, workers));
  if (!latest) return;
  const text = `Step ${count(Number(latest.step))} of ${count(Number(run.params.steps))}: training accuracy ${percent(Number(latest.train_acc))}, test accuracy ${percent(Number(latest.test_acc))}.`;
  summary.say(text, run.phase !== "running");
}

/** @param {Row[string] | undefined} cell */
function loss(cell) {
  const value = numberOf(cell);
  return Number.isFinite(value) ? value.toFixed(3) : "not a number";
}

/** @param {RunView} run @param {number} workers @returns {Parameters<typeof fillFacts>[1]} */
function factsOf(run, workers) {
  const { latest } = run;
  if (!latest) return [];
  return [
    { name: "Test accuracy", value: percent(Number(latest.test_acc)), kind: "whole" },
    { name: "Model", value: labelOf(latest.model) },
    { name: "Parameters", value: count(Number(latest.parameters)) },
    { name: "Multiply-adds a signal", value: count(Number(latest.multiply_adds)) },
    { name: "A step takes", value: milliseconds(Number(latest.ms_per_step)) },
    { name: "Steps a second", value: count(1000 / Number(latest.ms_per_step)) },
    { name: "Seed", value: String(latest.seed) },
    { name: "Backend", value: run.backend },
    { name: "Workers", value: run.phase === "recorded" ? "none" : String(workers) },
  ];
}
