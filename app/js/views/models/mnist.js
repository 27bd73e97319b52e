// MNIST beside MNIST-1D: what each tells apart, what it costs, and how each looks by t-SNE.

import { drawCloud } from "../../charts/points.js";
import { drawRows } from "../../charts/rows.js";
import { originOf } from "../../state/identity.js";
import { numbers } from "../../state/record.js";
import { nameOf } from "../shared/classnames.js";
import { byId, find, Summary, setText } from "../shared/dom.js";
import { offerFigure } from "../shared/figurefiles.js";
import { counted } from "../shared/format.js";
import { fillTable } from "../shared/table.js";
import { kindsOf } from "./kinds.js";
import { DATASETS, describe, HEAD, standing, tableOf } from "./mnistrows.js";

/** @typedef {import("../../state/store.js").RunView} RunView */
/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("../shared/probe.js").Parts} Parts */

/** @type {import("../../charts/rows.js").RowAxis} */
const AXIS = {
  label: "test accuracy, percent",
  domain: [0, 100],
  format: (value) => String(Number(value.toFixed(1))),
};

/** @type {[string, string]} */
const AXES = ["t-SNE, first direction", "t-SNE, second direction"];

export class MnistSection {
  /** @param {Parts} parts */
  constructor({ config, store }) {
    this.config = config;
    this.store = store;
    /** What the maps show now. */
    this.drawn = "";
    this.summary = new Summary(byId("mnist-summary"));
    store.subscribe((state, before) => {
      if (state.runs.mnist !== before.runs.mnist) this.show();
    });
    this.offer();
    this.show();
  }

  get run() {
    return /** @type {RunView} */ (this.store.get().runs.mnist);
  }

  show() {
    const { run } = this;
    if (!run) return;
    fillTable(find("#mnist-table", HTMLTableElement), HEAD, tableOf(run.rows, run.params));
    for (const origin of ["mnist-origin", "mnist-maps-origin"]) {
      setText(byId(origin), originOf(this.config, run));
    }
    this.summary.say(describe(run.rows, run.params), run.phase !== "running");
    this.drawAccuracies();
    this.drawMaps();
  }

  drawAccuracies() {
    const { rows, params } = this.run;
    const lines = kindsOf(params).map(({ id: model, label }) => ({
      label,
      points: DATASETS.map(({ id, label: data, mark, published }) => {
        const found = standing(rows, id, model);
        return {
          id,
          label: data,
          mark,
          value: found?.mean ?? null,
          open: found?.ended === false,
          ticks: this.published(published, model),
        };
      }),
    }));
    drawRows(byId("mnist-chart"), lines, AXIS, { line: 24, shared: true });
  }

  /** @param {string} data @param {string} model */
  published(data, model) {
    return this.config.published.models
      .filter((row) => row.source === "readme" && row.data === data && row.model === model)
      .map((row) => row.low);
  }

  /** The points of a map, each with its class; none where it was not made. @param {string} dataset */
  mapOf(dataset) {
    const { arrays } = this.run;
    const [points, labels] = [arrays[`map/${dataset}`], arrays[`labels/${dataset}`]];
    if (!points || !labels) return null;
    const flat = numbers(points);
    const classes = Array.from(numbers(labels), Number);
    const at = (/** @type {number} */ index) => Number(flat[index]);
    return {
      labels: classes,
      points: classes.map((_, i) => /** @type {[number, number]} */ ([at(2 * i), at(2 * i + 1)])),
    };
  }

  /** Drawn again only when there is another map. */
  drawMaps() {
    const { arrays, params } = this.run;
    const there = DATASETS.filter(({ id }) => arrays[`map/${id}`]).map(({ id }) => id);
    const key = `${there} ${params.seed}`;
    if (key === this.drawn) return;
    this.drawn = key;
    const made = DATASETS.flatMap(({ id, label }) => {
      const map = this.mapOf(id);
      byId(`mnist-map-${id}-box`).hidden = map === null;
      if (map === null) return [];
      const name = (/** @type {number} */ digit) =>
        id === "mnist" ? String(digit) : nameOf(params, digit);
      drawCloud(byId(`mnist-map-${id}`), { ...map, axes: AXES, name }, null);
      return [`${counted(map.points.length, "test sample")} of ${label}`];
    });
    const none = "A run makes the two maps, after its trainings.";
    setText(byId("mnist-maps-summary"), made.length > 0 ? `${made.join(", ")}.` : none);
  }

  /** @returns {Row[]} */
  mapRows() {
    return DATASETS.flatMap(({ id }) => {
      const map = this.mapOf(id);
      return (map?.points ?? []).map(([tsne_1, tsne_2], sample) => ({
        dataset: id,
        test_sample: sample,
        label: map?.labels[sample] ?? null,
        tsne_1,
        tsne_2,
      }));
    });
  }

  offer() {
    offerFigure(this, {
      name: "mnist",
      run: "mnist",
      title: "MNIST beside MNIST-1D",
      pictures: "#mnist-chart svg",
      legend: () => DATASETS,
    });
    offerFigure(this, {
      name: "mnist-maps",
      run: "mnist",
      title: "Test samples of MNIST and MNIST-1D by t-SNE",
      rows: () => this.mapRows(),
      whole: false,
      pictures: "#mnist-maps .host svg",
    });
  }
}
