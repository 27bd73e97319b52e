// Play, pause, step, reset; how far the bench is, and how long a trial takes.

import { schemasOf } from "../../state/config.js";
import { byId, find, onPress, setText } from "../shared/dom.js";
import { counted, duration } from "../shared/format.js";
import { spoken } from "../shared/spoken.js";

/** @typedef {import("./benchview.js").BenchView} BenchView */

export class Transport {
  /** @param {BenchView} bench */
  constructor(bench) {
    this.bench = bench;
    this.play = find("#bench-play", HTMLButtonElement);
    this.step = find("#bench-step", HTMLButtonElement);
    this.reset = find("#bench-reset", HTMLButtonElement);
    this.progress = find("#bench-progress", HTMLProgressElement);
    this.begun = false;
    /** Somebody asked it to wait, perhaps before it could begin. */
    this.resting = false;
    /** Whether that stopped it. */
    this.interrupted = false;
    onPress(this.play, () => this.toggle());
    this.step.addEventListener("click", () => bench.runner.step());
    this.reset.addEventListener("click", () => this.toPublished());
  }

  /** Without being asked, once Python is there. */
  get startsItself() {
    const { begin } = this.bench;
    return begin ? begin !== "paused" : !asksForRest();
  }

  /** For the Space key. */
  get active() {
    return this.bench.runner.phase === "running";
  }

  /** Python is there, and somebody looks: it begins by itself, but for those who asked for rest. */
  ready() {
    if (this.begun) return;
    this.begun = true;
    for (const button of [this.play, this.step, this.reset]) button.disabled = false;
    const { runner } = this.bench;
    const waits = this.resting || !this.startsItself;
    if (waits && !runner.playing) this.play.classList.add("waits");
    else runner.play();
  }

  /** Waits for Play, or until it is to go on as before. */
  rest() {
    if (!this.resting)
      this.interrupted = this.begun ? this.bench.runner.playing : this.startsItself;
    this.resting = true;
    this.bench.runner.pause();
  }

  /** After a rest: as before it. Where Python is not there yet, it begins with that. */
  resume() {
    if (this.begun && this.resting && this.interrupted) this.bench.runner.play();
    this.resting = false;
  }

  toggle() {
    const { runner } = this.bench;
    this.play.classList.remove("waits");
    this.resting = false; // whoever presses has it as it is from now on
    if (runner.playing && runner.phase !== "failed") runner.pause();
    else runner.play();
  }

  /** Knobs back to the published data, and the trials anew. */
  toPublished() {
    const { store, runner } = this.bench;
    for (const scope of ["data", "bench"]) store.dispatch({ type: "reset", scope });
    runner.wish(this.bench.params, false);
    runner.reset();
  }

  show() {
    const { runner } = this.bench;
    const running = runner.phase === "running";
    this.play.closest(".transport")?.classList.toggle("running", running);
    setText(byId("bench-play-label"), running ? "Pause" : "Play");
    const { answer } = runner;
    const done = answer && !runner.stale ? answer.trials.length : 0;
    const all = Number(runner.params.trials ?? 0);
    // Whole percents: a screen reader may tell of every change.
    this.progress.value = Math.floor((100 * this.part(done)) / Math.max(1, all));
    const told = answer && !runner.stale ? answer.summarised : 0;
    setText(byId("bench-note"), this.note(told, all));
  }

  /** Trials done, with the parts of those under way. @param {number} done */
  part(done) {
    const { answer, run } = this.bench.runner;
    if (!answer || !run || run.total === 0) return done;
    return (Number(this.bench.runner.params.trials) * run.done) / run.total;
  }

  /** @param {number} done @param {number} all */
  note(done, all) {
    const { phase, message, answer, dragging } = this.bench.runner;
    if (phase === "failed") return spoken(message, schemasOf(this.bench.config, "bench"));
    if (dragging) return "Quick trials while the knob moves.";
    const per = answer?.perTrial;
    const each = per ? ` ${duration(per).replaceAll(" ", "\u00a0")}\u00a0each.` : "";
    const seeds = done > 0 ? ` (${seedsOf(Number(this.bench.runner.params.seed), done)})` : "";
    const wanted = counted(all, "trial");
    const states = {
      waiting: this.bench.makesWay ? "Waits until the other run is through." : "Waiting.",
      running: `${done} of ${wanted} done${seeds}.`,
      paused: `${done} of ${wanted} done${seeds}; paused.`,
      done: `${counted(done, "trial")} done${seeds}.`,
    };
    return phase === "waiting" ? states.waiting : `${states[phase]}${each}`;
  }
}

/** Whether this visitor's system says that nothing should move, compute or load by itself. */
function asksForRest() {
  const { connection } = /** @type {{connection?: {saveData?: boolean}}} */ (navigator);
  const asked = (/** @type {string} */ what) => matchMedia(`(prefers-reduced-${what}: reduce)`);
  return asked("motion").matches || asked("data").matches || connection?.saveData === true;
}

/** @param {number} first @param {number} count */
function seedsOf(first, count) {
  return count === 1 ? `seed ${first}` : `seeds ${first} to ${first + count - 1}`;
}
