// What the rows of the experiment "mnist" say, in numbers and in words. Pure functions.

import { count, counted, duration, percent } from "../shared/format.js";
import { kindsOf } from "./kinds.js";
import { costOf, outcome, written as spelt, spread } from "./trainings.js";

/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("../../state/schema.js").Values} Values */
/** @typedef {import("./trainings.js").Spread} Spread */

/** @type {{id: string, label: string, mark: import("../../pictures/svg.js").Mark, published: string}[]} */
export const DATASETS = [
  { id: "mnist", label: "MNIST", mark: "square", published: "mnist" },
  { id: "mnist1d", label: "MNIST-1D", mark: "circle", published: "plain" },
];

export const HEAD = [
  "Model and data",
  "Test accuracy, %",
  "Training, s",
  "Multiply-adds",
  "Parameters",
  "Trained on",
  "Numbers each",
  "Bytes of data",
];

/** @param {Row[]} rows @param {string} dataset @param {string} model */
const ofBoth = (rows, dataset, model) =>
  rows.filter((row) => row.dataset === dataset && row.model === model);

/** Final accuracy over the seeds, or how far the trainings are. @param {Row[]} rows @param {string} dataset @param {string} model @returns {(Spread & {ended: boolean}) | null} */
export function standing(rows, dataset, model) {
  const own = ofBoth(rows, dataset, model);
  const found = outcome(own, () => true);
  if (found) return { ...found, ended: true };
  const last = own[own.length - 1];
  return last ? { ...spread([Number(last.test_acc)]), ended: false } : null;
}

/** What one training of this kind has taken. @param {Row[]} rows @param {string} dataset @param {string} model */
export function costHere(rows, dataset, model) {
  const own = ofBoth(rows, dataset, model).filter((row) => row.final);
  const cost = costOf(own, 0);
  const first = own[0];
  if (!cost || !first) return null;
  return { ...cost, first, seconds: cost.seconds / cost.finished };
}

/** @param {Row[]} rows @param {Values} params @returns {string[][]} */
export function tableOf(rows, params) {
  return kindsOf(params).flatMap(({ id, label }) =>
    DATASETS.flatMap(({ id: dataset, label: data }) => {
      const cost = costHere(rows, dataset, id);
      if (!cost) return [];
      const { first, parameters, multiplyAdds, seconds } = cost;
      const accuracy = spelt(outcome(ofBoth(rows, dataset, id), () => true));
      const { train_samples: samples, features, data_bytes: bytes } = first;
      const sizes = [multiplyAdds, parameters, samples, features, bytes];
      const written = sizes.map((size) => count(Number(size)));
      return [[`${label}, ${data}`, accuracy, seconds.toPrecision(2), ...written]];
    }),
  );
}

/** How far apart the models stand. @param {Row[]} rows @param {string} dataset @param {Values} params */
function apart(rows, dataset, params) {
  const found = kindsOf(params).flatMap(({ id, label }) => {
    const result = outcome(ofBoth(rows, dataset, id), () => true);
    return result ? [{ label, mean: result.mean }] : [];
  });
  const means = found.map(({ mean }) => mean);
  const width = means.length > 1 ? Math.max(...means) - Math.min(...means) : null;
  return { text: found.map(({ label, mean }) => `${label} ${percent(mean)}`).join(", "), width };
}

/** @param {Row[]} rows @param {Values} params */
export function describe(rows, params) {
  const parts = DATASETS.flatMap(({ id, label }) => {
    const { text, width } = apart(rows, id, params);
    if (!text) return [];
    return [`On ${label}: ${text}${width === null ? "" : `, ${width.toFixed(1)} points apart`}.`];
  });
  if (parts.length === 0) return "No training has ended yet.";
  const seeds = Number(params.seeds);
  const of = seeds > 1 ? `mean of up to ${seeds} seeds` : "one seed";
  return [...parts, pace(rows, params), `${counted(Number(params.steps), "step")}, ${of}.`]
    .filter(Boolean)
    .join(" ");
}

/** What the dearest model took on each. @param {Row[]} rows @param {Values} params */
function pace(rows, params) {
  const dearest = kindsOf(params).at(-1);
  const [mnist, small] = DATASETS.map(({ id }) => dearest && costHere(rows, id, dearest.id));
  if (!dearest || !mnist || !small) return "";
  return `A training of the ${dearest.label} took ${duration(mnist.seconds)} on MNIST and ${duration(small.seconds)} on MNIST-1D.`;
}
