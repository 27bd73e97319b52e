// A mode of the bench's figure: accuracy against the learning rate, for ticket and whole network, and
// what is left of the ticket's lead when validation samples choose each one's rate.

import { LineChart } from "../../charts/line.js";
import { Widening } from "../../pictures/scale.js";
import { byId, setText } from "../shared/dom.js";
import { counted } from "../shared/format.js";
import { points, rangeOf } from "../tickets/wording.js";
import { ARMS, seriesAgainst } from "./curve.js";
import { Runner } from "./runner.js";
import { percentRemoved } from "./words.js";

/** @typedef {import("./benchview.js").BenchView} BenchView */
/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("../../state/schema.js").Values} Values */

/** From one at which the published network loses units to ones at which it learns slowly. */
const RATES = [0.05, 0.02, 0.01, 0.005, 0.003, 0.002];

const TRIALS = 5;

/** @type {Record<string, string>} */
const NAMES = { dense: "whole network", lottery: "ticket" };

export class Rates {
  /** @param {BenchView} bench */
  constructor(bench) {
    this.bench = bench;
    this.runner = new Runner({
      experiment: "rivals",
      unit: "task",
      pool: () => bench.pool,
      onComputing: (on) => bench.computing(on),
    });
    this.runner.subscribe((following) => bench.schedule(following));
    this.range = new Widening();
    this.chart = new LineChart(byId("bench-curve"), { aspect: 0 });
  }

  /** The bench's own, up to the level that is looked at. @returns {Values} */
  get params() {
    const { bench } = this;
    const given = bench.paramsOf("rivals");
    const sparsities = [0, ...bench.sparsities.filter((level) => level <= bench.sparsity)];
    const rates = [...new Set([Number(given.learning_rate), ...RATES])].sort((a, b) => b - a);
    const steps = Number(given.steps);
    const rivals = ["dense", "lottery"];
    return {
      ...given,
      trials: TRIALS,
      sparsities,
      rates,
      rivals,
      stops: ["last"],
      eval_every: steps,
    };
  }

  /** What stands beside the published comparison: its rate, and once it is known the lead with each at its best. */
  beside() {
    const { params } = this;
    const rate = Number(params.learning_rate);
    const { summary } = this.runner.answers.for(params);
    const best = leadAt(summary, "best");
    const range = rangeOf(best);
    const same = `Bands: 95 % intervals. All learn at rate ${rate}`;
    if (!best || !range) return `${same}, not each at its best.`;
    return `${same}. Each at its own best: ${signed(best)} points (95 %: ${between(range)}, ${counted(Number(best.n), "trial")}).`;
  }

  begin() {
    this.runner.wish(this.params, false);
    this.runner.play();
  }

  show() {
    const summary = this.runner.answer?.summary ?? [];
    const rates = /** @type {number[]} */ (this.params.rates).toReversed();
    const measured = summary.filter((row) => row.what === "test_acc" && row.stop === "last");
    const series = ARMS.filter(({ id }) => id in NAMES).map((arm) =>
      seriesAgainst(measured, arm, (row) => rates.indexOf(Number(row.rate))),
    );
    const values = series.flatMap((one) => one.points.map(([, accuracy]) => accuracy));
    const low = Math.floor(Math.min(40, ...values) / 5) * 5;
    const high = Math.ceil(Math.max(70, ...values) / 5) * 5;
    this.chart.draw({
      x: {
        label: "learning rate",
        domain: [0, rates.length - 1],
        format: (at) => `${rates[at] ?? ""}`,
      },
      y: {
        label: "",
        domain: this.range.over([this.runner.answer?.key], [low, high]),
        format: (value) => `${Math.round(value)}`,
      },
      series,
      names: true,
    });
    setText(byId("bench-finding"), this.words(summary));
  }

  /** @param {Row[]} summary */
  words(summary) {
    const { answer, phase, message } = this.runner;
    if (phase === "failed") return message;
    const removed = percentRemoved(this.bench.sparsity);
    const done = `${answer?.count ?? 0} of ${counted(answer?.tasks.length ?? 0, "training")} done.`;
    const found = leads(summary, Number(this.params.learning_rate));
    return found ? `With ${removed} of its weights removed: ${found} ${done}` : done;
  }
}

/** The lead as published and with each at its best, once both have an interval. @param {Row[]} summary @param {number} rate the published one */
export function leads(summary, rate) {
  const [published, best] = [leadAt(summary, "published"), leadAt(summary, "best")];
  const [own, sure] = [rangeOf(published), rangeOf(best)];
  const chosen = summary.filter((row) => row.what === "chosen");
  if (!published || !best || !own || !sure || chosen.length < 2) return "";
  const rates = chosen.map(({ arm, rate: its }) => `${NAMES[String(arm)]} ${its}`).join(", ");
  const edge = chosen.some((row) => row.at_edge)
    ? " One of these is the first or last rate tried, so another may be better still."
    : "";
  return (
    `both at ${rate}, the ticket is ${signed(published)} points ahead (95 %: ${between(own)}). ` +
    `Each at the rate that samples kept aside chose for it (${rates}), ${signed(best)} (${between(sure)}).${edge}`
  );
}

/** The ticket's lead over the whole network. @param {Row[]} summary @param {"published" | "best"} at */
const leadAt = (summary, at) =>
  summary.find((row) => row.what === "minus_dense" && row.at === at && row.arm === "lottery");

/** @param {Row} row */
const signed = (row) => `${Number(row.mean) > 0 ? "+" : ""}${points(Number(row.mean))}`;

/** @param {[number, number]} range */
const between = ([low, high]) => `${points(low)} to ${points(high)}`;
