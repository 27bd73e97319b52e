// Says whether the page is kept for a visit without a network, and offers a newer version of it.

import { keepForOffline } from "../../start/offline.js";
import { byId, find, setText } from "../shared/dom.js";

/** @param {string} app the folder of this build */
export function mountOffline(app) {
  const state = byId("offline-state");
  const notice = byId("newer");
  find("#newer [data-do=reload]", HTMLButtonElement).addEventListener("click", () =>
    location.reload(),
  );
  find("#newer [data-do=later]", HTMLButtonElement).addEventListener("click", () => {
    notice.hidden = true;
  });
  void keepForOffline(app, {
    kept: (kept, why) =>
      setText(
        state,
        kept ? "This version is kept in your browser: it opens without a network, too." : why,
      ),
    newer: () => {
      notice.hidden = false;
    },
  });
}
