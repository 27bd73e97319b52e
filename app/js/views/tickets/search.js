// Part 4: accuracy against sparsity for every arm of the search, and the masks beside it. What one
// level holds, the controls and the rest of the part stand in tickets/.

import { LineChart } from "../../charts/line.js";
import { MaskChart } from "../../pictures/cells.js";
import { niceDomain, Widening } from "../../pictures/scale.js";
import { captionOf, originOf } from "../../state/identity.js";
import { numbers } from "../../state/record.js";
import { byId, fillFacts, find, make, Summary, setText } from "../shared/dom.js";
import { counted, percent, share } from "../shared/format.js";
import { fillTable } from "../shared/table.js";
import { ARM_STYLES } from "./arms.js";
import { factsOf } from "./facts.js";
import { armSeries, armsIn, layersIn, maskAt, placeOf } from "./levels.js";
import { finals, meanAtChosen, sparsities } from "./lotteryrows.js";
import { atLast, cell, maskSaid, noMask, offer } from "./searchwords.js";

/** @typedef {import("../../state/store.js").Store} Store */
/** @typedef {import("../../state/store.js").RunView} RunView */
/** @typedef {import("../../state/store.js").State} State */
/** @typedef {import("../../pool/protocol.js").Config} Config */
/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("../../charts/line.js").Series} Series */
/** @typedef {import("./pick.js").Pick} Pick */
/** @typedef {import("../shared/summaries.js").Summaries} Summaries */

export const LEGEND = ARM_STYLES;

/** The published collapse would flatten a curve that ends long before it. */
const BEYOND = 0.05;

const MASKED = /** @type {const} */ (["lottery", "random"]);

/** The level on show: the visitor's choice, or else the newest. @param {State} state */
export function levelOf(state) {
  const levels = sparsities(state.runs.lottery?.rows ?? []).length;
  return Math.max(0, Math.min(state.level ?? levels - 1, levels - 1));
}

export class TicketSection {
  /** @param {{config: Config, store: Store, pick: Pick, summaries: Summaries}} parts */
  constructor({ config, store, pick, summaries }) {
    this.config = config;
    this.store = store;
    this.pick = pick;
    this.summaries = summaries;
    this.chart = new LineChart(byId("tickets-chart"), {
      aspect: 0.68,
      onPick: (sparsity) => this.choose(sparsity),
    });
    this.range = new Widening();
    this.masks = {
      lottery: new MaskChart(find("#mask-lottery", HTMLCanvasElement)),
      random: new MaskChart(find("#mask-random", HTMLCanvasElement)),
    };
    this.slider = find("#tickets-level", HTMLInputElement);
    this.trial = find("#tickets-trial", HTMLSelectElement);
    this.layer = find("#tickets-layer", HTMLSelectElement);
    this.summary = new Summary(byId("tickets-summary"));
    /** Orders by the array they came from: a mask is redrawn only when one of the two is new. @type {WeakMap<object, number[]>} */
    this.orders = new WeakMap();
    this.listen();
    this.show();
  }

  listen() {
    const { store, pick } = this;
    this.slider.addEventListener("input", () => {
      store.dispatch({ type: "level", level: Number(this.slider.value) });
    });
    this.trial.addEventListener("change", () => pick.set({ trial: Number(this.trial.value) }));
    this.layer.addEventListener("change", () => pick.set({ layer: Number(this.layer.value) }));
    for (const [id, name] of [
      ["tickets-sorted", "sorted"],
      ["tickets-trials", "single"],
      ["tickets-published", "published"],
    ]) {
      const box = find(`#${id}`, HTMLInputElement);
      box.addEventListener("change", () => pick.set({ [String(name)]: box.checked }));
    }
    store.subscribe((state, before) => {
      if (state.runs.lottery !== before.runs.lottery || state.level !== before.level) this.show();
    });
    pick.subscribe(() => this.show());
    this.summaries.subscribe((name) => {
      if (name === "lottery") this.show();
    });
  }

  /** @param {number} sparsity */
  choose(sparsity) {
    const level = sparsities(this.store.get().runs.lottery?.rows ?? []).indexOf(sparsity);
    if (level >= 0) this.store.dispatch({ type: "level", level });
  }

