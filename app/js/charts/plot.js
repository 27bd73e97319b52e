// Figures with axes, drawn by Observable Plot: when it is loaded, how a figure comes into its place
// and is painted anew, and the values under pointer or keyboard. Colours and marks come from the
// style sheet: each mark of a figure has its series' class and its kind's.

import { paint, paintOnResize } from "./paint.js";
import { CORNERS } from "./svg.js";

/** @typedef {typeof import("@observablehq/plot")} PlotModule */
/** @typedef {import("@observablehq/plot").PlotOptions} PlotOptions */
/** @typedef {import("@observablehq/plot").Markish} Markish */
/** @typedef {{label: string, domain: [number, number], format: (value: number) => string, log?: boolean}} Axis `log`: over powers of ten */

/**
 * @typedef {object} Value Something of a figure that pointer and arrow keys stop at.
 * @property {number | string} x in the figure's own units
 * @property {number | string} [y] none: wherever the pointer is
 * @property {string} title what it says, in lines
 */

/** @typedef {(plot: PlotModule, size: {width: number, height: number}) => PlotOptions & {values?: Value[]}} Make */

/** @type {Promise<PlotModule> | undefined} */
let loading;

/** D3, a script that leaves its name with the page. @returns {Promise<{csvParseRows: (text: string) => string[][]}>} */
export async function loadD3() {
  await import(/** @type {string} */ ("d3-script"));
  return /** @type {any} */ (globalThis).d3;
}

/** Observable Plot, which needs D3. */
function loadPlot() {
  loading ??= (async () => {
    await loadD3();
    await import(/** @type {string} */ ("plot-script"));
    return /** @type {{Plot: PlotModule}} */ (/** @type {unknown} */ (globalThis)).Plot;
  })();
  return loading;
}

/** What each place shows; nothing, once it has been cleared. @type {WeakMap<HTMLElement, Place>} */
const places = new WeakMap();

/**
 * Shows a figure, at most once a frame, and again whenever its place changes its size.
 * @param {HTMLElement} host
 * @param {Make} make
 */
export function figure(host, make) {
  const known = places.get(host);
  if (known) return known.show(make);
  const place = new Place(host);
  places.set(host, place);
  place.show(make);
}

/** Leaves the place empty. @param {HTMLElement} host */
export function clearFigure(host) {
  places.get(host)?.show(null);
  host.replaceChildren();
}

class Place {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    /** @type {Make | null} */
    this.make = null;
    /** @type {PlotModule | null} */
    this.plot = null;
    this.job = () => this.render();
    /** Where a pointer rests, in the window. @type {{clientX: number, clientY: number} | null} */
    this.pointer = null;
    /** @type {(Value & {left: number, top: number})[]} */
    this.values = [];
    this.chosen = -1;
    this.listen();
  }

  /** @param {Make | null} make */
  show(make) {
    this.make = make;
    if (this.plot) return paint(this.job);
    loadPlot().then(
      (plot) => {
        if (this.plot) return;
        this.plot = plot;
        // What is far off screen is drawn as well: nobody tells it of its size before it comes near.
        paint(this.job);
        paintOnResize(this.host, this.job);
      },
      () => {
        // The next figure asked for tries again.
        loading = undefined;
        this.host.textContent = "This figure could not be loaded. Reload the page to try again.";
      },
    );
  }

  render() {
    const { host, plot, make } = this;
    if (!plot || !make || host.clientWidth === 0) return;
    const size = { width: Math.max(240, host.clientWidth), height: host.clientHeight };
    const { values = [], marks = [], ...options } = make(plot, size);
    const all = [...marks, ...readout(plot, values)];
    const look = { width: size.width, className: "chart", ...options, marks: all };
    const drawn = /** @type {SVGElement & import("@observablehq/plot").Plot} */ (plot.plot(look));
    // The page allows no style but its own sheets', where charts.css says the same.
    drawn.querySelector("style")?.remove();
    drawn.setAttribute("aria-hidden", "true");
    this.values = values.map((value) => ({ ...value, ...placeOf(drawn, value) }));
    host.replaceChildren(drawn);
    if (this.pointer) this.point(this.pointer);
  }

  listen() {
    const { host } = this;
    host.tabIndex = 0;
    host.setAttribute("role", "group");
    // Whoever knows what the figure shows has said so.
    if (!host.hasAttribute("aria-label")) {
      host.setAttribute("aria-label", "Values of the figure, by arrow keys");
    }
    host.addEventListener("pointermove", ({ clientX, clientY, isTrusted }) => {
      if (isTrusted) this.pointer = { clientX, clientY };
    });
    host.addEventListener("pointerleave", () => this.leave());
    host.addEventListener("blur", () => this.leave());
    // A click would pin the box with the values; here it chooses a level, or does nothing.
    const unpinned = (/** @type {PointerEvent} */ event) => {
      if (event.pointerType === "mouse") event.stopPropagation();
    };
    host.addEventListener("pointerdown", unpinned, { capture: true });
    host.addEventListener("keydown", (event) => this.press(event));
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (step === undefined || this.values.length === 0) return;
    event.preventDefault();
    this.chosen = Math.min(this.values.length - 1, Math.max(0, this.chosen + step));
    const value = this.values[this.chosen];
    const { left, top } = this.host.getBoundingClientRect();
    this.pointer = { clientX: left + (value?.left ?? 0), clientY: top + (value?.top ?? 0) };
    this.point(this.pointer);
    spoken().textContent = value?.title ?? "";
  }

  leave() {
    this.pointer = null;
    this.host.firstElementChild?.dispatchEvent(
      new PointerEvent("pointerleave", { pointerType: "mouse" }),
    );
  }

  /** @param {{clientX: number, clientY: number}} at */
  point(at) {
    const event = new PointerEvent("pointermove", { ...at, pointerType: "mouse" });
    this.host.firstElementChild?.dispatchEvent(event);
  }
}

