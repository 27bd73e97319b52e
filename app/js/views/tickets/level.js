// Inside one level: how its networks trained, where the survivors are, and whether everything that
// must hold of a ticket does.

import { LineChart } from "../../charts/line.js";
import { Widening } from "../../pictures/scale.js";
import { originOf } from "../../state/identity.js";
import { numbers } from "../../state/record.js";
import { byId, fillFacts, find, Summary, setText } from "../shared/dom.js";
import { offerFigure } from "../shared/figurefiles.js";
import { count, percent, share } from "../shared/format.js";
import { fillTable } from "../shared/table.js";
import { ARM_STYLES } from "./arms.js";
import { checksOf, EVERY_HEAD, everyCheck, livingOf } from "./checks.js";
import {
  armsIn,
  histogramOf,
  maskAt,
  placeOf,
  survivorsByInput,
  survivorsByUnit,
  trainingOf,
} from "./levels.js";
import { COMPARED, countsSpec, trainingSpec, weightsSpec } from "./levelspecs.js";
import { sparsities } from "./lotteryrows.js";
import { levelOf } from "./search.js";

/** @typedef {import("../../state/store.js").Store} Store */
/** @typedef {import("../../state/store.js").RunView} RunView */
/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("../../charts/line.js").Series} Series */
/** @typedef {import("./pick.js").Pick} Pick */

/** What of a run this view depends on, so that it is redrawn only when that is new. @param {RunView} run @param {number} trial @param {number} level */
function keyOf(run, trial, level) {
  const rows = run.rows.filter((row) => row.trial === trial && row.level === level).length;
  const place = placeOf("lottery", trial, level);
  const known = [`histogram/${place}`, `mask/${place}/W1`].map((name) => name in run.arrays);
  return `${run.params.seed} ${run.phase} ${trial} ${level} ${rows} ${known}`;
}

export class LevelView {
  /** @param {{config: import("../../pool/protocol.js").Config, store: Store, pick: Pick}} parts */
  constructor({ config, store, pick }) {
    this.config = config;
    this.store = store;
    this.pick = pick;
    this.key = "";
    this.everyKey = "";
    /** One an axis that depends on what has come so far. */
    this.ranges = {
      training: new Widening(),
      reach: new Widening(),
      weights: new Widening(),
      inputs: new Widening(),
      units: new Widening(),
    };
    /** @param {string} id */
    const chart = (id) => new LineChart(byId(id), { aspect: 0.62 });
    this.charts = {
      training: chart("level-training"),
      weights: chart("level-weights"),
      inputs: chart("level-inputs"),
      units: chart("level-units"),
    };
    this.summary = new Summary(byId("level-summary"));
    store.subscribe((state, before) => {
      if (state.runs.lottery !== before.runs.lottery || state.level !== before.level) this.show();
    });
    pick.subscribe(() => this.show());
    offerFigure(
      { config, store },
      {
        name: "level",
        run: "lottery",
        title: "One level of the search",
        rows: () => this.rows(),
        pictures: "#level-training svg, #level-weights svg, #level-inputs svg, #level-units svg",
        legend: () => armsIn(this.store.get().runs.lottery?.rows ?? [], ARM_STYLES),
      },
    );
    this.show();
  }

  get at() {
    const state = this.store.get();
    return { trial: this.pick.now.trial, level: levelOf(state) };
  }

  show() {
    const run = this.store.get().runs.lottery;
    if (!run) return;
    const { trial, level } = this.at;
    this.showEvery(run, trial);
    const key = `${keyOf(run, trial, level)} ${originOf(this.config, run)}`;
    if (key === this.key) return;
    this.key = key;
    this.charts.training.draw(trainingSpec(run, trial, level, this.ranges.training));
    this.charts.weights.draw(weightsSpec(run, trial, level, this.ranges));
    const convolution = run.params.model === "cnn";
    const input = convolution ? "position in the kernel" : "input position";
    const unit = convolution ? "filter, by rank" : "hidden unit, by rank";
    this.charts.inputs.draw(
      countsSpec(run, trial, level, survivorsByInput, input, this.ranges.inputs),
    );
    this.charts.units.draw(countsSpec(run, trial, level, survivorsByUnit, unit, this.ranges.units));
    fillFacts(byId("level-checks"), checksOf(run, trial, level));
    showLayers(run, trial, level);
    const removed = share(sparsities(run.rows)[level] ?? 0);
    setText(
      byId("level-origin"),
      `Level ${level}, ${removed} removed, trial ${trial + 1}, seed ${Number(run.params.seed) + trial}. ${originOf(this.config, run)}`,
    );
    this.summary.say(describe(run, trial, level), run.phase !== "running");
  }

