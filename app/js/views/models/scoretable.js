// The games played in this browser, newest first, and what they come to.

import { byId, find, setText } from "../shared/dom.js";
import { moment } from "../shared/format.js";
import { fillTable } from "../shared/table.js";
import { readScores } from "./scores.js";

export function showScores() {
  const scores = readScores();
  byId("beat-scores").hidden = scores.length === 0;
  const lines = [...scores]
    .reverse()
    .map(({ at, right, of, seed, data_seed, data }) => [
      moment(at, "day"),
      `${right} of ${of}`,
      `${seed}, ${data_seed}${data === "own" ? "*" : ""}`,
    ]);
  fillTable(find("#beat-table", HTMLTableElement), ["When", "Right", "Draw, data"], lines);
  const total = scores.reduce((sum, { of }) => sum + of, 0);
  const right = scores.reduce((sum, item) => sum + item.right, 0);
  const share = ((100 * right) / total).toFixed(1);
  const text = total > 0 ? `All your games: ${share} percent of ${total}.` : "No game yet.";
  setText(byId("beat-total"), text);
}
