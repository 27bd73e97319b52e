// What the lessons say: one file, fetched when a lesson is opened, checked when it was built
// (buildtools/lessons.py).

/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("../../state/schema.js").Value} Value */
/** @typedef {"above" | "below" | "unsure"} Verdict where an interval lies */

/** @typedef {{columns: Row, row?: Row, recorded?: string}} Figure the row of a summary that fits these columns; of a recorded run, the row itself and the run's name */

/** @typedef {{kind: "choice", ask: string, options: {text: string, when: Verdict}[]}} Choice */
/** @typedef {{kind: "draw", ask: string, y: {label: string, low: number, high: number}, points: {label: string, figure: string}[]}} Draw */

/**
 * @typedef {object} Step
 * @property {string} heading
 * @property {string[]} text paragraphs
 * @property {string} [go] view or part that it speaks of
 * @property {Record<string, Value>} set settings by their keys in a link
 * @property {Choice | Draw} [predict]
 * @property {{panel: string, trials?: number}} [run]
 * @property {Record<string, Figure>} figures numbers that its texts quote
 * @property {{by: string, against?: number} & Record<Verdict, string>} [answer] a text for each case
 * @property {string[]} [explain] paragraphs that follow
 */

/** @typedef {{name: string, title: string, minutes: number, question: string, steps: Step[]}} Lesson */
/** @typedef {{lessons: Lesson[]}} Book */

/** @type {Promise<Book> | null} */
let fetched = null;

/** @param {import("../../pool/protocol.js").Config} config @returns {Promise<Book>} rejects where the file did not arrive as it was built */
export function fetchBook({ lessons: { url, integrity } }) {
  fetched ??= fetchIt(url, integrity).catch((error) => {
    fetched = null; // to be tried again
    throw error;
  });
  return fetched;
}

/** @param {string} url @param {string} integrity */
async function fetchIt(url, integrity) {
  const response = await fetch(url, { integrity }).catch(() => null);
  if (!response?.ok) throw new Error("The lessons did not arrive as they were built: try again.");
  return response.json();
}
