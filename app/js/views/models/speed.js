// How fast networks train in this browser: milliseconds a step and GFLOP/s, by model and backend.

import { drawRows } from "../../charts/rows.js";
import { niceDomain, Widening } from "../../pictures/scale.js";
import { byId, find, Summary, setText } from "../shared/dom.js";
import { offerFigure } from "../shared/figurefiles.js";
import { count, milliseconds } from "../shared/format.js";
import { fillTable } from "../shared/table.js";
import { KINDS, labelOf } from "./kinds.js";

/** @typedef {import("../../state/store.js").RunView} RunView */
/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("../shared/probe.js").Parts} Parts */

const HEAD = ["Model", "Backend", "A step", "Steps a second", "GFLOP/s", "Parameters"];

export class SpeedSection {
  /** @param {Parts} parts */
  constructor({ config, store }) {
    this.config = config;
    this.store = store;
    this.range = new Widening();
    this.summary = new Summary(byId("speed-summary"));
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
    this.draw();
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
        points: own.map((row) => ({
          ...kind,
          label: String(row.backend),
          bar: true,
          value: Number(row.gflops),
          open: row.backend === "numpy",
        })),
      }));
    const most = groups.flatMap(({ points }) => points.map(({ value }) => value));
    const domain = this.range.over([this.run.asked], niceDomain([0, ...most], { floor: 0 }));
    const format = (/** @type {number} */ value) => String(Number(value.toPrecision(3)));
    const axis = { label: "GFLOP/s", domain, format };
    drawRows(byId("speed-chart"), groups, axis, { line: 20 });
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
    offerFigure(this, {
      name: "speed",
      run: "speed",
      title: "Training speed in this browser",
      pictures: "#speed-chart svg",
    });
  }
}
