// The gradient check of the network being trained: a table by parameter, and a log-log scatter of
// backpropagation against differences of the loss.

import { drawScatter } from "../../charts/points.js";
import { originOf } from "../../state/identity.js";
import { numbers } from "../../state/record.js";
import { byId, find, Summary, setText } from "../shared/dom.js";
import { enableDownloads } from "../shared/downloads.js";
import { offerFigure } from "../shared/figurefiles.js";
import { count } from "../shared/format.js";
import { fillTable } from "../shared/table.js";
import { KINDS, labelOf } from "./kinds.js";

/** @typedef {import("../../state/store.js").RunView} RunView */
/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("../shared/probe.js").Parts} Parts */
/** @typedef {{parameter: string, analytic: number[], numeric: number[], index: number[]}} Checked */

const HEAD = ["Parameter", "Entries", "Checked", "Largest relative error", "Training backend"];

/** @param {RunView} run @returns {Checked[]} */
function checkedOf({ rows, arrays }) {
  return rows.map(({ parameter }) => {
    const [index, analytic, numeric] = ["index", "analytic", "numeric"].map((what) => {
      const array = arrays[`${what}/${parameter}`];
      return array ? numbers(array) : [];
    });
    return {
      parameter: String(parameter),
      index: index ?? [],
      analytic: analytic ?? [],
      numeric: numeric ?? [],
    };
  });
}

/** A logarithm needs something above zero on both sides. @param {Checked[]} checked @returns {[number, number][]} */
function drawable(checked) {
  return checked.flatMap(({ analytic, numeric }) =>
    analytic
      .map((value, at) => /** @type {[number, number]} */ ([value, numeric[at] ?? 0]))
      .map(([a, b]) => /** @type {[number, number]} */ ([Math.abs(a), Math.abs(b)]))
      .filter(([a, b]) => a > 0 && b > 0),
  );
}

export class GradcheckSection {
  /** @param {Parts} parts */
  constructor({ config, store }) {
    this.config = config;
    this.store = store;
    this.summary = new Summary(byId("gradcheck-summary"));
    store.subscribe((state, before) => {
      if (state.runs.gradcheck !== before.runs.gradcheck) this.show();
      const { benchmark } = state.params;
      if (benchmark !== before.params.benchmark) this.showNetwork();
    });
    this.showNetwork();
    this.offer();
    this.show();
  }

  get run() {
    return /** @type {RunView} */ (this.store.get().runs.gradcheck);
  }

  /** What the button will check. */
  showNetwork() {
    const { models, hidden, depth, seed } = this.store.get().params.benchmark ?? {};
    const model = Array.isArray(models) ? models[0] : "";
    const size = model === "mlp" ? `, ${depth} hidden layers of ${hidden}` : "";
    setText(byId("gradcheck-network"), `${labelOf(model)}${size}, seed ${seed}`);
  }

  show() {
    const { run } = this;
    if (!run) return;
    this.draw();
    enableDownloads("gradcheck", run.rows.length > 0);
    const lines = run.rows.map((row) => [
      String(row.parameter),
      count(Number(row.size)),
      count(Number(row.checked)),
      errorOf(row),
      Number(row.backend_error).toExponential(1),
    ]);
    fillTable(find("#gradcheck-table", HTMLTableElement), HEAD, lines);
    const model = run.rows[0] ? `${labelOf(run.rows[0].model)}. ` : "";
    setText(byId("gradcheck-origin"), model + originOf(this.config, run));
    this.summary.say(describe(run), run.phase !== "running");
  }

  draw() {
    if (!this.run) return;
    const model = String(this.run.rows[0]?.model ?? "mlp");
    const kind = KINDS.find(({ id }) => id === model);
    if (!kind) return;
    const points = drawable(checkedOf(this.run));
    drawScatter(
      byId("gradcheck-chart"),
      { ...kind, points },
      {
        x: "gradient by backpropagation",
        y: "by differences of the loss",
      },
    );
  }

  offer() {
    offerFigure(this, {
      name: "gradcheck",
      run: "gradcheck",
      title: "Backpropagation against differences of the loss",
      rows: () => this.entries(),
      pictures: "#gradcheck-chart svg",
    });
  }

  /** Every checked entry, a row each. @returns {Row[]} */
  entries() {
    return checkedOf(this.run).flatMap(({ parameter, index, analytic, numeric }) =>
      analytic.map((value, at) => ({
        parameter,
        entry: index[at] ?? null,
        analytic: value,
        numeric: numeric[at] ?? null,
      })),
    );
  }
}

/** @param {Row} row */
function errorOf(row) {
  if (row.max_relative_error === null) return "not checked: every entry at a kink";
  return `${Number(row.max_relative_error).toExponential(1)}${row.passed ? "" : ", too much"}`;
}

/** @param {RunView} run */
function describe(run) {
  if (run.rows.length === 0) return "Nothing has been checked yet.";
  const checked = checkedOf(run);
  const total = checked.reduce((sum, { analytic }) => sum + analytic.length, 0);
  const shown = drawable(checked).length;
  const worst = run.rows.reduce((a, b) =>
    Number(b.max_relative_error) > Number(a.max_relative_error) ? b : a,
  );
  const verdict = run.rows.every(({ passed }) => passed)
    ? "Every parameter passes"
    : `${run.rows.filter(({ passed }) => !passed).length} of ${run.rows.length} parameters fail`;
  const bound = Number(worst.tolerance).toExponential(0);
  const error = Number(worst.max_relative_error).toExponential(1);
  const rest = total - shown;
  const zeros = rest > 0 ? ` Not drawn, because zero: ${count(rest)}.` : "";
  return `${verdict}: the largest relative error among ${count(total)} entries is ${error}, in ${worst.parameter}; allowed is ${bound}.${zeros}`;
}
