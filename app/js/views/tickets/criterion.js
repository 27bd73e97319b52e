// The visitor's own criterion. Code is no setting: it is never written into a link by itself, and
// code that came with a link or a file waits for a yes before it may run.

import { allow, askBy, isFramed } from "../../state/consent.js";
import { withCode } from "../../state/permalink.js";
import { keepText, readText } from "../../state/storage.js";
import { byId, find, setText } from "../shared/dom.js";

/** @typedef {import("../../state/schema.js").Values} Values */
/** @typedef {import("./mount.js").Parts} Parts */

const KEY = "mnist1d-lab.criterion";

/** The experiments that search with a criterion. */
export const SEARCHES = ["lottery", "controls", "rivals", "transfer", "connectivity"];

/** @type {Record<string, string>} */
const EXAMPLES = {
  magnitude: "def score(initial, trained, gradient):\n    return np.abs(trained)\n",
  taylor:
    "def score(initial, trained, gradient):\n    # How much the loss would change, to first order, without this weight.\n    return np.abs(trained * gradient)\n",
  kept: "def score(initial, trained, gradient):\n    # Weights that kept their sign first, and among them those that grew most.\n    same = np.sign(initial) == np.sign(trained)\n    return np.where(same, np.abs(trained) - np.abs(initial), -1.0)\n",
};

export class Criterion {
  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    this.field = find("#criterion-code", HTMLTextAreaElement);
    /** Where code came from that has not been allowed yet; "" for the visitor's own. */
    this.stranger = "";
    this.field.value = readText("browser", KEY) || (EXAMPLES.magnitude ?? "");
    this.field.addEventListener("input", () => this.typed());
    byId("criterion-allow").addEventListener("click", () => this.allow());
    byId("criterion-refuse").addEventListener("click", () => this.refuse());
    byId("criterion-use").addEventListener("click", () => this.use());
    byId("criterion-link").addEventListener("click", () => void this.copyLink());
    for (const chip of document.querySelectorAll("[data-example]")) {
      chip.addEventListener("click", () =>
        this.own(EXAMPLES[chip.getAttribute("data-example") ?? ""] ?? ""),
      );
    }
    parts.store.subscribe((state, before) => {
      if (state.params.lottery !== before.params.lottery) this.show();
    });
    allow(this.field.value);
    askBy((code) => this.offer(code, "a file or a kept run"));
    const offered = () => this.offer(parts.store.get().code, "this link");
    parts.store.subscribe((state, before) => {
      if (state.code && state.code !== before.code) offered();
    });
    if (parts.store.get().code) offered();
    this.show();
  }

  /** The parameters of a run, with the code where the criterion is custom and the code allowed. @param {Values} params @returns {Values} */
  adapt(params) {
    if (params.criterion !== "custom") return params;
    if (!this.stranger) allow(this.field.value);
    return { ...params, criterion_code: this.stranger ? "" : this.field.value };
  }

  /** Shows code from elsewhere and asks. @param {string} code @param {string} from */
  offer(code, from) {
    this.field.value = code.slice(0, this.field.maxLength);
    this.stranger = from;
    this.show();
  }

  /** @param {string} code of the visitor or of this page */
  own(code) {
    this.field.value = code;
    this.stranger = "";
    // So that the same link, put into the window again, asks again.
    this.parts.store.dispatch({ type: "code", code: "" });
    keepText("browser", KEY, code);
    this.show();
  }

  /** Whoever changes a stranger's code has not thereby read all of it. */
  typed() {
    if (!this.stranger) keepText("browser", KEY, this.field.value);
    this.show();
  }

  /** In a frame the click may have been meant for the page around it, so it only opens a tab. */
  allow() {
    if (isFramed()) {
      window.open(this.link(), "_blank", "noopener");
      return;
    }
    allow(this.field.value);
    this.own(this.field.value);
    this.field.focus();
  }

  refuse() {
    this.own(readText("browser", KEY) || (EXAMPLES.magnitude ?? ""));
    this.field.focus();
  }

  use() {
    if (this.stranger) {
      byId("criterion-allow").focus();
      return;
    }
    this.parts.store.dispatch({
      type: "set",
      scope: "lottery",
      name: "criterion",
      value: "custom",
    });
    this.show();
  }

  /** The page's address with the code, which is asked about there. */
  link() {
    const url = new URL(this.parts.permalink());
    url.hash = withCode(url.hash, this.field.value);
    return url.href;
  }

  async copyLink() {
    const text = this.link();
    try {
      await navigator.clipboard.writeText(text);
      setText(
        byId("criterion-state"),
        "Copied. Whoever opens the link is asked before the code runs.",
      );
    } catch {
      setText(byId("criterion-state"), text);
    }
  }

  show() {
    byId("criterion-ask").hidden = this.stranger === "";
    if (isFramed()) setText(byId("criterion-allow"), "Open this page in a tab of its own");
    setText(
      byId("criterion-ask-text"),
      `This code came with ${this.stranger || "a file"}. It has not been run, and will not be unless you allow it. Read it first.`,
    );
    const criterion = String(this.parts.store.get().params.lottery?.criterion);
    const used = criterion === "custom";
    const waits = used && this.stranger !== "";
    setText(
      byId("criterion-state"),
      waits
        ? "The search is set to this criterion, but it waits for your yes; until then a run is refused."
        : used
          ? "The search uses this criterion: press Find tickets."
          : `Not in use: the search’s criterion is ${criterion}.`,
    );
  }
}
