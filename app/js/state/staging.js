// How a link sets the page up for others: which settings are fixed or hidden, whether the bench
// begins by itself, the presenter's view, and what an iframe shows. It stands before the hash, as
// `?hide=bench.seed&fix=max_translation&begin=paused&present=1&embed=1&only=curve#/bench`, so that it
// stays while one goes from view to view. Pure, no page.

import { keyOf } from "./permalink.js";
import { shortened } from "./quote.js";

/** @typedef {import("./schema.js").Schema} Schema */
/** @typedef {{scope: string, name: string}} Setting */

/**
 * @typedef {object} Staging
 * @property {Setting[]} fixed stay at what the link says
 * @property {Setting[]} hidden fixed, and not shown either
 * @property {"" | "paused" | "running"} begin of the bench; "": by itself, unless the visitor asks for rest
 * @property {boolean} present large type and high contrast, for a projector
 * @property {boolean} embed without header and footer, and of a room only the part that the link names
 * @property {string} only of the bench, "curve", "signals" or "weights"; "": all of it
 * @property {string[]} refused one sentence for each thing that could not be used
 */

export const FIGURES = /** @type {const} */ (["curve", "signals", "weights"]);
const BEGINNINGS = ["paused", "running"];
const MOST = 60;

/** @param {Record<string, Schema[]>} scopes @param {string} search @returns {Staging} */
export function readStaging(scopes, search) {
  const query = new URLSearchParams(search.slice(0, 4000));
  /** @type {string[]} */
  const refused = [];
  const known = new Map(
    Object.entries(scopes).flatMap(([scope, schemas]) =>
      schemas.map(({ name }) => [keyOf(scope, name), { scope, name }]),
    ),
  );
  /** @param {string} what */
  const settings = (what) =>
    (query.get(what) ?? "")
      .split(",")
      .filter(Boolean)
      .slice(0, MOST)
      .flatMap((key) => {
        const setting = known.get(key);
        if (!setting) refused.push(`${shortened(key)} is no setting that a link could ${what}.`);
        return setting ? [setting] : [];
      });
  /** @param {string} name @param {readonly string[]} allowed */
  const oneOf = (name, allowed) => {
    const value = query.get(name) ?? "";
    if (value === "" || allowed.includes(value)) return value;
    refused.push(`${name} is ${allowed.join(" or ")}, not ${shortened(value)}.`);
    return "";
  };
  return {
    fixed: settings("fix"),
    hidden: settings("hide"),
    begin: /** @type {Staging["begin"]} */ (oneOf("begin", BEGINNINGS)),
    present: query.get("present") === "1",
    embed: query.get("embed") === "1",
    only: oneOf("only", FIGURES),
    refused: refused.slice(0, 5),
  };
}

/** @param {Omit<Staging, "refused">} staging @returns {string} the search with its "?", or "" */
export function writeStaging({ fixed, hidden, begin, present, embed, only }) {
  const keys = (/** @type {Setting[]} */ list) =>
    list.map(({ scope, name }) => keyOf(scope, name)).join(",");
  const pairs = Object.entries({
    fix: keys(fixed),
    hide: keys(hidden),
    begin,
    present: present ? "1" : "",
    embed: embed ? "1" : "",
    only: embed ? only : "",
  }).filter(([, value]) => value !== "");
  return pairs.length > 0 ? `?${pairs.map(([name, value]) => `${name}=${value}`).join("&")}` : "";
}