  /** All levels, whenever one more is finished. @param {RunView} run @param {number} trial */
  showEvery(run, trial) {
    const lines = everyCheck(run, trial);
    const key = `${run.params.seed} ${run.phase} ${trial} ${lines.length}`;
    if (key === this.everyKey) return;
    this.everyKey = key;
    fillTable(find("#level-every", HTMLTableElement), EVERY_HEAD, lines);
  }

  /** The survivors and the histogram as one tidy table. @returns {Row[]} */
  rows() {
    const run = this.store.get().runs.lottery;
    if (!run) return [];
    const { trial, level } = this.at;
    const training = run.rows.filter((row) => row.trial === trial && row.level === level);
    return [...training, ...COMPARED.flatMap(({ id }) => survivorRows(run, id, trial, level))];
  }
}

/** @param {RunView} run @param {string} arm @param {number} trial @param {number} level @returns {Row[]} */
function survivorRows(run, arm, trial, level) {
  const place = placeOf(arm, trial, level);
  const mask = maskAt(run.arrays, place);
  const histogram = histogramOf(run.arrays[`histogram/${place}`]);
  const where = { arm, trial, level };
  const inputs = mask ? survivorsByInput(mask) : [];
  return [
    ...inputs.map((survivors, input) => ({ ...where, input, survivors })),
    ...(histogram?.edges ?? []).map((edge, bin) => ({
      ...where,
      bin_from: edge,
      weights_before: histogram?.before[bin] ?? 0,
      weights_after: histogram?.after[bin] ?? 0,
    })),
  ];
}

/** @param {RunView} run @param {number} trial @param {number} level */
function showLayers(run, trial, level) {
  const lines = armsIn(run.rows, ARM_STYLES).flatMap(({ id, label }) => {
    if (id === "dense" && level > 0) return [];
    const array = run.arrays[`layers/${placeOf(id, trial, level)}`];
    if (!array || (level === 0 && id !== "dense")) return [];
    const values = numbers(array);
    const living = livingOf(trainingOf(run.rows, id, trial, level).pop() ?? {});
    return Array.from({ length: array.shape[0] ?? 0 }, (_, layer) => {
      const [kept = 0, size = 1] = values.slice(2 * layer, 2 * layer + 2);
      const units = living[layer];
      return [
        `${label}, layer ${layer + 1}`,
        count(kept),
        count(size),
        share(kept / size),
        units === undefined ? "" : count(units),
      ];
    });
  });
  const head = ["arm and layer", "survivors", "weights and biases", "share", "living units"];
  fillTable(find("#level-table", HTMLTableElement), head, lines);
}

/** @param {RunView} run @param {number} trial @param {number} level */
function describe(run, trial, level) {
  const parts = armsIn(run.rows, ARM_STYLES).flatMap(({ id, label }) => {
    const last = trainingOf(run.rows, id, trial, id === "dense" ? 0 : level).pop();
    return last
      ? [`${label} ${percent(Number(last.test_acc))} at step ${count(Number(last.step))}`]
      : [];
  });
  const mask = maskAt(run.arrays, placeOf("lottery", trial, level));
  const empty = mask ? survivorsByUnit(mask).filter((kept) => kept === 0).length : null;
  const units =
    empty === null
      ? ""
      : ` ${count(empty)} of ${count(mask?.shape[0] ?? 0)} units of the first layer have lost every weight.`;
  return parts.length > 0 ? `Test accuracy: ${parts.join(", ")}.${units}` : "";
}
