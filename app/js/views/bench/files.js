// The figure that the bench shows now as files: the rows of what is whole, with what they were
// measured on, under the title and the settings of that very figure.

import { captionOf, describeRun, stamped } from "../../state/identity.js";
import { toCsv } from "../../state/record.js";
import { byId } from "../shared/dom.js";
import { enableDownloads, offerDownloads, picturesOf } from "../shared/downloads.js";
import { namePlace } from "../shared/named.js";
import { recordOf } from "./answerrecord.js";
import { ARMS } from "./curve.js";

/** @typedef {import("./benchview.js").BenchView} BenchView */
/** @typedef {import("./answers.js").Answer} Answer */
/** @typedef {import("./modes.js").Name} Name */

/** @type {Record<Name, {against?: string, question: string}>} what a figure's title ends with (a sweep's with its knob), and its notebook's title */
const FIGURES = {
  curve: { against: "weights removed", question: "How few weights does a network need?" },
  sweep: { question: "On which data is the ticket ahead?" },
  rates: {
    against: "the learning rate",
    question: "Is the ticket ahead with each at its best rate?",
  },
};

export class Files {
  /** @param {BenchView} bench */
  constructor(bench) {
    this.bench = bench;
    /** What the places were last named by. @type {unknown[]} */
    this.named = [];
    const named = () => `mnist1d-${this.runner.experiment}`;
    offerDownloads("bench", {
      get file() {
        return named();
      },
      csv: () => toCsv(this.answers.flatMap((answer) => this.rowsOf(answer))),
      json: () => recordOf(bench.runtime.ready, this.runner.experiment, this.shown),
      notebook: () => this.notebook(),
      pictures: () => picturesOf("#bench-curve svg"),
      labels: () => ({
        title: this.title,
        caption: this.caption,
        legend: ARMS.map(({ id, label, mark }) => ({ id, label, mark })),
      }),
    });
    enableDownloads("bench", false);
  }

  get title() {
    const { name, sweep } = this.bench.modes;
    const against = name === "sweep" ? sweep.turned.toLowerCase() : FIGURES[name].against;
    return `Accuracy on new signals against ${against}`;
  }

  /** Of the figure that is shown. */
  get runner() {
    return (this.bench.modes.other ?? this.bench).runner;
  }

  get shown() {
    return /** @type {Answer} */ (this.runner.answer);
  }

  /** Pinned curves stand in the curve's figure alone. */
  get answers() {
    const pinned = this.bench.modes.other ? [] : this.bench.pins.answers;
    return [this.shown, ...pinned];
  }

  get caption() {
    const { answer } = this.runner;
    const made = this.made(answer ?? { settled: {} });
    return `${captionOf(this.bench.config, made, answer?.seeds ?? [])}${this.pinsSaid}`;
  }

  /** What the ghosts are of. */
  get pinsSaid() {
    const { config, modes, pins } = this.bench;
    const answers = modes.other ? [] : pins.answers;
    return answers
      .map((pin, at) => ` Pinned ${at + 1}: ${describeRun(config, this.made(pin), pin.seeds)}.`)
      .join("");
  }

  /** An answer as the run that it is. @param {Pick<Answer, "settled">} answer */
  made({ settled }) {
    const { backend } = this.bench.store.get().runtime;
    return { params: settled, backend, phase: /** @type {const} */ ("finished"), origin: "" };
  }

  /** @param {Answer} answer */
  rowsOf(answer) {
    return answer.wholeRows.map((row) => stamped(this.bench.config, this.made(answer), row));
  }

  async notebook() {
    const { notebookFor } = await import("../shared/notebooks.js");
    const { experiment } = this.runner;
    const { config, modes } = this.bench;
    const run = this.made(this.shown);
    return notebookFor(config, { experiment, title: FIGURES[modes.name].question, run });
  }

  /** What is shown of other settings than those asked for is no figure of theirs. */
  show() {
    const { answer, stale } = this.runner;
    const some = answer !== null && !stale && answer.summarised > 0;
    const group = enableDownloads("bench", some);
    const json = group.querySelector('[data-kind="json"]');
    // A record is of whole trials; of a sweep there may be some tasks of each before that.
    if (json instanceof HTMLButtonElement) json.disabled = !some || answer.inOrder === 0;
    this.name();
  }

  /** What is drawn, for those who do not see it; the lower panels are of the curve's first trial. */
  name() {
    // Asked at every frame, while there is something new to say once a trial.
    const { modes, pins, runner: curve } = this.bench;
    const { answer } = this.runner;
    const of = [answer, curve.answer].flatMap((one) => [one?.settled, one?.summarised]);
    const now = [modes.name, this.title, pins.answers, this.made({ settled: {} }).backend, ...of];
    if (now.every((it, at) => it === this.named[at])) return;
    this.named = now;
    namePlace(byId("bench-curve"), this.title, this.caption);
    const { config, runner } = this.bench;
    const made = this.made(runner.answer ?? { settled: {} });
    const first = captionOf(config, made, [Number(made.params.seed)]);
    namePlace(byId("bench-training"), "Accuracy while they learn", first);
    byId("bench-weights").ariaLabel = `Weights of the first layer. ${first}`;
  }
}
