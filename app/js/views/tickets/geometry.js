// Did pruning discover space? Neighbouring survivors against chance, and what units look at.

import { drawFields } from "../../charts/cells.js";
import { clearFigure } from "../../charts/figure.js";
import { drawRows } from "../../charts/rows.js";
import { niceDomain, Widening } from "../../pictures/scale.js";
import { originOf } from "../../state/identity.js";
import { numbers } from "../../state/record.js";
import { byId, find, Summary, setText } from "../shared/dom.js";
import { offerFigure } from "../shared/figurefiles.js";
import { share } from "../shared/format.js";
import { fillTable } from "../shared/table.js";
import { styleOf } from "./arms.js";
import { adjacencyOf, adjacencyRows, axesOf, maskAt, notebookOf, placeOf, RUNS } from "./levels.js";
import { sparsities } from "./lotteryrows.js";
import { levelOf } from "./search.js";
import { pValue, SIGNIFICANT } from "./wording.js";

/** @typedef {import("../../state/store.js").RunView} RunView */
/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("./mount.js").Parts} Parts */

const ARMS = ["lottery", "random"];
const UNITS = 16;

/** As far as this an axis from zero shows the small values too. */
const MOST_TIMES = 20;
const LEAST_TIMES = 0.1;

/** @param {number} value */
const probability = (value) => value.toPrecision(3);

export class GeometryView {
  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    this.key = "";
    this.reach = new Widening();
    this.range = new Widening();
    this.summary = new Summary(byId("adjacency-summary"));
    const { store, pick } = parts;
    store.subscribe((state, before) => {
      if (state.runs.lottery !== before.runs.lottery || state.level !== before.level) this.show();
    });
    pick.subscribe(() => this.show());
    offerFigure(parts, {
      name: "adjacency",
      run: "lottery",
      title: "Neighbouring survivors, times what chance gives",
      rows: () => adjacencyRows(this.run?.arrays ?? {}),
      pictures: "#adjacency-chart svg",
      legend: () => ARMS.map(styleOf),
    });
    offerFigure(parts, {
      name: "fields",
      run: "lottery",
      title: "Receptive fields of the ticket's first layer",
      rows: () => this.maskRows(),
      pictures: "#fields svg",
      legend: () => [],
    });
    this.show();
  }

  /** @returns {RunView | undefined} */
  get run() {
    return this.parts.store.get().runs.lottery;
  }

  get at() {
    return { trial: this.parts.pick.now.trial, level: levelOf(this.parts.store.get()) };
  }

  show() {
    const { run } = this;
    if (!run) return;
    const { trial, level } = this.at;
    const known = ARMS.map((arm) => `adjacency/${placeOf(arm, trial, level)}` in run.arrays);
    const origin = originOf(this.parts.config, run);
    const key = `${origin} ${run.phase} ${run.total} ${trial} ${level} ${known}`;
    if (key === this.key) return;
    this.key = key;
    const removed = share(sparsities(run.rows)[level] ?? 0);
    const where = `Level ${level}, ${removed} removed, trial ${trial + 1}, seed ${Number(run.params.seed) + trial}. ${origin}`;
    setText(byId("adjacency-origin"), where);
    setText(byId("fields-origin"), where);
    this.showAdjacency(run, trial, level);
    this.showFields(run, trial, level);
  }

  /** @param {RunView} run @param {number} trial @param {number} level */
  showAdjacency(run, trial, level) {
    const found = ARMS.map((arm) => ({
      arm,
      values: adjacencyOf(run.arrays[`adjacency/${placeOf(arm, trial, level)}`]),
    }));
    const rows = RUNS.map((length, at) => ({
      label: `${length} in a row`,
      points: found.map(({ arm, values }) => pointOf(arm, values, at)),
    }));
    const all = rows.flatMap(({ points }) =>
      points.flatMap(({ value, range, ticks }) => [value ?? 1, ...(range ?? []), ...ticks]),
    );
    const of = axesOf(run, trial, level);
    const [, most] = this.reach.over(of, [0, all.reduce((a, b) => Math.max(a, b), 1)]);
    const [drawn, axis] = onAxis(rows, most);
    const domain = this.range.over([...of, axis.log ?? false], axis.domain);
    drawRows(byId("adjacency-chart"), drawn, { ...axis, domain });
    this.showTable(found, notebookOf(run.arrays[`notebook/${placeOf("lottery", trial, level)}`]));
    this.summary.say(describe(found), true);
  }

  /** @param {{arm: string, values: ReturnType<typeof adjacencyOf>}[]} found @param {Record<string, number[]>} notebook */
  showTable(found, notebook) {
    const { adjacency } = this.parts.config.published;
    const nulls = /** @type {const} */ (["chance", "withinUnits", "low", "high"]);
    const counted = Object.keys(notebook).length > 0;
    const lines = found.flatMap(({ arm, values }) =>
      RUNS.map((length, at) => [
        `${styleOf(arm).label}, ${length} in a row`,
        values ? probability(values.observed[at] ?? Number.NaN) : "",
        ...(counted ? [probability(notebook[arm]?.[at] ?? Number.NaN)] : []),
        String(adjacency.find((row) => row.arm === arm && row.run === length)?.share ?? ""),
        ...nulls.map((name) => (values ? probability(values[name][at] ?? Number.NaN) : "")),
        values ? pValue(values.p[at]) : "",
      ]),
    );
    const head = [
      "arm and run",
      "seen",
      ...(counted ? ["as in the notebook"] : []),
      "2020, about",
      "chance",
      "chance within units",
      "chance reaches from",
      "to",
      "p (Holm)",
    ];
    fillTable(find("#adjacency-table", HTMLTableElement), head, lines);
  }

  /** @param {RunView} run @param {number} trial @param {number} level */
  showFields(run, trial, level) {
    const place = placeOf("lottery", trial, level);
    const mask = maskAt(run.arrays, place);
    const order = run.arrays[`order/${place}`];
    if (!mask || !order) {
      clearFigure(byId("fields"));
      setText(byId("fields-summary"), "No pruned mask at this level.");
      return;
    }
    const [units = 0, inputs = 0] = mask.shape;
    const top = numbers(order).slice(0, UNITS);
    drawFields(byId("fields"), "lottery", { shape: [units, inputs], bytes: mask.bytes }, top);
    setText(
      byId("fields-summary"),
      `The ${top.length} of ${units} units with the most neighbouring pairs of survivors, with ${inputs} inputs each.`,
    );
  }

  /** The whole mask of the first layer, a weight a row. @returns {Row[]} */
  maskRows() {
    const { trial, level } = this.at;
    const mask = maskAt(this.run?.arrays ?? {}, placeOf("lottery", trial, level));
    const [, inputs = 1] = mask?.shape ?? [];
    return Array.from(mask?.bytes ?? [], (kept, at) => ({
      trial,
      level,
      unit: Math.floor(at / inputs),
      input: at % inputs,
      kept,
    }));
  }
}

