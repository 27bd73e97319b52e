// Two to four kept runs on shared axes: a panel for each line of their figure, a colour and a mark for
// each run. Means, intervals and paired differences come from Python (analysis/side_by_side.py).

import { curveOf, LineChart } from "../../charts/line.js";
import { drawRows } from "../../charts/rows.js";
import { niceDomain } from "../../pictures/scale.js";
import { schemasOf } from "../../state/config.js";
import { dataSchemasOf, describeRun, stamped } from "../../state/identity.js";
import * as kept from "../../state/keptruns.js";
import { toCsv } from "../../state/record.js";
import { names as differing } from "../bench/pins.js";
import { valueAxis } from "../experiments/plain.js";
import { cell } from "../experiments/words.js";
import { byId, find, make, setText } from "../shared/dom.js";
import { enableDownloads, offerDownloads, picturesOf } from "../shared/downloads.js";
import { fillLegend } from "../shared/legend.js";
import { namePlaces } from "../shared/named.js";
import { fillTable } from "../shared/table.js";
import { differencesOf, linesOf, meansOf, panelsOf, sentenceOf } from "./sidebyside.js";
import { calledOf } from "./words.js";

/** @typedef {import("../shell/mounts.js").Page} Page */
/** @typedef {kept.KeptRun} KeptRun */
/** @typedef {import("./sidebyside.js").SideBySide} SideBySide */
/** @typedef {import("./sidebyside.js").Panel} Panel */
/** @typedef {import("../experiments/styles.js").Style} Style */

export const MOST = 4;

const TITLE = "Runs side by side";

/** None of an arm's colours, which mean something else. @type {Omit<Style, "label">[]} */
const STYLES = [
  { id: "nth-0", mark: "circle", dash: "" },
  { id: "nth-1", mark: "square", dash: "7 4" },
  { id: "nth-2", mark: "triangle", dash: "2 4" },
  { id: "nth-5", mark: "diamond", dash: "9 3" },
];

export class Comparing {
  /** @param {Page} page @param {() => void} onChange the choice is another */
  constructor({ config, runtime }, onChange) {
    this.config = config;
    this.runtime = runtime;
    this.onChange = onChange;
    /** In the order of their choice: differences are from the first. @type {KeptRun[]} */
    this.chosen = [];
    /** @type {SideBySide | null} */
    this.shown = null;
    offerDownloads("runs", {
      file: "mnist1d-runs-compared",
      csv: () => toCsv(this.rows()),
      json: () => JSON.stringify({ runs: this.chosen, ...this.shown }),
      pictures: () => picturesOf("#runs-compare-panels svg"),
      labels: () => ({
        title: TITLE,
        caption: this.caption(),
        legend: this.styles(),
      }),
    });
    enableDownloads("runs", false);
  }

  get full() {
    return this.chosen.length >= MOST;
  }

  /** @param {string} id */
  has(id) {
    return this.chosen.some((run) => run.id === id);
  }

  /** @param {KeptRun} run @param {boolean} on */
  choose(run, on) {
    const others = this.chosen.filter(({ id }) => id !== run.id);
    this.chosen = on ? [...others, run].slice(0, MOST) : others;
    this.onChange();
  }

  /** Lets go of what is not kept any more, and has the new names. @param {KeptRun[]} runs @returns {boolean} whether others are chosen now */
  follow(runs) {
    const before = this.chosen.length;
    this.chosen = this.chosen.flatMap(({ id }) => runs.find((run) => run.id === id) ?? []);
    return this.chosen.length !== before;
  }

  /** @returns {Style[]} */
  styles() {
    return this.chosen.map((_, index) => ({
      .../** @type {Style} */ (STYLES[index % STYLES.length]),
      label: this.names()[index] ?? "",
    }));
  }

  /** A number, and a visitor's name for it or else what tells it from the others. */
  names() {
    const { config, chosen } = this;
    const schemas = schemasOf(config, chosen[0]?.experiment ?? "");
    const settings = chosen.map(({ params }) => params);
    const told = differing({ schemas, data: dataSchemasOf(config) }, settings, "");
    return chosen.map((run, index) => {
      return `${index + 1}: ${run.name || told[index] || calledOf(config, run)}`;
    });
  }

