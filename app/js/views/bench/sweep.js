// A mode of the bench's figure: ticket, random and dense at one sparsity against one knob of the data,
// filling in live.

import { LineChart } from "../../charts/line.js";
import { schemasOf } from "../../state/config.js";
import { byId, find, make, setText } from "../shared/dom.js";
import { counted } from "../shared/format.js";
import { ARMS, seriesAgainst } from "./curve.js";
import { Runner } from "./runner.js";
import { percentRemoved } from "./words.js";

/** @typedef {import("./benchview.js").BenchView} BenchView */
/** @typedef {import("../../state/schema.js").Values} Values */

export class Sweep {
  /** @param {BenchView} bench */
  constructor(bench) {
    this.bench = bench;
    this.knob = find("#bench-sweep-knob", HTMLSelectElement);
    this.level = find("#bench-sweep-level", HTMLSelectElement);
    this.presets = bench.config.experiments.bench_sweep?.presets ?? {};
    this.runner = new Runner({
      experiment: "bench_sweep",
      unit: "task",
      pool: () => bench.pool,
      onComputing: (on) => bench.computing(on),
    });
    this.runner.subscribe((following) => bench.schedule(following));
    this.chart = new LineChart(byId("bench-curve"), { aspect: 0 });
    this.knob.append(
      ...Object.entries(this.presets).map(([name, preset]) => this.option(name, preset)),
    );
    this.fillLevels();
    this.listen();
  }

  /** @param {string} name @param {Values} preset */
  option(name, preset) {
    return make("option", this.labelOf(String(preset.knob)), { value: name });
  }

  /** @param {string} knob */
  labelOf(knob) {
    const schemas = schemasOf(this.bench.config, "bench");
    return schemas.find(({ name }) => name === knob)?.label ?? knob;
  }

  /** The knob that is turned, as the page calls it. */
  get turned() {
    return this.labelOf(String(this.presets[this.knob.value]?.knob));
  }

  fillLevels() {
    const levels = this.bench.sparsities;
    const options = levels.map((s) => make("option", percentRemoved(s), { value: String(s) }));
    this.level.replaceChildren(...options);
    this.level.value = String(this.bench.sparsity);
  }

  listen() {
    for (const field of [this.knob, this.level]) {
      field.addEventListener("change", () => this.begin());
    }
    byId("bench-sweep-run").addEventListener("click", () => {
      this.runner.reset();
      this.begin();
    });
  }

  /** The bench's settings, one of them turned through its values. @returns {Values} */
  get params() {
    return {
      ...this.bench.paramsOf("bench_sweep"),
      trials: 5,
      ...this.presets[this.knob.value],
      sparsity: Number(this.level.value),
    };
  }

  begin() {
    this.runner.wish(this.params, false);
    this.runner.play();
  }

  show() {
    const { answer } = this.runner;
    const measured = (answer?.summary ?? []).filter(({ what }) => what === "test_acc");
    const series = ARMS.map((arm) => seriesAgainst(measured, arm, (row) => Number(row.value)));
    const xs = series.flatMap(({ points }) => points.map(([x]) => x));
    const values = /** @type {number[]} */ (
      answer?.params.values ?? this.presets[this.knob.value]?.values ?? xs
    );
    const domain = /** @type {[number, number]} */ (
      values.length > 1 ? [Math.min(...values), Math.max(...values)] : [0, 1]
    );
    this.chart.draw({
      x: {
        label: this.turned,
        domain,
        format: String,
      },
      y: { label: "", domain: [0, 100], format: (value) => `${value}` },
      series,
    });
    setText(byId("bench-finding"), this.words());
  }

  words() {
    const { answer, phase, message } = this.runner;
    if (phase === "failed") return message;
    const tasks = answer?.tasks.length ?? 0;
    const done = answer?.count ?? 0;
    const what = `Accuracy with ${percentRemoved(Number(this.level.value))} of the weights removed`;
    return `${what}, against ${this.turned.toLowerCase()}: ${done} of ${counted(tasks, "trial")} done, bands are 95 % intervals.`;
  }
}
