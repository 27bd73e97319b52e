// What one takes along: how to cite the page as it is set now, and the address of its package.

import { bibtexOf } from "../../state/citation.js";
import { copyField } from "../shared/copying.js";
import { find, make, setText } from "../shared/dom.js";

/** @typedef {import("../../pool/protocol.js").Config} Config */

/** @param {{config: Config, permalink: () => string}} page */
export function mountTakeaway({ config, permalink }) {
  const wheel = new URL(config.wheel.url, document.baseURI).href;
  for (const place of document.querySelectorAll("[data-wheel]")) setText(place, wheel);
  /** @type {Citing | undefined} */
  let citing;
  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element && target.closest('[data-kind="cite"]'))) return;
    citing ??= new Citing();
    const { version, released } = config;
    const today = new Date().toISOString().slice(0, 10);
    citing.open(bibtexOf({ version, released, link: permalink(), today }));
  });
}

class Citing {
  constructor() {
    this.dialog = make("dialog", "", { class: "teach", "aria-labelledby": "citing-title" });
    this.text = make("textarea", "", {
      ...{ rows: "14", readonly: "", spellcheck: "false", "aria-label": "BibTeX" },
    });
    this.said = make("output", "", { role: "status" });
    const copy = make("button", "Copy", { type: "button", class: "button primary" });
    const close = make("button", "Close", { type: "button", class: "button quiet" });
    copy.addEventListener("click", () => void copyField(this.text, this.said));
    close.addEventListener("click", () => this.dialog.close());
    const head = make("div", "", { class: "teachhead" });
    head.append(make("h2", "Cite this page", { id: "citing-title" }), close);
    const buttons = make("div", "", { class: "buttons" });
    buttons.append(copy, this.said);
    const sheet = make("div", "", { class: "teachsheet" });
    const what =
      "The address opens the page with the settings as they are now. The papers are those that the data, the experiments and the hypothesis come from.";
    sheet.append(head, make("p", what), this.text, buttons);
    this.dialog.append(sheet);
    document.body.append(this.dialog);
  }

  /** @param {string} page */
  open(page) {
    const papers = find("#cite pre", HTMLElement).textContent ?? "";
    this.text.value = `${page}\n${papers}`;
    setText(this.said, "");
    this.dialog.showModal();
  }
}
