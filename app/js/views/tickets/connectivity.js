// Two trainings of the same network: the error on the line between them, and the barrier.

import { curveOf, LineChart } from "../../charts/line.js";
import { mean, niceDomain, Widening } from "../../pictures/scale.js";
import { originOf } from "../../state/identity.js";
import { byId, find, Summary, setText } from "../shared/dom.js";
import { offerFigure } from "../shared/figurefiles.js";
import { count, counted } from "../shared/format.js";
import { fillTable } from "../shared/table.js";
import { styleOf } from "./arms.js";
import { domainOf } from "./controls.js";
import { points, withRange } from "./wording.js";

/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("./mount.js").Parts} Parts */

const ARMS = ["dense", "random", "lottery"];

/** @param {number} value */
const plain = (value) => String(Number(value.toFixed(2)));

/**
 * Mean test error on the line, with the band from the lowest trial to the highest.
 * @param {Row[]} rows
 * @param {string} arm
 * @param {number} step
 */
export function lineOf(rows, arm, step) {
  /** @type {Map<number, number[]>} */
  const errors = new Map();
  for (const row of rows) {
    if (row.arm !== arm || row.rewind_step !== step) continue;
    const alpha = Number(row.alpha);
    errors.set(alpha, [...(errors.get(alpha) ?? []), 100 - Number(row.test_acc)]);
  }
  const sorted = [...errors].sort(([a], [b]) => a - b);
  /** @type {[number, number][]} */
  const points = sorted.map(([alpha, values]) => [alpha, mean(values)]);
  /** @type {[number, number, number][]} */
  const band = sorted.map(([alpha, values]) => [alpha, Math.min(...values), Math.max(...values)]);
  return { points, band };
}

export class ConnectivityView {
  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    this.line = new LineChart(byId("line-chart"), { aspect: 0.8 });
    this.barrier = new LineChart(byId("barrier-chart"), { aspect: 0.8 });
    this.ranges = { line: new Widening(), barrier: new Widening() };
    this.slider = find("#line-step", HTMLInputElement);
    this.summary = new Summary(byId("connectivity-summary"));
    this.slider.addEventListener("input", () => this.show());
    parts.store.subscribe((state, before) => {
      if (state.runs.connectivity !== before.runs.connectivity) this.show();
    });
    parts.summaries.subscribe((name) => {
      if (name === "connectivity") this.show();
    });
    offerFigure(parts, {
      name: "connectivity",
      run: "connectivity",
      title: "Between two trainings of one network",
      rows: () => [...this.table, ...(this.run?.rows ?? [])],
      pictures: "#line-chart svg, #barrier-chart svg",
      legend: () => ARMS.map(styleOf),
    });
    this.show();
  }

  get run() {
    return this.parts.store.get().runs.connectivity;
  }

  get table() {
    return this.parts.summaries.of("connectivity");
  }

  get steps() {
    return [...new Set((this.run?.rows ?? []).map((row) => Number(row.rewind_step)))].sort(
      (a, b) => a - b,
    );
  }

  show() {
    const { steps, run } = this;
    this.slider.max = String(Math.max(0, steps.length - 1));
    const step = steps[Number(this.slider.value)] ?? 0;
    this.slider.setAttribute("aria-valuetext", counted(step, "step"));
    setText(byId("line-step-text"), count(step));
    this.line.draw(this.lineSpec(step));
    this.barrier.draw(this.barrierSpec());
    setText(byId("connectivity-origin"), run ? originOf(this.parts.config, run) : "");
    this.showTable(steps);
    this.summary.say(this.describe(), run?.phase !== "running");
  }

  /** @param {number} step */
  lineSpec(step) {
    const rows = this.run?.rows ?? [];
    const series = ARMS.map((arm) => ({ ...styleOf(arm), ...lineOf(rows, arm, step) }));
    const values = series.flatMap(({ band }) => band.flatMap(([, low, high]) => [low, high]));
    return {
      x: {
        label: "from one solution to the other",
        domain: /** @type {[number, number]} */ ([0, 1]),
        format: plain,
      },
      y: {
        label: "test error, percent",
        domain: this.ranges.line.over(
          [this.run?.asked, step],
          niceDomain(values, { floor: 0, ceiling: 100 }),
        ),
        format: plain,
      },
      series,
    };
  }

  barrierSpec() {
    const { steps, table } = this;
    const some = table.length > 0;
    const domain = this.ranges.barrier.over(
      [this.run?.asked, some],
      some ? domainOf(table, [0]) : [0, 10],
    );
    const series = ARMS.map((arm) => {
      const rows = table.filter((row) => row.arm === arm);
      return { ...styleOf(arm), ...curveOf(rows, (row) => Number(row.rewind_step)) };
    });
    return {
      x: {
        label: "steps trained together",
        // At least four, so that the marks of an empty axis are whole steps.
        domain: /** @type {[number, number]} */ ([0, Math.max(4, ...steps)]),
        format: count,
      },
      y: {
        label: "barrier, points of error",
        domain,
        format: plain,
      },
      series,
    };
  }

  /** @param {number[]} steps */
  showTable(steps) {
    const lines = steps.map((step) => [
      count(step),
      ...ARMS.map((arm) => {
        const row = this.table.find((item) => item.arm === arm && item.rewind_step === step);
        return withRange(row);
      }),
    ]);
    const head = ["steps together", ...ARMS.map((arm) => `${arm}: barrier (95 %)`)];
    fillTable(find("#connectivity-table", HTMLTableElement), head, lines);
  }

  describe() {
    const last = this.steps.at(-1);
    if (last === undefined || this.table.length === 0) return "Nothing has been measured yet.";
    const parts = ARMS.flatMap((arm) => {
      const of = this.table.filter((row) => row.arm === arm);
      const first = of.find((row) => row.rewind_step === this.steps[0]);
      const end = of.find((row) => row.rewind_step === last);
      if (!first || !end) return [];
      return [
        `${arm} ${points(Number(first.mean))} points, and ${points(Number(end.mean))} after ${counted(last, "step")} together`,
      ];
    });
    const { trials, seed } = this.run?.params ?? {};
    return parts.length > 0
      ? `Barrier: ${parts.join("; ")}. ${counted(Number(trials), "trial")} from seed ${seed}.`
      : "";
  }
}
