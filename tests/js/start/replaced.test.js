// Whether the host has a newer version is told by its page alone; what is no page of ours tells nothing.

import assert from "node:assert/strict";
import { test } from "node:test";
import { isReplaced } from "../../../app/js/start/replaced.js";

const APP = "app-0123456789ab/";
const page = (/** @type {string} */ app) => `<script type="application/json" id="lab-runtime">{"app":"${app}"}</script>`;

/** @param {() => Promise<Response>} answer @returns {Promise<{said: boolean, asked: {url: string, cache: string | undefined}[]}>} */
async function askedOf(answer) {
  /** @type {{url: string, cache: string | undefined}[]} */
  const asked = [];
  const before = globalThis.fetch;
  const location = { href: "https://host.example/lab/?hide=seed#/tickets?x=1", pathname: "/lab/" };
  Object.assign(globalThis, {
    location,
    fetch: (/** @type {URL} */ url, /** @type {RequestInit} */ { cache }) => {
      asked.push({ url: url.href, cache });
      return answer();
    },
  });
  try {
    return { said: await isReplaced(APP), asked };
  } finally {
    globalThis.fetch = before;
  }
}

test("another folder in the host's page is a newer version; the same one, a sign-in page and no network are none", async () => {
  const newer = await askedOf(async () => new Response(page("app-ba9876543210/")));
  assert.equal(newer.said, true);
  assert.deepEqual(newer.asked, [{ url: "https://host.example/lab/", cache: "no-store" }]);
  assert.equal((await askedOf(async () => new Response(page(APP)))).said, false);
  assert.equal((await askedOf(async () => new Response("<p>Sign in first</p>"))).said, false);
  assert.equal((await askedOf(() => Promise.reject(new TypeError("no network")))).said, false);
});
