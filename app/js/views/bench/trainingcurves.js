// How the networks of the first trial learn, at the level that is shown: test accuracy by step.

import { LineChart } from "../../charts/line.js";
import { Widening } from "../../pictures/scale.js";
import { ARMS, whole } from "./curve.js";

/** @typedef {import("./answers.js").Answer} Answer */

const asStep = (/** @type {number} */ step) => (step === 0 ? "step 0" : String(step));

export class TrainingCurves {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.chart = new LineChart(host, { aspect: 0 });
    this.range = new Widening();
  }

  /** @param {Answer | null} answer @param {number} sparsity @param {number} planned how many steps, before there is an answer */
  show(answer, sparsity, planned) {
    const series = answer ? ARMS.map((arm) => this.series(answer, arm, sparsity)) : [];
    const steps = Number(answer?.params.steps ?? planned);
    const values = series.flatMap(({ points }) => points.map(([, accuracy]) => accuracy));
    const low = Math.floor(Math.min(40, ...values) / 10) * 10;
    const high = Math.ceil(Math.max(70, ...values) / 10) * 10;
    this.chart.draw({
      // An axis with a title would be taller than its place is in a window of 720 pixels.
      x: {
        label: "",
        domain: [0, steps],
        format: asStep,
      },
      y: {
        label: "",
        domain: this.range.over([answer?.key, sparsity], [low, high]),
        format: whole,
      },
      series,
    });
  }

  /** @param {Answer} answer @param {(typeof ARMS)[number]} arm @param {number} sparsity */
  series(answer, { id, label, mark, dash }, sparsity) {
    const level = id === "dense" ? 0 : sparsity;
    const rows = answer.rows.filter(
      (row) =>
        row.arm === id && Number(row.trial) === 0 && Math.abs(Number(row.sparsity) - level) < 1e-9,
    );
    const points = rows.map(
      (row) => /** @type {[number, number]} */ ([Number(row.step), Number(row.test_acc)]),
    );
    return { id, label, mark, dash, points };
  }
}
