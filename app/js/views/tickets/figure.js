// The files of one figure of this part.

import { seedsOf } from "../../format.js";
import { toCsv } from "../../record.js";
import { recordFile } from "../../recordfile.js";
import { enableDownloads, offerDownloads } from "../downloads.js";

/** @typedef {import("../../protocol.js").Config} Config */
/** @typedef {import("../../protocol.js").Row} Row */
/** @typedef {import("../../store.js").Store} Store */
/** @typedef {import("../../charts/export.js").Labels} Labels */

/**
 * @typedef {object} FigureParts
 * @property {string} name of its download buttons and files
 * @property {string} run the run that its numbers come from
 * @property {string} title
 * @property {() => Row[]} rows its numbers
 * @property {string} pictures a selector
 * @property {() => Labels["legend"]} legend
 */

/**
 * @param {{config: Config, store: Store}} page
 * @param {FigureParts} figure
 */
export function offerFigure({ config, store }, { name, run, title, rows, pictures, legend }) {
  const view = () => store.get().runs[run];
  const seeds = () => {
    const params = view()?.params ?? {};
    return { seed: String(params.seed ?? ""), data_seed: String(params.data_seed ?? "") };
  };
  const backend = () => view()?.backend ?? "";
  const origin = () => {
    const { seed, trials, data_seed } = view()?.params ?? {};
    if (seed === undefined) return "Not run yet, so no seed.";
    return `From ${seedsOf(seed, trials)}, data seed ${data_seed}.`;
  };
  offerDownloads(name, {
    file: `mnist1d-${name}`,
    csv: () =>
      toCsv(
        rows().map((row) => ({ ...seeds(), ...row, version: config.version, backend: backend() })),
      ),
    json: async () => {
      const shown = view();
      return shown ? recordFile(config, run, shown) : new Blob();
    },
    pictures: () =>
      [...document.querySelectorAll(pictures)].filter((item) => item instanceof SVGElement),
    labels: () => ({
      title,
      caption: `${origin()} MNIST-1D Lab ${config.version}, ${backend()}.`,
      legend: legend(),
    }),
  });
  const enable = () => enableDownloads(name, (view()?.rows.length ?? 0) > 0);
  store.subscribe((state, before) => {
    if (state.runs[run] !== before.runs[run]) enable();
  });
  enable();
}