  show() {
    const state = this.store.get();
    const run = state.runs.lottery;
    if (!run) return;
    const level = levelOf(state);
    this.chart.draw(this.specOf(run, level));
    this.showLevel(run, level);
    this.showTrials(run);
    this.showLayers(run);
    for (const arm of MASKED) this.showMask(run, arm, level);
    showLegend(run, this.chosen);
    this.showTable(run);
    this.showSource();
    setText(byId("tickets-origin"), originOf(this.config, run));
    fillFacts(byId("tickets-facts"), factsOf(run, state.runtime.workers));
    this.summary.say(this.describe(run), run.phase !== "running");
  }

  /** @param {RunView} run @param {number} level */
  specOf(run, level) {
    const { single, published } = this.pick.now;
    const styles = armsIn(run.rows, ARM_STYLES);
    const series = styles.map((style) => armSeries(run.rows, style, single)).reverse();
    const deepest = Math.max(...sparsities(run.rows), 0) + BEYOND;
    if (published) for (const line of series) line.published = this.publishedOf(line.id, deepest);
    const values = series.flatMap((line) => [
      ...[...line.points, ...(line.dots ?? [])].map(([, y]) => y),
      ...[...(line.band ?? []), ...(line.published ?? [])].flatMap(([, low, high]) => [low, high]),
    ]);
    return {
      x: {
        label: "weights removed",
        domain: /** @type {[number, number]} */ ([0, 1]),
        format: share,
      },
      y: {
        label: "test accuracy, percent",
        domain: this.range.over(
          [run.asked, single, published],
          niceDomain(values, { floor: 0, ceiling: 100 }),
        ),
        format: (/** @type {number} */ v) => String(Number(v.toFixed(1))),
      },
      series,
      cursor: sparsities(run.rows)[level] ?? null,
    };
  }

  /** @param {string} arm @param {number} deepest @returns {[number, number, number][]} */
  publishedOf(arm, deepest) {
    return this.config.published.search
      .filter((row) => row.arm === arm && row.sparsity <= deepest)
      .map(({ sparsity, trials }) => [sparsity, Math.min(...trials), Math.max(...trials)]);
  }

  /** Where the published values come from. */
  showSource() {
    const place = byId("tickets-source");
    place.hidden = !this.pick.now.published;
    if (place.childNodes.length > 0) return;
    const source = this.config.published.sources[this.config.published.search[0]?.source ?? ""];
    if (!source) return;
    const link = make("a", source.title, { href: source.url });
    place.append(
      "The thin lines that end in open marks are published, as far as these levels go: last-step accuracy, mean of 2 trials with 500 hidden units at 100 levels, as printed in the notebook of 2024 (",
      link,
      ").",
    );
  }

  /** @param {RunView} run @param {number} level */
  showLevel(run, level) {
    const levels = sparsities(run.rows);
    this.slider.max = String(Math.max(0, levels.length - 1));
    if (this.slider.value !== String(level)) this.slider.value = String(level);
    const text = `${level}: ${share(levels[level] ?? 0)} removed`;
    this.slider.setAttribute("aria-valuetext", text);
    setText(byId("tickets-level-text"), text);
  }

  /** @param {RunView} run */
  showTrials(run) {
    const trials = Number(run.params.trials ?? 1);
    if (offer(this.trial, trials, 0) && this.pick.now.trial >= trials) this.pick.set({ trial: 0 });
    this.trial.value = String(this.pick.now.trial);
  }

  /** @param {RunView} run */
  showLayers({ arrays }) {
    const layers = layersIn(arrays);
    if (offer(this.layer, layers, 1) && this.pick.now.layer > layers) this.pick.set({ layer: 1 });
    this.layer.value = String(this.pick.now.layer);
    if (this.layer.parentElement) this.layer.parentElement.hidden = layers === 1;
  }

