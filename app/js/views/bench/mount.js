// The bench in two steps: its signals, which Python's first answer fills, and once that is there
// (or nobody waits for it) all the rest, which would else make it late.

import { SignalChart } from "../../pictures/signals.js";
import { dataCaptionOf } from "../../state/identity.js";
import { byId } from "../shared/dom.js";
import { namePlace } from "../shared/named.js";
import { breathe } from "../shared/pieces.js";
import { signalsOf } from "../shared/samples.js";

/** @typedef {import("../shell/mounts.js").Page} Page */

/** @param {Page} page @returns {Promise<import("../shared/keyboard.js").Steered[]>} */
export async function mount(page) {
  const host = byId("bench-signals");
  const chart = new SignalChart(host, { fill: true });
  page.samples.listen({
    record: (record) => {
      chart.draw(signalsOf(record));
      namePlace(host, "One signal of each class", dataCaptionOf(page.config, record.params));
    },
  });
  await page.turn();
  const [{ BenchView }, { createFace }] = await Promise.all([
    import("./benchview.js"),
    import("./face.js"),
  ]);
  const bench = new BenchView(page);
  await breathe();
  bench.mount();
  page.bench = createFace(bench);
  return [{ seen: [byId("bench-grid")], panel: bench.transport }];
}
