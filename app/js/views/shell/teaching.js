// Makes a link for a class: where it begins, what is fixed or hidden, for a projector or an iframe,
// and shows what those who open it will see.

import { toHash } from "../../state/permalink.js";
import { writeStaging } from "../../state/staging.js";
import { copyField } from "../shared/copying.js";
import { byId, find, make } from "../shared/dom.js";

/** @typedef {import("../../state/store.js").Store} Store */
/** @typedef {import("../../state/staging.js").Staging} Staging */
/** @typedef {import("../../state/permalink.js").Places} Places */
/** @typedef {Record<string, import("../../state/schema.js").Schema[]>} Scopes */

/** What a teacher may want to fix: the knobs of the data that have a slider on the bench, and the bench's own. */
const SCOPES = ["data", "bench"];

/** @typedef {import("../../pool/protocol.js").Lessons["heads"]} Lessons */
/** @typedef {{scopes: Scopes, store: Store, places: Places, lessons: Lessons, mounted: (view: string) => Promise<void>}} Parts */

/** @param {Parts} page */
export function mountTeaching(page) {
  const dialog = find("#teach", HTMLDialogElement);
  const teaching = new Teaching(page, dialog);
  byId("teach-open").addEventListener("click", () => void teaching.open());
}

class Teaching {
  /** @param {Parts} page @param {HTMLDialogElement} dialog */
  constructor({ scopes, store, places, lessons, mounted }, dialog) {
    this.mounted = mounted;
    this.lessons = lessons;
    this.step = find("#teach-step", HTMLSelectElement);
    this.scopes = scopes;
    this.store = store;
    this.places = places;
    this.dialog = dialog;
    this.place = find("#teach-place", HTMLSelectElement);
    this.built = false;
    this.listen();
  }

  listen() {
    this.dialog.addEventListener("change", () => this.show());
    byId("teach-close").addEventListener("click", () => this.dialog.close());
    byId("teach-copy").addEventListener("click", () => {
      void copyField(find("#teach-link", HTMLTextAreaElement), byId("teach-said"));
    });
    byId("teach-preview").addEventListener("click", () => this.preview());
    this.dialog.addEventListener("close", () => byId("teach-frame").replaceChildren());
  }

  async open() {
    await this.mounted("bench"); // whose settings are those of a link
    if (!this.built) this.build();
    this.built = true;
    const { view, part } = this.store.get().place;
    this.place.value = `${view}/${part}`;
    this.show();
    this.dialog.showModal();
  }

  build() {
    for (const view of this.places.views) {
      const group = Object.assign(document.createElement("optgroup"), { label: view.title });
      const parts = view.parts.length > 0 ? view.parts : [{ id: "", title: view.title }];
      group.append(
        ...parts.map(({ id, title }, at) =>
          make("option", title, { value: `${view.name}/${at === 0 ? "" : id}` }),
        ),
      );
      this.place.append(group);
    }
    byId("teach-settings").append(...SCOPES.flatMap((scope) => this.rows(scope)));
  }

  /** @param {string} scope */
  rows(scope) {
    return (this.scopes[scope] ?? []).flatMap(({ name }) => {
      const control = `#bench-grid [data-scope="${scope}"][data-name="${name}"]`;
      const label = document.querySelector(`${control} > label`)?.firstChild;
      if (!label) return [];
      const row = make("label", `${label.textContent?.trim()} `, { class: "teachrow" });
      const select = make("select", "", { "data-setting": `${scope} ${name}` });
      for (const [value, text] of [
        ["", "free"],
        ["fix", "fixed"],
        ["hide", "hidden"],
      ]) {
        select.append(make("option", text ?? "", { value: value ?? "" }));
      }
      row.append(select);
      return row;
    });
  }

  /** @returns {Omit<Staging, "refused">} */
  get staging() {
    const chosen = (/** @type {string} */ how) =>
      [...this.dialog.querySelectorAll("[data-setting]")]
        .filter((select) => select instanceof HTMLSelectElement && select.value === how)
        .map((select) => {
          const [scope = "", name = ""] = (select.getAttribute("data-setting") ?? "").split(" ");
          return { scope, name };
        });
    const ticked = (/** @type {string} */ id) => find(`#${id}`, HTMLInputElement).checked;
    return {
      fixed: chosen("fix"),
      hidden: chosen("hide"),
      begin: /** @type {Staging["begin"]} */ (find("#teach-begin", HTMLSelectElement).value),
      present: ticked("teach-present"),
      embed: ticked("teach-embed"),
      only: find("#teach-only", HTMLSelectElement).value,
    };
  }

  /** The lesson that the link is to open. */
  get lesson() {
    return this.lessons.find(({ name }) => this.place.value === `lessons/${name}`);
  }

  showSteps() {
    const { lesson, step } = this;
    byId("teach-step-row").hidden = !lesson;
    if (!lesson || step.dataset.of === lesson.name) return;
    step.dataset.of = lesson.name;
    const numbers = Array.from({ length: lesson.steps }, (_, index) => String(index + 1));
    step.replaceChildren(...numbers.map((value) => make("option", value, { value })));
  }

  get link() {
    const [view = "", part = ""] = this.place.value.split("/");
    const url = new URL(location.href);
    url.search = writeStaging(this.staging);
    // The whole path, so that the settings count even where they are all at their defaults.
    const { params } = this.store.get();
    /** @type {typeof params} */
    const asked = this.lesson ? { lesson: { lesson: "", step: Number(this.step.value) } } : {};
    const hash = toHash(this.scopes, { ...params, ...asked }, { view, part }, "");
    return `${url.origin}${url.pathname}${url.search}${hash}`;
  }

  show() {
    this.showSteps();
    const { link } = this;
    const { embed } = this.staging;
    const frame = `<iframe src="${link.replaceAll("&", "&amp;")}" width="960" height="600" title="MNIST-1D Lab"></iframe>`;
    find("#teach-link", HTMLTextAreaElement).value = embed ? frame : link;
    byId("teach-only-row").hidden = !(embed && this.place.value === "bench/");
    byId("teach-frame").replaceChildren();
  }

  preview() {
    const attributes = { src: this.link, title: "What those who open the link will see" };
    byId("teach-frame").replaceChildren(make("iframe", "", attributes));
  }
}
