// The figures of the whole set: the plane, the class means, the gallery; and their files.

import { drawGallery } from "../../charts/gallery.js";
import { drawCloud } from "../../charts/points.js";
import { SignalChart } from "../../pictures/signals.js";
import { dataCaptionOf, dataOriginOf, dataStamped } from "../../state/identity.js";
import { toCsv } from "../../state/record.js";
import { nameColumn, nameOf } from "../shared/classnames.js";
import { byId, find, setText } from "../shared/dom.js";
import { enableDownloads, offerDownloads } from "../shared/downloads.js";
import { counted, percent, share } from "../shared/format.js";
import { namePlaces } from "../shared/named.js";

/** @typedef {import("./analysis.js").Analysis} Analysis */
/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {"pca" | "tsne"} Map2D */

const CAPTIONS = {
  pca: "Each test sample is its own digit, placed by its first two principal components, which were found on the training set.",
  tsne: "The first test samples, up to 500, each its own digit, placed by t-SNE so that neighbours stay neighbours; distances across the map mean little.",
};

const TITLES = {
  cloud: "MNIST-1D test samples on a plane",
  bands: "Class means of MNIST-1D, middle 80 percent",
  gallery: "Training samples of MNIST-1D",
};

const nextTask = () => new Promise((resolve) => setTimeout(resolve));

export class LookFigures {
  /** @param {import("../../pool/protocol.js").Config} config */
  constructor(config) {
    this.config = config;
    /** @type {Analysis | null} */
    this.analysis = null;
    /** @type {Map2D} */
    this.map = "pca";
    /** @type {number | null} */
    this.only = null;
    this.bands = new SignalChart(byId("bands-chart"), { most: 5 });
    byId("looks-classes").addEventListener("click", (event) => {
      const chip = event.target instanceof HTMLElement ? event.target.dataset.class : undefined;
      if (chip !== undefined) this.pick(chip === "all" ? null : Number(chip));
    });
    this.offer("cloud", () => this.cloudRows());
    this.offer("bands", () => this.bandRows());
    this.offer("gallery", () => this.galleryRows());
  }

  /** @param {Analysis} analysis @param {Map2D} map */
  async show(analysis, map) {
    this.analysis = analysis;
    const caption = dataCaptionOf(this.config, analysis.params);
    for (const [name, title] of Object.entries(TITLES)) {
      namePlaces(enableDownloads(name, true), title, caption);
    }
    const origin = dataOriginOf(this.config, analysis.params);
    for (const place of document.querySelectorAll("#looks .origin")) setText(place, origin);
    this.nameChips();
    this.choose(map);
    // One figure a task: all together would hold the page.
    await nextTask();
    this.drawBands();
    await nextTask();
    this.drawGallery();
  }

  /** Instead of figures. @param {string} text */
  say(text) {
    for (const name of Object.keys(TITLES)) setText(byId(`${name}-summary`), text);
  }

  /** @param {Map2D} map */
  choose(map) {
    this.map = map === "tsne" && this.analysis?.tsne ? "tsne" : "pca";
    for (const name of /** @type {const} */ (["pca", "tsne"])) {
      byId(`looks-${name}`).setAttribute("aria-pressed", String(name === this.map));
    }
    this.drawMap();
  }

  /** @param {number | null} label */
  pick(label) {
    this.only = label;
    for (const chip of byId("looks-classes").children) {
      if (!(chip instanceof HTMLElement)) continue;
      const own = chip.dataset.class === (label === null ? "all" : String(label));
      chip.setAttribute("aria-pressed", String(own));
    }
    this.drawMap();
    this.drawBands();
    this.drawGallery();
  }

  /** @template {{label: number}} T @param {T[]} items */
  picked(items) {
    const own = items.filter(({ label }) => label === this.only);
    return this.only === null || own.length === 0 ? items : own;
  }

  /** What a class of the shown set is called. @param {number} label */
  name(label) {
    return nameOf(this.analysis?.params, label);
  }

  /** Drawn as digits on the plane, classes are told apart by these. */
  nameChips() {
    for (const chip of byId("looks-classes").querySelectorAll("[data-class]")) {
      const label = Number(chip.getAttribute("data-class"));
      if (Number.isNaN(label)) continue;
      const name = this.name(label);
      setText(chip, name === String(label) ? name : `${label}: ${name}`);
    }
  }