/** @typedef {import("../../charts/rows.js").Row} AxisRow */

/**
 * Where few survive, one run of them is hundreds of times what chance gives: then by powers of ten,
 * on which what is not there at all stands at the lower end.
 * @param {AxisRow[]} rows @param {number} most of all values, at least 1
 * @returns {[AxisRow[], import("../../charts/rows.js").RowAxis]}
 */
function onAxis(rows, most) {
  const look = { label: "times what chance gives", rule: 1 };
  const format = (/** @type {number} */ value) => String(Number(value.toFixed(2)));
  if (most <= MOST_TIMES) {
    return [rows, { ...look, domain: niceDomain([0, most], { floor: 0 }), format }];
  }
  const above = (/** @type {number} */ value) => Math.max(LEAST_TIMES, value);
  const raised = rows.map(({ label, points }) => ({
    label,
    points: points.map((point) => ({
      ...point,
      value: point.value === null ? null : above(point.value),
      range: point.range && /** @type {[number, number]} */ (point.range.map(above)),
      ticks: point.ticks?.map(above) ?? [],
    })),
  }));
  const named = (/** @type {number} */ value) =>
    value > LEAST_TIMES ? format(value) : `${LEAST_TIMES} or less`;
  const domain = /** @type {[number, number]} */ ([LEAST_TIMES, 10 ** Math.ceil(Math.log10(most))]);
  return [raised, { ...look, domain, format: named, log: true }];
}

/** @param {string} arm @param {ReturnType<typeof adjacencyOf>} values @param {number} at */
function pointOf(arm, values, at) {
  const { mark, label } = styleOf(arm);
  const chance = values?.chance[at] ?? 0;
  // With no or a single survivor there is no chance of a run, and nothing to compare.
  if (!values || !(chance > 0))
    return { id: arm, label, mark, value: null, range: null, ticks: [] };
  /** @param {number[]} list */
  const times = (list) => (list[at] ?? 0) / chance;
  return {
    id: arm,
    label,
    mark,
    value: times(values.observed),
    range: /** @type {[number, number]} */ ([times(values.low), times(values.high)]),
    ticks: [times(values.withinUnits)],
  };
}

/** @param {{arm: string, values: ReturnType<typeof adjacencyOf>}[]} found */
function describe(found) {
  const parts = found.flatMap(({ arm, values }) => {
    if (!values) return [];
    const outside = RUNS.filter((_, at) => {
      const more = (values.observed[at] ?? 0) > (values.withinUnits[at] ?? 1);
      return more && (values.p[at] ?? 1) < SIGNIFICANT;
    });
    const pairs = (values.observed[0] ?? 0) / (values.chance[0] || 1);
    const verdict =
      outside.length > 0
        ? `more than chance within units gives for ${outside.join(", ")} in a row`
        : "no more than chance within units may give";
    return [`${arm}: pairs ${pairs.toFixed(2)} times chance, ${verdict}`];
  });
  return parts.length > 0 ? `${parts.join("; ")}.` : "Pick a level with weights removed.";
}
