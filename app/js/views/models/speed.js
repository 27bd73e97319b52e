// How fast networks train in this browser: milliseconds a step and GFLOP/s, by model and backend.

import { drawBars } from "../../charts/bars.js";
import { paint, paintOnResize } from "../../charts/paint.js";
import { niceDomain } from "../../charts/scale.js";
import { count, milliseconds } from "../../format.js";
import { recordFile } from "../../recordfile.js";
import { byId, fillTable, find, Summary, setText } from "../dom.js";
import { enableDownloads } from "../downloads.js";
import { offerFigure } from "./figures.js";
import { KINDS, labelOf } from "./kinds.js";

/** @typedef {import("../../store.js").RunView} RunView */
/** @typedef {import("../../protocol.js").Row} Row */
/** @typedef {import("./probe.js").Parts} Parts */

const HEAD = ["Model", "Backend", "A step", "Steps a second", "GFLOP/s", "Parameters"];

export class SpeedSection {
  /** @param {Parts} parts */
  constructor({ config, store }) {
    this.config = config;
    this.store = store;
    this.picture = () => this.draw();
    this.summary = new Summary(byId("speed-summary"));
    paintOnResize(byId("speed-chart"), this.picture);
    store.subscribe((state, before) => {
      if (state.runs.speed !== before.runs.speed) this.show();
    });
    this.offer();
    this.show();
  }

  get run() {
    return /** @type {RunView} */ (this.store.get().runs.speed);
  }

  get rows() {
    return this.run?.rows ?? [];
  }

  show() {
    const { run } = this;
    if (!run) return;
    paint(this.picture);
    enableDownloads("speed", this.rows.length > 0);
    const lines = this.rows.map((row) => [
      labelOf(row.model),
      String(row.backend),
      milliseconds(Number(row.ms_per_step)),
      count(Number(row.steps_per_s)),
      Number(row.gflops).toPrecision(2),
      count(Number(row.parameters)),
    ]);
    fillTable(find("#speed-table", HTMLTableElement), HEAD, lines);
    const { seed, batch_size } = run.params;
    setText(
      byId("speed-origin"),
      this.rows.length > 0 ? `Measured here, batch size ${batch_size}, seed ${seed}.` : "",
    );
    this.summary.say(this.sentence(), run.phase !== "running");
  }

  draw() {
    const groups = KINDS.map((kind) => ({ ...kind, own: this.of(kind.id) }))
      .filter(({ own }) => own.length > 0)
      .map(({ own, ...kind }) => ({
        ...kind,
        bars: own.map((row) => ({
          label: String(row.backend),
          value: Number(row.gflops),
          range: null,
          open: row.backend === "numpy",
          published: [],
        })),
      }));
    const most = groups.flatMap(({ bars }) => bars.map(({ value }) => value));
    const domain = niceDomain([0, ...most], { floor: 0 });
    const format = (/** @type {number} */ value) => String(Number(value.toPrecision(3)));
    drawBars(byId("speed-chart"), groups, { label: "GFLOP/s", domain, format });
  }

  /** @param {string} model */
  of(model) {
    return this.rows.filter((row) => row.model === model);
  }

  sentence() {
    if (this.rows.length === 0) return "Not measured yet: press Measure.";
    const parts = KINDS.flatMap(({ id, label }) => {
      const best = this.of(id).sort((a, b) => Number(a.ms_per_step) - Number(b.ms_per_step))[0];
      if (!best) return [];
      return [`${label} ${milliseconds(Number(best.ms_per_step))} a step (${best.backend})`];
    });
    return `${parts.join(", ")}.`;
  }

  offer() {
    offerFigure(this.config, {
      name: "speed",
      title: "Training speed in this browser",
      rows: () => this.rows,
      json: () => recordFile(this.config, "speed", this.run),
      params: () => this.run.params,
      legend: [],
      pictures: "#speed-chart svg",
    });
  }
}