  /** @param {RunView} run @param {"lottery" | "random"} arm @param {number} level */
  showMask(run, arm, level) {
    const { trial, layer, sorted } = this.pick.now;
    const place = placeOf(arm, trial, level);
    const array = maskAt(run.arrays, place, layer);
    const caption = byId(`mask-${arm}-text`);
    const [units, inputs] = array?.shape ?? [];
    if (!array || units === undefined || inputs === undefined) {
      this.masks[arm].draw(null);
      setText(caption, noMask(run, trial));
      return;
    }
    // Which units have most neighbours is known of the first layer.
    const order = sorted && layer === 1 ? this.orderOf(run.arrays[`order/${place}`]) : undefined;
    const chart = this.masks[arm];
    if (chart.mask?.bytes !== array.bytes || chart.mask.order !== order) {
      chart.draw({ shape: [units, inputs], bytes: array.bytes, order });
      setText(caption, maskSaid(array.bytes, { layer, trial, sorted: order !== undefined }));
    }
    // The same mask stays while the run that it is of goes on or comes to its end.
    const label = `${arm} mask at level ${level}: ${caption.textContent} ${captionOf(this.config, run)}`;
    if (chart.canvas.ariaLabel !== label) chart.canvas.ariaLabel = label;
  }

  /** @param {import("../../pool/protocol.js").ArrayValue | undefined} array @returns {number[] | undefined} */
  orderOf(array) {
    if (!array) return undefined;
    const known = this.orders.get(array.bytes) ?? numbers(array);
    this.orders.set(array.bytes, known);
    return known;
  }

  /** @param {RunView} run */
  showTable({ rows }) {
    const summary = this.summaries.of("lottery").filter((row) => row.what === "test_acc");
    const arms = armsIn(rows, ARM_STYLES).filter(({ id }) => id !== "dense");
    const dense = finals(rows, "dense")[0];
    const byArm = new Map(arms.map(({ id }) => [id, finals(rows, id)]));
    const lines = sparsities(rows).map((sparsity, level) => [
      share(sparsity),
      ...arms.map(({ id }) => {
        const result = level === 0 ? dense : byArm.get(id)?.find((item) => item.level === level);
        const interval = summary.find((row) => row.arm === id && row.level === level);
        return result ? cell(result, interval) : "";
      }),
      dense ? percent(dense.mean) : "",
    ]);
    const head = [
      "weights removed",
      ...arms.map(({ label }) => `${label} (95 %, trials)`),
      "dense",
    ];
    fillTable(find("#tickets-table", HTMLTableElement), head, lines);
  }

  /** The level that each trial's validation samples chose. */
  get chosen() {
    return this.summaries.of("lottery").filter((row) => row.what === "chosen");
  }

  /** First the levels that were chosen without the test set; the last ones may be past the collapse. @param {RunView} run */
  describe(run) {
    const last = atLast(run.rows);
    if (last === "") return "No level is finished yet.";
    const trials = Number(run.params.trials);
    const of = `mean of up to ${counted(trials, "trial")}, from seed ${run.params.seed}`;
    const { chosen } = this;
    const parts = armsIn(run.rows, ARM_STYLES).flatMap(({ id, label }) => {
      const value = meanAtChosen(run.rows, chosen, id);
      return value === null ? [] : [`${label} ${percent(value)}`];
    });
    if (parts.length === 0) return `Final test accuracy: ${last}; ${of}.`;
    const choices = chosen.map(
      ({ seed, sparsity }) => `${share(Number(sparsity))} removed for seed ${seed}`,
    );
    return `Test accuracy at the level chosen on validation samples: ${parts.join(", ")}; ${of} (${choices.join(", ")}). At the last level: ${last}.`;
  }
}

/** An arm's mean at its last level; an arm that lacks weights has none of its own before its first. @param {Row[]} rows @param {string} id */
function lastOwn(rows, id) {
  const last = finals(rows, id).pop();
  return last && (id === "dense" || last.sparsity > 0) ? last.mean : null;
}

/** @param {RunView} run @param {Row[]} chosen */
function showLegend({ rows }, chosen) {
  const present = armsIn(rows, ARM_STYLES).map(({ id }) => id);
  for (const { id } of ARM_STYLES) {
    const item = byId(`tickets-${id}`);
    const always = id === "lottery" || id === "random" || id === "dense";
    if (item.parentElement) item.parentElement.hidden = !always && !present.includes(id);
    const own = lastOwn(rows, id);
    const value = own === null ? null : (meanAtChosen(rows, chosen, id) ?? own);
    setText(item, value === null ? "" : percent(value));
  }
}
