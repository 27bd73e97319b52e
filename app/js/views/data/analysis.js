// What the experiment `dataset` says of a set, in the shape that the figures want.

/** @typedef {import("../../pool/protocol.js").ArrayValue} ArrayValue */
/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("../../state/schema.js").Values} Values */
/** @typedef {{label: number, count: number, x: number[], t: number[], band: {low: number[], high: number[]}}} ClassMean */

/**
 * @typedef {object} Analysis
 * @property {Values} params
 * @property {Row} row fingerprint, sizes and nearest-neighbour accuracy
 * @property {number[]} testLabels
 * @property {[number, number][]} pca one point a test sample
 * @property {number[]} share of the variance, of each component
 * @property {[number, number][] | null} tsne of the first test samples
 * @property {ClassMean[]} means
 * @property {{label: number, signals: number[][]}[]} gallery
 */

/** A view of the bytes where they are: a large set must not be copied here. @param {ArrayValue | undefined} array @returns {Float64Array | BigInt64Array | Int32Array} */
function view(array) {
  if (!array) throw new Error("The analysis is not complete.");
  const { dtype, bytes } = array;
  const Type = { float64: Float64Array, int64: BigInt64Array, int32: Int32Array }[dtype];
  if (!Type) throw new Error(`Arrays of ${dtype} are not known here.`);
  const aligned = bytes.byteOffset % Type.BYTES_PER_ELEMENT === 0 ? bytes : bytes.slice();
  return new Type(aligned.buffer, aligned.byteOffset, aligned.byteLength / Type.BYTES_PER_ELEMENT);
}

/** Row `index` of a table with rows of `length`. @param {ArrayLike<number | bigint>} flat @param {number} index @param {number} length */
function rowOf(flat, index, length) {
  return Array.from({ length }, (_, i) => Number(flat[index * length + i]));
}

/** @param {ArrayLike<number | bigint>} flat @returns {[number, number][]} */
function pairs(flat) {
  return Array.from({ length: flat.length / 2 }, (_, i) => [
    Number(flat[2 * i]),
    Number(flat[2 * i + 1]),
  ]);
}

/** @param {import("../../pool/taskstate.js").TaskState} state a finished task @returns {Analysis} */
export function analysisOf({ task, rows, arrays }) {
  const labels = Array.from(view(arrays.get("class/labels")), Number);
  const counts = view(arrays.get("class/counts"));
  const t = Array.from(view(arrays.get("t")), Number);
  const length = t.length;
  /** @param {string} name @param {number} index */
  const curve = (name, index) => rowOf(view(arrays.get(`class/${name}`)), index, length);
  const tsne = arrays.get("tsne/points");
  return {
    params: task.params,
    row: rows[0] ?? {},
    testLabels: Array.from(view(arrays.get("y_test")), Number),
    pca: pairs(view(arrays.get("pca/points"))),
    share: Array.from(view(arrays.get("pca/share")), Number),
    tsne: tsne ? pairs(view(tsne)) : null,
    means: labels.map((label, i) => ({
      label,
      count: Number(counts[i]),
      x: curve("mean", i),
      t,
      band: { low: curve("low", i), high: curve("high", i) },
    })),
    gallery: galleryOf(arrays, labels, length),
  };
}

/** @param {Map<string, ArrayValue>} arrays @param {number[]} labels @param {number} length */
function galleryOf(arrays, labels, length) {
  const x = view(arrays.get("x"));
  const y = view(arrays.get("y"));
  const shown = Array.from(view(arrays.get("gallery/rows")), Number);
  return labels.map((label) => ({
    label,
    signals: shown.filter((row) => Number(y[row]) === label).map((row) => rowOf(x, row, length)),
  }));
}
