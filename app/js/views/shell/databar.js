// What the data are, in a line, wherever they act: "published, seed 42", or what differs from that.
// The sliders under it are bound like all others (shared/controls.js).

import { describeData } from "../../state/identity.js";
import { byId, setText } from "../shared/dom.js";

/** @typedef {import("../../state/schema.js").Schema} Schema */

/** @param {import("../../state/store.js").Store} store @param {Record<string, Schema[]>} scopes */
export function mountDatabar(store, scopes) {
  const show = () => {
    const values = store.get().params.data ?? {};
    setText(byId("databar-text"), describeData(scopes.data ?? [], values));
  };
  store.subscribe((state, before) => {
    if (state.params.data !== before.params.data) show();
  });
  show();
}
