// Wires the parts together, and says in which order they come: on a phone the page before Python.

import { figuresDrawn } from "./charts/figure.js";
import { createLab } from "./lab.js";
import { isPhone, Runtime, reflectState } from "./start/runtime.js";
import { leftAlone, turnOfThePage } from "./start/turn.js";
import { presetsOf, readConfig, scopesOf } from "./state/config.js";
import { readStaging } from "./state/staging.js";
import { createStore } from "./state/store.js";
import { bindControls, bindForms, bindPresets, bindResets } from "./views/shared/controls.js";
import { byId } from "./views/shared/dom.js";
import { breathe, idle, inPieces } from "./views/shared/pieces.js";
import { Samples } from "./views/shared/samples.js";
import { hearAgain } from "./views/shell/again.js";
import { Announcer } from "./views/shell/announcer.js";
import { mountDatabar } from "./views/shell/databar.js";
import { mountHeader } from "./views/shell/header.js";
import { Mounts } from "./views/shell/mounts.js";
import { Navigation } from "./views/shell/navigation.js";
import { followReading } from "./views/shell/parts.js";
import { drawForPaper } from "./views/shell/printing.js";
import { stage } from "./views/shell/staging.js";
import { mountStatus } from "./views/shell/status.js";
import { watchSwipes } from "./views/shell/swipes.js";
import { mountTeaching } from "./views/shell/teaching.js";
import { mountTitle } from "./views/shell/title.js";

// What the browser does once the document has been read is in this same task.
await breathe();
const { labPlaces: places } = /** @type {{labPlaces: import("./state/permalink.js").Places}} */ (
  /** @type {unknown} */ (window)
);
const config = readConfig();
await breathe();
const scopes = scopesOf(config);
const store = createStore(scopes);
const runtime = new Runtime(config, store);
const { labGuard: guard } = /** @type {{labGuard?: import("./pool/protocol.js").Guard}} */ (window);
const experiments = Object.keys(config.experiments);
const staging = readStaging(scopes, location.search);
const samples = new Samples(config, store, runtime);
const permalink = () => navigation.permalink();
const phone = isPhone(config);
/** @type {Promise<void> | undefined} */
let waiting;
const turn = () => {
  waiting ??= phone ? Promise.resolve() : turnOfThePage(store, samples.answered);
  return waiting;
};
/** @type {import("./views/shell/mounts.js").Page} */
const page = {
  ...{ config, scopes, store, places, runtime, samples, permalink, turn, staging, bench: null },
  steered: (view) => mounts.steeredOf(view),
  go: (id) => navigation.go(places.of(`#${id}`), false),
};
const mounts = new Mounts(page, places.views, () => void tellWhatIsMissing());
const mounted = (/** @type {string} */ view) => mounts.of(view);
const navigation = new Navigation({ scopes, store, places, mounted });

reflectState(store);
Object.assign(window, {
  lab: createLab({ config, store, runtime, permalink, bench: () => page.bench }),
});

// The browser goes through the finished document's many fields in this same task.
await breathe();
// Python comes by other threads, to which headstart.js has given work; on a phone the page comes first.
if (!phone) void runtime.start();
await breathe();
mountStatus(store, () => {
  const { phase, replaced } = store.get().runtime;
  void (phase === "failed" && !replaced ? runtime.start() : guard?.reload());
});
mountHeader(permalink);
new Announcer(byId("said")).listen(document);
await breathe();
bindControls(store, scopes, document.querySelectorAll(".control"));
bindForms();
await breathe();
bindPresets(store, presetsOf(config), scopes);
await breathe();
bindResets(store);
mountDatabar(store, scopes);
mountTitle(store, places);
await breathe();
navigation.begin();
await breathe();
stage(store, staging);
mountTeaching({ scopes, store, places, mounted, lessons: config.lessons.heads });
followReading(store, places, (place) => navigation.reading(place));
drawForPaper(() => mounts.rest());
watchSwipes();
hearAgain(page);

await breathe();
await mounts.first();
if (phone) {
  await figuresDrawn();
  await breathe();
  void runtime.start();
  await turnOfThePage(store, samples.answered);
  await tellWhatIsMissing();
  await idle();
} else await turn();
// Nobody waits for these.
await inPieces([
  () => import("./views/shared/terms.js").then((it) => it.explainTerms()).catch(reportError),
  () =>
    import("./views/shell/offline.js").then((it) => it.mountOffline(config.app)).catch(reportError),
  () =>
    import("./views/shell/takeaway.js")
      .then((it) => it.mountTakeaway({ config, permalink }))
      .catch(reportError),
  () => import("./views/shell/awake.js").then((it) => it.mountAwake(store)).catch(reportError),
]);
await mounts.hear();
await mounts.unfoldAll();
await tellWhatIsMissing();
store.dispatch({ type: "runtime", patch: { mounted: !mounts.failed } });
if (!phone) void runtime.prepare(experiments);
await leftAlone(store);
await mounts.rest();
if (phone) void runtime.prepare(experiments);

/** Of the page itself. */
async function tellWhatIsMissing() {
  if (mounts.failed) await guard?.search();
  const incomplete = guard?.sentence() || (mounts.failed ? "Reload the page to try again." : "");
  store.dispatch({ type: "runtime", patch: { incomplete } });
}
