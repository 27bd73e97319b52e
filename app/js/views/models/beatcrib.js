// The ten templates, as the signals of a game began: a crib, where they did begin so.

import { SignalChart } from "../../pictures/signals.js";
import { decodeArrays, numbers } from "../../state/record.js";
import { byId } from "../shared/dom.js";

export class Crib {
  /** @param {import("../../pool/protocol.js").Config} config */
  constructor(config) {
    const arrays = decodeArrays(config.recorded.preview?.arrays ?? {});
    const { labels, "x/template": x, "t/template": t } = arrays;
    if (!labels || !x || !t) return;
    const positions = numbers(t);
    const values = numbers(x);
    const length = positions.length;
    const signals = numbers(labels).map((label, row) => ({
      label,
      x: values.slice(row * length, (row + 1) * length),
      t: positions,
    }));
    new SignalChart(byId("beat-crib")).draw(signals);
  }

  /** @param {import("../../state/schema.js").Values} data of the game */
  show({ data_file, templates }) {
    byId("beat-crib-box").hidden = Boolean(data_file || templates);
  }
}
