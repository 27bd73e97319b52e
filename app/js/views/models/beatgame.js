// The game against the machine as plain data: twenty signals of the test set, one answer each.

/**
 * @typedef {object} Game
 * @property {number} seed of the draw
 * @property {number[]} picks rows of the test set
 * @property {number[]} truths
 * @property {number[]} answers so far
 */

export const ROUNDS = 20;

/** A small random stream that repeats for a seed (mulberry32). @param {number} seed */
export function stream(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Draws without repeating.
 * @param {number} seed
 * @param {number[]} labels of the whole test set
 * @returns {Game}
 */
export function newGame(seed, labels) {
  const random = stream(seed);
  const left = labels.map((_, row) => row);
  const rounds = Math.min(ROUNDS, left.length);
  const picks = Array.from({ length: rounds }, () => {
    const [row = 0] = left.splice(Math.floor(random() * left.length), 1);
    return row;
  });
  return { seed, picks, truths: picks.map((row) => labels[row] ?? 0), answers: [] };
}

/** @param {Game} game @param {number} digit @returns {Game} */
export function answered(game, digit) {
  return isOver(game) ? game : { ...game, answers: [...game.answers, digit] };
}

/** @param {Game} game */
export function isOver({ answers, picks }) {
  return answers.length >= picks.length;
}

/** How many of the first answers are right. @param {number[]} answers @param {number[]} truths */
export function rightOf(answers, truths) {
  return answers.filter((answer, round) => answer === truths[round]).length;
}

/** Percent right after each answer. @param {number[]} answers @param {number[]} truths @returns {[number, number][]} */
export function running(answers, truths) {
  return answers.map((_, round) => {
    const so = round + 1;
    return [so, (100 * rightOf(answers.slice(0, so), truths)) / so];
  });
}
