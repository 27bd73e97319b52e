// Figures with axes, drawn by Observable Plot: when it is loaded, how a figure comes into its place
// and is painted anew, and the values under pointer or keyboard.

import { paint, painted, paintOnResize } from "../pictures/paint.js";
import { readout } from "./marks.js";

/** @typedef {typeof import("@observablehq/plot")} PlotModule */
/** @typedef {import("@observablehq/plot").PlotOptions} PlotOptions */
/** @typedef {SVGElement & import("@observablehq/plot").Plot} Drawn */
/** @typedef {import("./marks.js").Value} Value */
/** @typedef {{clientX: number, clientY: number}} Pointer in the window */
/** @typedef {(plot: PlotModule, size: {width: number, height: number}) => PlotOptions & {values?: Value[]}} Make */

/** A script that leaves its name with the page. @param {string} script @param {"d3" | "Plot"} name */
async function library(script, name) {
  await import(script);
  return /** @type {any} */ (globalThis)[name];
}

/** @returns {Promise<{csvParseRows: (text: string) => string[][]}>} */
export const loadD3 = () => library("d3-script", "d3");

/** Until all figures that were wanted have what draws them. @type {Promise<unknown>} */
let loading = Promise.resolve();

/** Nobody waits longer for the scripts that draw them. */
const LONGEST_MS = 3000;

/** Until the figures that are wanted by now have been drawn; on a slow network, for a while only. */
export async function figuresDrawn() {
  await Promise.race([loading, new Promise((resolve) => setTimeout(resolve, LONGEST_MS))]);
  await painted();
}

/** What each place shows. @type {WeakMap<HTMLElement, Place>} */
const places = new WeakMap();

/**
 * Shows a figure, at most once a frame, in a task of its own, and again whenever its place changes its size.
 * @param {HTMLElement} host
 * @param {Make} make
 */
export function figure(host, make) {
  const place = places.get(host) ?? new Place(host);
  places.set(host, place);
  place.show(make);
}

/** Leaves the place empty. @param {HTMLElement} host */
export function clearFigure(host) {
  places.get(host)?.show(null);
  host.replaceChildren();
}

/** What stands there now. @param {HTMLElement} host */
export function drawnIn(host) {
  return places.get(host)?.drawn ?? null;
}

/** What is to stand there. @param {HTMLElement} host */
export function wantedIn(host) {
  return places.get(host)?.make ?? null;
}

class Place {
  /** @type {Make | null} */
  make = null;
  /** @type {PlotModule | null} */
  plot = null;
  /** @type {Drawn | null} */
  drawn = null;
  /** @type {Make | null} */
  drawnOf = null;
  /** @type {Value[]} */
  values = [];
  chosen = -1;
  /** @type {{width: number, height: number} | null} */
  size = null;
  /** @type {Pointer | null} */
  pointer = null;

  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    this.job = () => this.render();
    this.listen();
  }

  /** @param {Make | null} make */
  show(make) {
    this.make = make;
    if (this.plot) paint(this.job, { long: true });
    else loading = Promise.all([loading, this.load()]);
  }

  async load() {
    try {
      await loadD3();
      const plot = await library("plot-script", "Plot");
      if (this.plot) return;
      this.plot = plot;
      // What is far off screen is drawn as well: nobody tells it of its size before it comes near.
      paint(this.job, { long: true });
      paintOnResize(this.host, () => this.measure(), { long: true });
    } catch {
      this.host.textContent = "This figure could not be loaded. Reload the page to try again.";
    }
  }

  /** Of another size, perhaps. */
  measure() {
    const { clientWidth, clientHeight } = this.host;
    const { width, height } = this.size ?? {};
    const same = width === clientWidth && height === clientHeight;
    if (this.drawn && same && this.drawnOf === this.make) return;
    this.size = null;
    this.render();
  }

  render() {
    const { host, plot, make } = this;
    if (!plot || !make) return;
    // To ask for a size is to have the page laid out.
    this.size ??= { width: host.clientWidth, height: host.clientHeight };
    const { width, height } = this.size;
    if (width === 0) return;
    const size = { width: Math.max(240, width), height };
    const { values = [], marks = [], ...options } = make(plot, size);
    const look = { width: size.width, className: "chart", ...options };
    const drawn = /** @type {Drawn} */ (
      plot.plot({ ...look, marks: [marks, readout(plot, values)] })
    );
    // The page allows no style but its own sheets', where charts.css says the same.
    drawn.querySelector("style")?.remove();
    drawn.ariaHidden = "true";
    Object.assign(this, { values, drawn, drawnOf: make });
    host.replaceChildren(drawn);
    if (this.pointer) this.point(this.pointer);
  }

  listen() {
    const { host } = this;
    host.tabIndex = 0;
    host.role = "group";
    // Whoever knows what the figure shows has said so.
    host.ariaLabel ??= "Values of the figure, by arrow keys";
    host.addEventListener("pointermove", ({ clientX, clientY }) => {
      this.pointer = { clientX, clientY };
    });
    host.addEventListener("pointerleave", () => this.point(null));
    host.addEventListener("blur", () => this.point(null));
    host.addEventListener("keydown", (event) => this.press(event));
    // A click would pin the box with the values; here it chooses a level, or does nothing.
    const unpinned = (/** @type {PointerEvent} */ event) => {
      if (event.pointerType === "mouse") event.stopPropagation();
    };
    host.addEventListener("pointerdown", unpinned, { capture: true });
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (step === undefined || this.values.length === 0) return;
    event.preventDefault();
    this.chosen = Math.min(this.values.length - 1, Math.max(0, this.chosen + step));
    const value = this.values[this.chosen];
    if (!value || !this.drawn) return;
    this.point(placeOf(this.drawn, value));
    // Where a screen reader hears it.
    const spoken = document.getElementById("figure-value");
    if (spoken) spoken.textContent = value.title;
  }

  /** Plot's pointer, whoever has put it there. @param {Pointer | null} pointer */
  point(pointer) {
    this.pointer = pointer;
    const kind = pointer ? "pointermove" : "pointerleave";
    this.drawn?.dispatchEvent(new PointerEvent(kind, { ...pointer, pointerType: "mouse" }));
  }
}

/** @param {Drawn} drawn @param {Value} value @returns {Pointer} */
function placeOf(drawn, { x, y }) {
  const { left, top } = drawn.getBoundingClientRect();
  const along = (/** @type {"x" | "y"} */ name, /** @type {number | string} */ at) => {
    const scale = drawn.scale(name);
    return Number(scale?.apply(at)) + (scale?.bandwidth ?? 0) / 2;
  };
  const down = y === undefined ? Number(drawn.getAttribute("height")) / 2 : along("y", y);
  return { clientX: left + along("x", x), clientY: top + down };
}
