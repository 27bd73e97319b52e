// The files of a figure that shows a run: its numbers as CSV, the run's record, its pictures; and what
// its places are called for those who do not see them. Data, seeds, version and backend stand in all.

import { captionOf, stamped } from "../../state/identity.js";
import { toCsv } from "../../state/record.js";
import { recordFile } from "../../state/recordfile.js";
import { seedsIn } from "../../state/seeds.js";
import { emptyRun } from "../../state/store.js";
import { enableDownloads, offerDownloads, picturesOf } from "./downloads.js";
import { namePlaces } from "./named.js";

/** @typedef {import("../../pool/protocol.js").Config} Config */
/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("../../state/store.js").Store} Store */
/** @typedef {import("../../state/store.js").RunView} RunView */
/** @typedef {import("./picture.js").Labels} Labels */

/**
 * @typedef {object} Figure
 * @property {string} name of its download buttons and files
 * @property {string} title
 * @property {string} run the panel whose run its numbers come from
 * @property {string} [experiment] what that panel runs, where it has another name
 * @property {() => Row[]} [rows] its numbers; else the run's rows
 * @property {boolean} [whole] its JSON is the run's record (the default), not its own rows
 * @property {string} pictures a selector
 * @property {() => Labels["legend"]} [legend] what may be in it; a file's has what is
 */

/** @param {{config: Config, store: Store}} page @param {Figure} figure */
export function offerFigure({ config, store }, figure) {
  const { name, title, run, experiment = run, whole = true, legend = () => [] } = figure;
  const view = () => /** @type {RunView} */ (store.get().runs[run] ?? emptyRun());
  const rows = () => (figure.rows?.() ?? view().rows).map((row) => stamped(config, view(), row));
  offerDownloads(name, {
    file: `mnist1d-${name}`,
    csv: () => toCsv(rows()),
    json: () => {
      if (whole) return recordFile(config, run, view(), experiment);
      const { params } = view();
      return JSON.stringify({ title, params, version: config.version, rows: rows() });
    },
    notebook: async () => {
      const { notebookFor } = await import("./notebooks.js");
      return notebookFor(config, { experiment, title, run: view() });
    },
    pictures: () => picturesOf(figure.pictures),
    labels: () => ({ title, caption: captionOf(config, view()), legend: legend() }),
  });
  const show = () => {
    const group = enableDownloads(name, view().rows.length > 0);
    namePlaces(group, title, captionOf(config, view()));
  };
  store.subscribe(({ runs: { [run]: now } }, { runs: { [run]: before } }) => {
    const filled = (now?.rows.length ?? 0) > 0 !== (before?.rows.length ?? 0) > 0;
    const ended = (now && seedsIn(now)) !== (before && seedsIn(before));
    if (filled || ended || now?.params !== before?.params || now?.phase !== before?.phase) show();
  });
  show();
}