/** In pixels of the drawing. @param {SVGElement & import("@observablehq/plot").Plot} drawn @param {Value} value */
function placeOf(drawn, { x, y }) {
  const along = (/** @type {"x" | "y"} */ name, /** @type {unknown} */ at) => {
    const scale = drawn.scale(name);
    return Number(scale?.apply(at) ?? 0) + (scale?.bandwidth ?? 0) / 2;
  };
  const middle = Number(drawn.getAttribute("height")) / 2;
  return { left: along("x", x), top: y === undefined ? middle : along("y", y) };
}

/** Where a screen reader hears the values that arrow keys come to. @returns {HTMLElement} */
function spoken() {
  const known = document.getElementById("figure-value");
  if (known) return known;
  const made = Object.assign(document.createElement("output"), {
    id: "figure-value",
    className: "hidden",
  });
  document.body.append(made);
  return made;
}

/** A box with what is next to the pointer, and a rule where only its x counts. @param {PlotModule} plot @param {Value[]} values @returns {Markish[]} */
function readout(plot, values) {
  if (values.length === 0) return [];
  const across = values.every(({ y }) => y === undefined);
  const place = { x: "x", ...(across ? {} : { y: "y" }) };
  const look = { ...place, title: "title", className: "readout", pointerSize: 6 };
  if (!across) return [plot.tip(values, plot.pointer({ ...look, maxRadius: 40 }))];
  return [
    plot.ruleX(values, plot.pointerX({ x: "x", maxRadius: Infinity, className: "hover" })),
    plot.tip(
      values,
      plot.pointerX({ ...look, maxRadius: Infinity, frameAnchor: "top", anchor: "left" }),
    ),
  ];
}

/** @typedef {import("@observablehq/plot").ScaleOptions} ScaleOptions */

/** What an axis is called stands in its middle. @param {string} label */
export function named(label) {
  const place = /** @type {const} */ ({ labelAnchor: "center", labelArrow: "none" });
  return { label: label || null, ...place };
}

const LONGEST_TICK = 12;
/** Of a letter of a tick, about. */
const LETTER_PX = 6;

/** What classes are called, short enough for an axis, and how much wider than a digit that is. @param {string[]} names */
export function roomFor(names) {
  const short = names.map((name) =>
    name.length > LONGEST_TICK ? `${name.slice(0, LONGEST_TICK - 1)}…` : name,
  );
  const longest = Math.max(1, ...short.map(({ length }) => length));
  return { short, room: (longest - 1) * LETTER_PX };
}

/** An axis as Plot knows it. @param {Axis} axis @param {ScaleOptions} [ticks] @returns {ScaleOptions} */
export function scaleOf({ domain, log, label, format }, ticks) {
  return { domain, type: log ? "log" : "linear", tickFormat: format, ...named(label), ...ticks };
}

/** The classes of a mark: its series' colour, and what it is. @param {string} id @param {string} kind */
export function of(id, kind) {
  return {
    className: `series ${id
      .split(" ")
      .map((part) => `series-${part}`)
      .join(" ")} ${kind}`,
  };
}

/** A mark's outline for Plot, of the same area as in legends. @param {import("./svg.js").Mark} mark */
export function symbol(mark) {
  if (mark === "circle") return "circle";
  return {
    /** @param {CanvasPath} context @param {number} size in square pixels */
    draw(context, size) {
      const radius = Math.sqrt(size / Math.PI);
      CORNERS[mark]?.forEach(([x, y], index) => {
        const to = index === 0 ? "moveTo" : "lineTo";
        context[to](x * radius, y * radius);
      });
      context.closePath();
    },
  };
}
