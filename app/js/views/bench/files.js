// The bench's figure as files: the rows of each whole trial, with what they were measured on.

import { captionOf, dataColumns } from "../../state/identity.js";
import { toCsv } from "../../state/record.js";
import { write } from "../../state/schema.js";
import { enableDownloads, offerDownloads, picturesOf } from "../shared/downloads.js";
import { recordOf } from "./answerrecord.js";
import { ARMS } from "./curve.js";

/** @typedef {import("./benchview.js").BenchView} BenchView */
/** @typedef {import("./answers.js").Answer} Answer */

/** What the rows do not say and the data's settings do not either. */
const OWN = ["model", "hidden", "steps", "learning_rate"];

/** @param {BenchView} bench */
export function offerFiles({ config, runner, pins, store, runtime }) {
  const shown = () => /** @type {Answer} */ (runner.answer);
  const backend = () => store.get().runtime.backend;
  const made = () => ({
    params: shown().settled,
    backend: backend(),
    phase: /** @type {const} */ ("finished"),
    origin: "",
  });
  /** @param {Answer} answer */
  const rowsOf = (answer) => {
    const stamp = { version: config.version, backend: backend() };
    const own = Object.fromEntries(OWN.map((name) => [name, write(answer.settled[name] ?? "")]));
    return answer.wholeRows.map((row) => ({
      ...row,
      ...own,
      ...dataColumns(config, answer.settled),
      ...stamp,
    }));
  };
  offerDownloads("bench", {
    file: "mnist1d-bench",
    csv: () => toCsv([shown(), ...pins.answers].flatMap(rowsOf)),
    json: () => recordOf(runtime.ready, "bench", shown()),
    notebook: async () => {
      const { notebookFor } = await import("../shared/notebooks.js");
      const title = "How few weights does a network need?";
      return notebookFor(config, { experiment: "bench", title, run: made() });
    },
    pictures: () => picturesOf("#bench-curve svg"),
    labels: () => ({
      title: "Accuracy on new signals against weights removed",
      caption: captionOf(config, made(), shown().summarised),
      legend: ARMS.map(({ id, label, mark }) => ({ id, label, mark })),
    }),
  });
  enableDownloads("bench", false);
}
