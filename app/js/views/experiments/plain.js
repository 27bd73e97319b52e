// The part of an experiment that has none made for it: the figure that it names itself, a sentence,
// its numbers and what its record sums up.

import { curveOf, LineChart } from "../../charts/line.js";
import { drawRows } from "../../charts/rows.js";
import { decades, niceDomain, Widening } from "../../pictures/scale.js";
import { originOf } from "../../state/identity.js";
import { byId, find, Summary, setText } from "../shared/dom.js";
import { offerFigure } from "../shared/figurefiles.js";
import { counted } from "../shared/format.js";
import { fillLegend } from "../shared/legend.js";
import { fillTable } from "../shared/table.js";
import { hasPlacesInOrder, linesOf } from "./lines.js";
import { stylesOf } from "./styles.js";
import { cell, numbersOf, rowsOf, sentenceOf } from "./words.js";

/** @typedef {import("../../state/store.js").RunView} RunView */
/** @typedef {import("../../pool/protocol.js").Figure} Figure */
/** @typedef {import("../../charts/marks.js").Axis} Axis */
/** @typedef {import("./lines.js").Line} Line */
/** @typedef {import("./styles.js").Style} Style */
/** @typedef {{x: Widening, y: Widening}} Ranges of a figure's axes, which only widen while a run is the same */
/** @typedef {import("../shell/mounts.js").Page & {summaries: import("../shared/summaries.js").Summaries}} Parts */

/** @returns {Ranges} */
const axes = () => ({ x: new Widening(), y: new Widening() });

export class PlainView {
  /** @param {Parts} parts @param {string} name of the experiment */
  constructor({ config, store, summaries }, name) {
    this.name = name;
    this.config = config;
    this.store = store;
    this.summaries = summaries;
    this.figure = config.experiments[name]?.figure ?? null;
    this.title = config.experiments[name]?.title ?? name;
    /** @type {Style[]} */
    this.styles = [];
    this.chart = this.figure && new LineChart(byId(`${name}-chart`), { aspect: 0.62 });
    this.ranges = axes();
    this.sums = (config.experiments[name]?.sums ?? []).map((figure, at) => ({
      figure,
      chart: new LineChart(byId(`${name}-sums-${at}`), { aspect: 0.7 }),
      legend: byId(`${name}-sums-${at}-legend`),
      ranges: axes(),
    }));
    this.summary = new Summary(byId(`${name}-summary`));
    this.offer();
    store.subscribe((state, before) => {
      if (state.runs[name] !== before.runs[name]) this.show();
    });
    summaries.subscribe((changed) => {
      if (changed === name) this.showSums();
    });
    this.show();
  }

  get run() {
    return /** @type {RunView} */ (this.store.get().runs[this.name]);
  }

  offer() {
    offerFigure(this, {
      name: this.name,
      run: this.name,
      title: this.title,
      pictures: `#${this.name}-chart svg, [id^="${this.name}-sums-"] svg`,
      legend: () => this.styles,
    });
  }

  show() {
    const { name, run, figure } = this;
    setText(byId(`${name}-origin`), originOf(this.config, run));
    const table = find(`#${name}-table`, HTMLTableElement);
    if (figure) this.showFigure(figure, table);
    else {
      fillTable(table, ...rowsOf(run.rows));
      this.summary.say(
        run.rows.length > 0 ? `${counted(run.rows.length, "row")}.` : "Not run yet.",
      );
    }
    this.showSums();
  }

  /** @param {Figure} figure @param {HTMLTableElement} table */
  showFigure(figure, table) {
    const lines = linesOf(this.run.rows, figure);
    this.styles = stylesOf(lines);
    fillLegend(byId(`${this.name}-legend`), this.styles);
    if (hasPlacesInOrder(lines)) this.drawLines(figure, lines);
    else this.drawNames(figure, lines);
    fillTable(table, ...numbersOf(figure, lines, this.styles));
    this.summary.say(sentenceOf(figure, lines, this.styles), this.run.phase !== "running");
  }

  /** @param {Figure} figure @param {Line[]} lines */
  drawLines(figure, lines) {
    const y = this.axis(figure, lines, this.ranges);
    this.chart?.draw(this.spec(figure, { lines, styles: this.styles, ranges: this.ranges }, y));
  }

  /** Places that are names stand below each other. @param {Figure} figure @param {Line[]} lines */
  drawNames(figure, lines) {
    const names = [...new Set(lines.flatMap(({ spots }) => spots.map(({ at }) => at)))];
    const rows = names.map((at) => ({
      label: String(at),
      points: lines.flatMap(({ spots }, index) => {
        const style = /** @type {Style} */ (this.styles[index]);
        const { mean, low, high } = spots.find((spot) => spot.at === at) ?? {};
        if (mean === undefined || low === undefined || high === undefined) return [];
        return [{ ...style, value: mean, range: /** @type {[number, number]} */ ([low, high]) }];
      }),
    }));
    drawRows(byId(`${this.name}-chart`), rows, this.axis(figure, lines, this.ranges));
  }

  /** As wide as it has been in this run. @param {Figure} figure @param {Line[]} lines @param {Ranges} ranges @returns {Axis} */
  axis(figure, lines, { y }) {
    const axis = valueAxis(figure, lines);
    return {
      ...axis,
      domain: y.over([this.run.asked, lines.some((line) => line !== NONE)], axis.domain),
    };
  }

  /** @param {Figure} figure @param {{lines: Line[], styles: Style[], ranges: Ranges}} shown @param {Axis} y */
  spec(figure, { lines, styles, ranges }, y) {
    const drawable = lines.map(({ spots }) => spots.filter(({ low }) => !figure.log || low > 0));
    const places = drawable.flat().map(({ at }) => Number(at));
    const domain = ranges.x.over([this.run.asked, places.length > 0], niceDomain(places));
    return {
      x: { label: figure.x.label, domain, format: cell },
      y,
      series: styles.map((style, index) => ({
        ...style,
        ...curveOf(drawable[index] ?? [], ({ at }) => Number(at)),
      })),
    };
  }

  /** Means, intervals and paired differences, which Python works out. */
  showSums() {
    const sums = this.summaries.of(this.name);
    byId(`${this.name}-sums`).hidden = sums.length === 0;
    fillTable(find(`#${this.name}-sums-table`, HTMLTableElement), ...rowsOf(sums));
    for (const { figure, chart, legend, ranges } of this.sums) {
      const lines = linesOf(sums, figure);
      const styles = stylesOf(lines);
      fillLegend(legend, lines.length > 1 ? styles : []);
      const shown = figure.what.startsWith("minus") ? [...lines, NONE] : lines;
      const y = this.axis(figure, shown, ranges);
      chart.draw(this.spec(figure, { lines, styles, ranges }, y));
    }
  }
}

/** So that an axis of differences shows where there is none. @type {Line} */
const NONE = { series: {}, spots: [{ at: 0, mean: 0, low: 0, high: 0, count: 0 }] };

/** @param {Figure} figure @param {Line[]} lines @returns {Axis} */
export function valueAxis({ y, log }, lines) {
  const ends = lines.flatMap(({ spots }) => spots.flatMap(({ low, high }) => [low, high]));
  const [low, high] = log ? decades(ends) : niceDomain(ends);
  return {
    label: y.label,
    domain: log ? [10 ** low, 10 ** high] : [low, high],
    format: cell,
    log,
  };
}