  async show() {
    const { chosen } = this;
    this.hide();
    if (chosen.length < 2) return;
    const pool = await this.runtime.ready;
    const files = await Promise.all(chosen.map(({ id }) => kept.recordOf(id)));
    const asked = /** @type {const} */ ({ name: "records", what: "together" });
    const found = JSON.parse(await pool.call({ ...asked, files }));
    // Somebody may have chosen others meanwhile.
    if (chosen !== this.chosen) return;
    this.shown = found;
    byId("runs-compare").hidden = false;
    this.draw(found);
    enableDownloads("runs", true);
  }

  /** Nothing of an earlier choice stays under a refusal. */
  hide() {
    byId("runs-compare").hidden = true;
    this.shown = null;
    enableDownloads("runs", false);
  }

  /** @param {SideBySide} found */
  draw(found) {
    const { figure } = found;
    fillLegend(byId("runs-compare-legend"), this.styles());
    const panels = panelsOf(found);
    const hosts = panels.map(({ title }) => {
      const panel = make("div", "", { class: "comparepanel" });
      const host = make("div", "", { class: "host" });
      panel.append(...(title ? [make("p", title, { class: "panelname" })] : []), host);
      return { panel, host };
    });
    byId("runs-compare-panels").replaceChildren(...hosts.map(({ panel }) => panel));
    const axis = valueAxis(figure, panels.flatMap(linesOf));
    for (const [index, panel] of panels.entries()) {
      const host = hosts[index]?.host;
      if (host) this.drawPanel(found, panel, host, axis);
    }
    const names = this.names();
    setText(byId("runs-compare-summary"), sentenceOf(found, names));
    setText(byId("runs-compare-caption"), this.caption());
    namePlaces(byId("runs-compare"), TITLE, this.caption());
    fillTable(find("#runs-compare-means", HTMLTableElement), ...meansOf(found, names));
    fillTable(find("#runs-compare-differences", HTMLTableElement), ...differencesOf(found, names));
  }

  /** @param {SideBySide} found @param {Panel} panel @param {HTMLElement} host @param {import("../../charts/marks.js").Axis} axis */
  drawPanel({ figure, means }, { runs }, host, axis) {
    const styles = this.styles();
    const style = (/** @type {number} */ run) => /** @type {Style} */ (styles[run]);
    if (means.every(({ at }) => typeof at === "number")) {
      new LineChart(host, { aspect: 0.62 }).draw({
        x: {
          label: figure.x.label,
          domain: niceDomain(means.map(({ at }) => Number(at))),
          format: cell,
        },
        y: axis,
        series: runs.map(({ run, spots }) => ({
          ...style(run),
          ...curveOf(spots, ({ at }) => Number(at)),
        })),
      });
      return;
    }
    const places = [...new Set(runs.flatMap(({ spots }) => spots.map(({ at }) => String(at))))];
    const rows = places.map((label) => ({
      label,
      points: runs.flatMap(({ run, spots }) =>
        spots
          .filter(({ at }) => String(at) === label)
          .map(({ mean, low, high }) => ({
            ...style(run),
            value: mean,
            range: /** @type {[number, number]} */ ([low, high]),
          })),
      ),
    }));
    drawRows(host, rows, axis);
  }

  caption() {
    const { figure } = this.shown ?? {};
    if (!figure) return "";
    const runs = this.chosen.map(({ params, hash, version, backend }, at) => {
      const made = `hash ${hash.slice(0, 10)}, version ${version}, ${backend}`;
      return ` ${at + 1}: ${describeRun(this.config, { params })} (${made}).`;
    });
    return `${figure.y.label}, against: ${figure.x.label.toLowerCase()}. Means over seeds with 95 % intervals (Student’s t).${runs.join("")} MNIST-1D Lab ${this.config.version}.`;
  }

  /** Means and differences as one table, told apart by "what". */
  rows() {
    const { figure, means, differences } = /** @type {SideBySide} */ (this.shown);
    return [...means, ...differences].map((row) => {
      const { series, run, ...rest } = row;
      const { hash, version, backend, params } = /** @type {KeptRun} */ (this.chosen[run]);
      const named = Object.fromEntries(
        figure.series.map((column, at) => [column, series[at] ?? null]),
      );
      const own = { what: "mean", run: this.names()[run] ?? "", ...named, ...rest };
      const made = { params, backend, phase: /** @type {const} */ ("finished"), origin: "" };
      return stamped(this.config, made, { ...own, hash, version, backend });
    });
  }
}
