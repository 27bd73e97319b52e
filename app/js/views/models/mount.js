// The view of the models, in pieces.

import { paramsFor } from "../../state/config.js";
import { showEstimates } from "../shared/estimates.js";
import { offerFigure } from "../shared/figurefiles.js";
import { steered } from "../shared/keyboard.js";
import { breathe, inPieces } from "../shared/pieces.js";
import { mountRunbar } from "../shared/runbar.js";
import { RunPanel } from "../shared/runpanel.js";
import { BeatSection } from "./beat.js";
import { Comparison } from "./compare.js";
import { GradcheckSection } from "./gradcheck.js";
import { KnobSection } from "./knob.js";
import { Mistakes } from "./mistakes.js";
import { MnistSection } from "./mnist.js";
import { SpeedSection } from "./speed.js";
import { LEGEND, mountTraining } from "./training.js";

/** @typedef {import("../shared/probe.js").Parts} Parts */
/** @typedef {import("../../state/schema.js").Values} Values */

/** @param {import("../shell/mounts.js").Page} page @returns {Promise<import("../shared/keyboard.js").Steered[]>} */
export async function mount(page) {
  const parts = { config: page.config, store: page.store, runtime: page.runtime };
  const { store } = parts;
  // Another visitor's order of positions is a parameter of the data, the benchmark's of the run.
  const adapt = (/** @type {Values} */ params) =>
    store.get().params.data?.shuffle_seq ? { ...params, shuffled: "yes" } : params;
  const check = { ...parts, name: "gradcheck", adapt: () => networkOnScreen(parts) };
  const panels = [
    new RunPanel({ ...parts, name: "benchmark", adapt }),
    new RunPanel({ ...parts, name: "compare", experiment: "benchmark", adapt }),
    new RunPanel({ ...parts, name: "knob" }),
    new RunPanel({ ...parts, name: "mnist" }),
    new RunPanel(check),
    new RunPanel({ ...parts, name: "speed" }),
  ];
  await breathe();
  mountTraining(parts);
  offerFigure(parts, {
    name: "benchmark",
    run: "benchmark",
    title: "Training on MNIST-1D",
    pictures: "#train .host svg",
    legend: () => [...LEGEND],
  });
  await inPieces([
    ...panels.map((panel) => () => mountRunbar(store, panel)),
    () => new Comparison(parts),
    () => new Mistakes(parts),
    () => new KnobSection(parts),
    () => new MnistSection(parts),
    () => new BeatSection(parts),
    () => new GradcheckSection(parts),
    () => new SpeedSection(parts),
    () =>
      showEstimates(parts, [
        { name: "compare", experiment: "benchmark" },
        { name: "knob", experiment: "knob" },
        { name: "mnist", experiment: "mnist" },
      ]),
  ]);
  return panels.map(steered);
}

/** The check's own settings, and those of the network in the training panel. @param {Parts} parts */
function networkOnScreen({ config, store }) {
  const { params } = store.get();
  const { models } = params.benchmark ?? {};
  const model = Array.isArray(models) ? models[0] : "mlp";
  const own = { ...params.benchmark, ...params.gradcheck, model: String(model) };
  return paramsFor(config, { ...params, gradcheck: own }, "gradcheck");
}