  drawMap() {
    const { analysis } = this;
    if (!analysis) return;
    const points = this.map === "tsne" ? (analysis.tsne ?? []) : analysis.pca;
    const labels = analysis.testLabels.slice(0, points.length);
    const [first = 0, second = 0] = analysis.share;
    const name = (/** @type {number} */ label) => this.name(label);
    const axes = /** @type {[string, string]} */ (
      this.map === "tsne"
        ? ["t-SNE, first direction", "t-SNE, second direction"]
        : [`first component, ${share(first)} of the variance`, `second, ${share(second)}`]
    );
    drawCloud(byId("cloud-chart"), { points, labels, axes, name }, this.only);
    setText(byId("cloud-caption"), CAPTIONS[this.map]);
    const known = new Set(labels).size;
    const text =
      this.map === "tsne"
        ? `${counted(points.length, "test sample")} of ${counted(known, "class", "classes")} by t-SNE.`
        : `${counted(points.length, "test sample")} of ${counted(known, "class", "classes")}; the two components hold ${share(first + second)} of the variance. By nearest neighbour, in full length, ${percent(Number(analysis.row.nearest_neighbour_acc))} are right.`;
    setText(byId("cloud-summary"), text);
  }

  drawBands() {
    const { analysis } = this;
    if (!analysis) return;
    const named = analysis.means.map((mean) => ({
      ...mean,
      caption: this.name(mean.label),
    }));
    this.bands.draw(this.picked(named));
    const widest = analysis.means
      .map(({ label, x }) => ({ label, swing: Math.max(...x) - Math.min(...x) }))
      .reduce((a, b) => (b.swing > a.swing ? b : a));
    const samples = analysis.means.map((item) => item.count).reduce((a, b) => a + b, 0);
    const text = `Means of ${counted(samples, "training sample")}; the mean of class ${this.name(widest.label)} swings most, by ${widest.swing.toFixed(2)} standard deviations of the data.`;
    setText(byId("bands-summary"), text);
  }

  drawGallery() {
    const { analysis } = this;
    if (!analysis) return;
    const host = byId("gallery-chart");
    const named = analysis.gallery.map((row) => ({ ...row, name: this.name(row.label) }));
    const rows = this.picked(named);
    const columns = host.clientWidth < 560 ? 6 : 12;
    drawGallery(host, rows, columns);
    const most = rows.map(({ signals }) => signals.length).reduce((a, b) => Math.max(a, b), 0);
    const text = `${counted(rows.length, "class", "classes")}, up to ${counted(Math.min(columns, most), "sample")} of each.`;
    setText(byId("gallery-summary"), text);
  }

  /** @param {number} [label] */
  nameColumn(label) {
    return nameColumn(this.analysis?.params, label ?? null);
  }

  /** @returns {Row[]} */
  cloudRows() {
    const { analysis } = this;
    const points = (this.map === "tsne" ? analysis?.tsne : analysis?.pca) ?? [];
    return points.map(([a, b], sample) => ({
      test_sample: sample,
      label: analysis?.testLabels[sample] ?? null,
      ...this.nameColumn(analysis?.testLabels[sample]),
      [`${this.map}_1`]: a,
      [`${this.map}_2`]: b,
    }));
  }

  /** @returns {Row[]} */
  bandRows() {
    return (this.analysis?.means ?? []).flatMap(({ label, count: samples, x, t, band }) =>
      x.map((mean, position) => ({
        label,
        ...this.nameColumn(label),
        position,
        t: t[position] ?? 0,
        mean,
        low_10_percent: band.low[position] ?? 0,
        high_90_percent: band.high[position] ?? 0,
        samples,
      })),
    );
  }

  /** @returns {Row[]} */
  galleryRows() {
    return (this.analysis?.gallery ?? []).flatMap(({ label, signals }) =>
      signals.flatMap((signal, sample) =>
        signal.map((x, position) => ({ label, ...this.nameColumn(label), sample, position, x })),
      ),
    );
  }

  /** @param {"cloud" | "bands" | "gallery"} name @param {() => Row[]} rows */
  offer(name, rows) {
    const { version } = this.config;
    const stamped = () => {
      const params = this.analysis?.params ?? {};
      return rows().map((row) => dataStamped(this.config, params, row));
    };
    const title = TITLES[name];
    offerDownloads(name, {
      file: `mnist1d-${name}`,
      csv: () => toCsv(stamped()),
      json: () =>
        JSON.stringify({
          title,
          params: this.analysis?.params,
          summary: this.analysis?.row,
          version,
          rows: stamped(),
        }),
      pictures: () =>
        [find(`#${name}-chart`, HTMLElement).querySelector("svg")].filter(
          (item) => item instanceof SVGElement,
        ),
      labels: () => ({
        title,
        caption: dataCaptionOf(this.config, this.analysis?.params),
        legend: [],
      }),
    });
    enableDownloads(name, false);
  }
}
