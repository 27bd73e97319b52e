// One point of a recorded sweep, to be done again as a run of its experiment (shell/runagain.js).

import { find, make } from "../shared/dom.js";

/** @typedef {import("../../state/schema.js").Value} Value */
/** @typedef {import("../../state/schema.js").Values} Values */
/** @typedef {import("../../pool/protocol.js").Config} Config */
/** @typedef {{experiment: string, seeds: number, fixed: Values, grid: Record<string, Value[]>}} Recorded what a sweep's TOML says */

/** Every point of a grid, the last setting turned first. @param {Record<string, Value[]>} grid @returns {Values[]} */
export function pointsOf(grid) {
  return Object.entries(grid).reduce(
    (points, [name, values]) =>
      points.flatMap((point) => values.map((value) => ({ ...point, [name]: value }))),
    [/** @type {Values} */ ({})],
  );
}

/** How a point is run. @param {Recorded} sweep @param {Values} point @returns {import("../shared/repeat.js").Repeat} */
export function repeatOf({ experiment, seeds, fixed }, point) {
  return { panel: experiment, settings: { ...fixed, trials: seeds, ...point } };
}

/** Offers the points of a sweep, or none. @param {Config} config @param {Recorded | null} sweep @param {(name: string) => string} label of a setting */
export function offerPoints(config, sweep, label) {
  const line = find("#sweeps-again", HTMLElement);
  const select = find("select", HTMLSelectElement, line);
  line.hidden = sweep === null;
  if (!sweep) return;
  const points = pointsOf(sweep.grid);
  const options = points.map((point, at) => {
    const words = Object.entries(point).map(([name, value]) => `${label(name)} ${value}`);
    return make("option", words.join(", "), { value: String(at) });
  });
  select.replaceChildren(...options);
  const choose = () => {
    config.again.sweep = repeatOf(sweep, points[Number(select.value)] ?? {});
  };
  select.onchange = choose;
  choose();
}
