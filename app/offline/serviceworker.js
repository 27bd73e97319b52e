// Keeps the page for a visit without a network. The build writes KEPT before it (buildtools/offline.py).
//
// While a page starts, nothing but the document passes through here: what lies in the hashed folders
// comes from the browser's own cache, and with it the machine code that the browser keeps. What an
// open page asks for later it gets from here: its host may have another build by then.

/** How long a network may take that is there and does not answer. */
const PATIENCE_MS = 4000;

/** Files that are fetched at once. */
const TOGETHER = 6;

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const MINE = `mnist1d-lab ${worker.registration.scope} `;
const NAME = MINE + KEPT.build;
const PAGE = worker.registration.scope;

/** What never changes under its name. */
const HASHED = /^(app|runtime)-[0-9a-f]{12}\//;

/** Pages that start, by their ids; who is not known here has been open for long. @type {Set<string>} */
const starting = new Set();

/** Whether the last document had to be taken from what is kept. */
let lost = false;

/** @param {string} file */
const urlOf = (file) => new URL(file, PAGE).href;

worker.addEventListener("install", (event) => event.waitUntil(keepAll()));
worker.addEventListener("activate", (event) => event.waitUntil(letGo()));

worker.addEventListener("message", ({ data, source }) => {
  if (data === "started" && source instanceof Client) starting.delete(source.id);
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(PAGE)) return;
  const file = request.url.slice(PAGE.length);
  if (request.mode === "navigate" && /^(index\.html)?([?#]|$)/.test(file)) {
    starting.add(event.resultingClientId);
    event.respondWith(documentOf(request));
  } else if (lost || !navigator.onLine || (HASHED.test(file) && isSettled())) {
    event.respondWith(keptOr(request));
  }
});

/** No page starts, or this build has been replaced. */
function isSettled() {
  const { installing, waiting } = worker.registration;
  return starting.size === 0 || installing !== null || waiting !== null;
}

/** Everything of this build, each file compared with its hash; what an earlier build kept is taken from it. */
async function keepAll() {
  const cache = await caches.open(NAME);
  const files = Object.entries(KEPT.files);
  const next = async () => {
    for (let entry = files.pop(); entry; entry = files.pop()) {
      const [file, integrity] = entry;
      const url = urlOf(file);
      const known = await caches.match(url);
      await cache.put(url, known ?? (await whole(new Request(url, { integrity }))));
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, next));
  const page = await whole(new Request(PAGE, { cache: "no-cache" }));
  if (!(await page.clone().text()).includes(KEPT.app)) {
    throw new Error("The page is of another build than its service worker.");
  }
  await cache.put(PAGE, page);
}

/** @param {Request} request */
async function whole(request) {
  const response = await fetch(request);
  if (response.status !== 200) throw new Error(`${request.url}: HTTP ${response.status}`);
  return response;
}

/** Other builds' files; a page of theirs is not open any more. A page of this build is kept from here on. */
async function letGo() {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(MINE) && name !== NAME);
  await Promise.all(others.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** The document as the network has it, or as it was kept. @param {Request} request */
async function documentOf(request) {
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    lost = false;
    return response;
  } catch (error) {
    const kept = await caches.match(PAGE);
    if (!kept) throw error;
    lost = true;
    return kept;
  }
}

/** @param {Request} request */
async function keptOr(request) {
  const kept = request.cache === "reload" ? undefined : await caches.match(request.url);
  return kept ?? fetch(request);
}
