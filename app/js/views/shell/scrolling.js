// Where the window stands in what it shows: kept for every view and every entry of the history,
// since the browser's own memory knows nothing of views. Going somewhere moves the focus as well.

import { keepText, readText } from "../../state/storage.js";
import { LINE } from "./parts.js";

/** @typedef {import("../../state/permalink.js").Place} Place */

/**
 * @typedef {object} Spot Told from an element, since what is out of sight may have any height.
 * @property {string} id
 * @property {number} below pixels of the window's top below the element's; less than 0 where it is above
 */

const KEY = "mnist1d-lab.spots";

/** What draws itself may change its height for so many frames after its view has been mounted. */
const FRAMES = 12;

/** A visitor who does any of these wants to be where that leads. */
const SIGNS_OF_USE = ["wheel", "touchmove", "pointerdown", "keydown"];

export class Scrolling {
  /** @param {(view: string) => Promise<unknown>} mounted */
  constructor(mounted) {
    this.mounted = mounted;
    /** By view and by entry. @type {Map<string, Spot>} */
    this.spots = new Map(stored());
    this.turn = 0;
    for (const type of SIGNS_OF_USE) {
      window.addEventListener(type, () => this.stop(), { passive: true, capture: true });
    }
  }

  /** @param {string} view */
  ofView(view) {
    return this.spots.get(view);
  }

  /** @param {number} entry */
  ofEntry(entry) {
    return this.spots.get(String(entry));
  }

  /** The first place: a reload stays where it was. @param {Place} place @param {number} entry */
  begin(place, entry) {
    window.history.scrollRestoration = "manual";
    const spot = this.ofEntry(entry);
    if (spot || place.part) void this.hold(place, spot);
  }

  /** @param {Place} place @param {number} entry */
  leave(place, entry) {
    const spot = spotOf(place.view);
    this.spots.set(place.view, spot);
    this.spots.set(String(entry), spot);
  }

  /** For the page after a reload. */
  save() {
    keepText("tab", KEY, JSON.stringify([...this.spots]));
  }

  /** @param {Place} place @param {Spot | undefined} spot where it was left, else its head */
  arrive(place, spot) {
    const heading = headingOf(place);
    if (heading) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
    void this.hold(place, spot);
  }

  stop() {
    this.turn += 1;
  }

  /**
   * Keeps the window there until the view has come to rest, unless the visitor moves.
   * @param {Place} place @param {Spot | undefined} spot
   */
  async hold(place, spot) {
    this.turn += 1;
    const { turn } = this;
    const element = document.getElementById(spot?.id ?? place.part);
    let frames = FRAMES;
    let ready = false;
    void this.mounted(place.view).then(() => {
      ready = true;
    });
    const put = () => {
      if (turn !== this.turn) return;
      if (element && spot)
        window.scrollTo({ top: topOf(element) + spot.below, behavior: "instant" });
      else if (element) element.scrollIntoView({ behavior: "instant" });
      else window.scrollTo({ top: 0, behavior: "instant" });
      if (ready) frames -= 1;
      if (frames > 0) requestAnimationFrame(put);
    };
    put();
  }
}

/** From the top of the document. @param {Element} element */
const topOf = (element) => element.getBoundingClientRect().top + window.scrollY;

/** The part that is being read, or the whole view above the first. @param {string} view @returns {Spot} */
function spotOf(view) {
  const parts = [...document.querySelectorAll(`#${view} .part`)];
  const line = window.innerHeight * LINE;
  const at = parts.findLast((part) => part.getBoundingClientRect().top <= line);
  const element = at ?? document.getElementById(view);
  return { id: element?.id ?? "", below: element ? window.scrollY - topOf(element) : 0 };
}

/** @param {Place} place */
function headingOf({ view, part }) {
  const id = part || view;
  return document.getElementById(`${id}-title`) ?? document.getElementById(id);
}

/** @returns {[string, Spot][]} */
function stored() {
  try {
    return JSON.parse(readText("tab", KEY) ?? "[]");
  } catch {
    return []; // it holds what is not ours
  }
}
