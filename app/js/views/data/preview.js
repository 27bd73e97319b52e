// The ten sample signals that follow the sliders.

import { SignalChart } from "../../pictures/signals.js";
import { dataCaptionOf, dataOriginOf } from "../../state/identity.js";
import { toCsv } from "../../state/record.js";
import { byId, Summary, setText } from "../shared/dom.js";
import { offerDownloads, picturesOf } from "../shared/downloads.js";
import { counted } from "../shared/format.js";
import { namePlaces } from "../shared/named.js";
import { signalsOf } from "../shared/samples.js";
import { points } from "../tickets/wording.js";

/** @typedef {import("../../pool/protocol.js").RunRecord} RunRecord */
/** @typedef {import("../../pictures/signals.js").Signal} Signal */

const TITLE = "Ten samples of MNIST-1D";

/** @param {import("./mount.js").Parts} parts */
export function mountPreview({ config, samples }) {
  const chart = new SignalChart(byId("data-chart"));
  const summary = new Summary(byId("data-summary"));
  samples.listen({
    record: (record, fresh) => {
      const signals = signalsOf(record);
      chart.draw(signals);
      const { params } = record;
      const origin = fresh ? "Made just now." : "Recorded.";
      setText(byId("data-origin"), `${origin} ${dataOriginOf(config, params)}`);
      namePlaces(byId("data-chart"), TITLE, dataCaptionOf(config, params));
      summary.say(describe(record, signals));
    },
    failure: (message) => summary.say(message, true),
  });
  offerDownloads("data", sourceOf(config, samples));
}

/** @param {RunRecord} record @param {Signal[]} signals */
function describe(record, signals) {
  const { params } = record;
  const values = signals.flatMap((signal) => signal.x);
  const low = points(values.reduce((a, b) => Math.min(a, b), 0));
  const high = points(values.reduce((a, b) => Math.max(a, b), 0));
  const what = `${counted(signals.length, "signal")} of ${counted(signals[0]?.x.length ?? 0, "number")}, from ${low} to ${high}`;
  if (params.data_file) return `${what}: the first test sample of each class in the file.`;
  return `${what}: white noise ${params.iid_noise_scale}, correlated noise ${params.corr_noise_scale}, translation up to ${params.max_translation}.`;
}

/**
 * @param {import("../../pool/protocol.js").Config} config
 * @param {import("../shared/samples.js").Samples} samples
 * @returns {import("../shared/downloads.js").Source}
 */
function sourceOf(config, samples) {
  return {
    file: "mnist1d-samples",
    csv: () => toCsv(samples.rows()),
    json: () => JSON.stringify(samples.record),
    pictures: () => picturesOf("#data-chart svg"),
    labels: () => ({
      title: TITLE,
      caption: dataCaptionOf(config, samples.record?.params),
      legend: [],
    }),
  };
}
