// Numbers as people read them.

/** A browser's first takes it 10 ms, so it is made when it is needed. @type {Intl.NumberFormat | undefined} */
let grouped;

/** @param {number} value */
export function count(value) {
  if (Number.isInteger(value) && Math.abs(value) < 1000) return String(value);
  grouped ??= new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
  return grouped.format(value);
}

/** "1 worker", "2 workers". @param {number} value @param {string} one @param {string} [many] */
export function counted(value, one, many = `${one}s`) {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** Each is of two digits or a short word. @type {Record<string, Intl.DateTimeFormatOptions>} */
const MOMENTS = {
  time: { hour: "2-digit", minute: "2-digit" },
  day: { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" },
  date: { year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" },
};

/** By the visitor's clock; digits and words as in the sentences around it, wherever that is. @param {number | string} at @param {"time" | "day" | "date"} how exactly */
export function moment(at, how) {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? "some time" : date.toLocaleString("en-GB", MOMENTS[how]);
}

/** A percentage with one decimal; the number keeps its sign on its line. @param {number} value */
export function percent(value) {
  return `${value.toFixed(1)}\u00a0%`;
}

/** A share of one as a percentage. @param {number} value */
export function share(value) {
  return `${Number((value * 100).toFixed(1))}\u00a0%`;
}

/** @param {number} bytes */
export function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** To about a twentieth: a whole minute would be a third of some. @param {number} seconds */
export function duration(seconds) {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 99.5) return `${Math.round(seconds)} s`;
  if (seconds < 595) {
    const tens = Math.round(seconds / 10) * 10;
    return `${Math.floor(tens / 60)} min${tens % 60 > 0 ? ` ${tens % 60} s` : ""}`;
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}

/** @param {number} value */
export function milliseconds(value) {
  return `${value.toPrecision(value < 100 ? 2 : 3)} ms`;
}
