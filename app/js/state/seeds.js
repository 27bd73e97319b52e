// Which seeds the numbers of a run are of: all that it was asked for, or those that it has come to.
// Pure, no page.

/** @typedef {import("./schema.js").Values} Values */
/** @typedef {import("../pool/protocol.js").Row} Row */
/** @typedef {import("./store.js").RunView} RunView */

/** @typedef {Pick<RunView, "params"> & {phase?: RunView["phase"], rows?: Row[], tasks?: Pick<RunView["tasks"][number], "key" | "finished">[]}} Seeded a run, with whatever is known of how far it is */

/** @param {Values} params of a run */
const asked = (params) => Math.max(1, Number(params.trials ?? params.seeds ?? 1));

/** By what they are read from, since every figure of a run asks. @type {WeakMap<object, number[]>} */
const known = new WeakMap();

/** @param {object} from @param {() => number[]} read */
function sorted(from, read) {
  const found = known.get(from) ?? [...new Set(read())].sort((a, b) => a - b);
  known.set(from, found);
  return found;
}

/** The seeds that have a final row. @param {Values} params @param {Row[]} rows */
export function seedsOfRows(params, rows) {
  return sorted(rows, () =>
    rows
      .filter(({ final }) => final)
      .map(({ seed, trial }) => Number(seed ?? Number(params.seed) + Number(trial))),
  );
}

/** The seeds all of whose tasks are finished. @param {Values} params @param {NonNullable<Seeded["tasks"]>} tasks */
function seedsOfTasks(params, tasks) {
  return sorted(tasks, () => {
    const seeds = tasks.map(({ key }) => Number(params.seed) + Number(key.trial));
    const open = new Set(seeds.filter((_, at) => !tasks[at]?.finished));
    return seeds.filter((seed) => !open.has(seed));
  });
}

/** @param {number[]} seeds in their order */
function named(seeds) {
  const [first = 0] = seeds;
  const last = seeds.at(-1) ?? first;
  if (seeds.length === 1) return `seed ${first}`;
  const inTurn = seeds.every((seed, at) => seed === first + at);
  return inTurn ? `seeds ${first} to ${last}` : `seeds ${seeds.join(", ")}`;
}

/** "seed 5", "seeds 0 to 9", "seeds 0, 2". @param {Values} params of a run @param {number[]} [seeds] those meant, in their order, where they are not all */
export function describeSeeds(params, seeds) {
  const all = asked(params);
  if (!seeds) return named(Array.from({ length: all }, (_, at) => Number(params.seed) + at));
  return seeds.length > 0 ? named(seeds) : `none of ${all} seeds finished`;
}

/**
 * The seeds that a run's numbers are of: all that it was asked for, once it has come to its end. Before that a
 * seed that only some tasks have come to is in there in part; a run that does not know its tasks has its rows alone.
 * @param {Seeded} run @param {number[]} [seeds] as of describeSeeds
 */
export function seedsIn({ params, phase, rows, tasks = [] }, seeds) {
  const whole = phase === "finished" || phase === "recorded" || asked(params) < 2;
  if (whole || !rows || seeds) return describeSeeds(params, seeds);
  const some = seedsOfRows(params, rows);
  if (tasks.length === 0) return describeSeeds(params, some);
  const finished = seedsOfTasks(params, tasks);
  const begun = some.filter((seed) => !finished.includes(seed));
  if (begun.length === 0) return describeSeeds(params, finished);
  const first = finished.length > 0 ? `${named(finished)}, ` : "";
  return `${first}${named(begun)} in part`;
}
