// The wake lock against a browser that takes it away, refuses it, and answers late.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Awake } from "../../../../app/js/views/shell/awake.js";

const turn = () => new Promise((resolve) => setTimeout(resolve));

function browser() {
  const target = new EventTarget();
  const sight = Object.assign(target, { visibilityState: "visible" });
  /** @type {(EventTarget & {held: boolean, release: () => Promise<void>})[]} */
  const locks = [];
  const held = () => locks.filter((lock) => lock.held).length;
  let refuses = false;
  const request = async () => {
    await turn();
    if (refuses) throw new DOMException("low battery", "NotAllowedError");
    const release = async () => {
      lock.held = false;
      lock.dispatchEvent(new Event("release"));
    };
    const lock = Object.assign(new EventTarget(), { held: true, release });
    locks.push(lock);
    return lock;
  };
  const awake = new Awake(/** @type {any} */ ({ request }), /** @type {any} */ (sight));
  return {
    ...{ awake, locks, held },
    /** @param {boolean} refusing */
    refuse(refusing) {
      refuses = refusing;
    },
    /** @param {"visible" | "hidden"} state */
    async look(state) {
      sight.visibilityState = state;
      if (state === "hidden") for (const lock of locks) await lock.release();
      sight.dispatchEvent(new Event("visibilitychange"));
      await turn();
      await turn();
    },
  };
}

test("one lock while it is wanted, again after the page was out of sight, none afterwards", async () => {
  const { awake, locks, held, look } = browser();
  awake.want(true);
  awake.want(true);
  await turn();
  await turn();
  assert.deepEqual([locks.length, held()], [1, 1]);
  await look("hidden");
  assert.deepEqual([locks.length, held()], [1, 0]);
  await look("visible");
  assert.deepEqual([locks.length, held()], [2, 1]);
  awake.want(false);
  await turn();
  assert.equal(held(), 0);
  await look("visible");
  assert.equal(locks.length, 2);
});

test("what ends before the browser has answered leaves no lock behind", async () => {
  const { awake, locks, held } = browser();
  awake.want(true);
  awake.want(false);
  await turn();
  await turn();
  assert.deepEqual([locks.length, held()], [1, 0]);
});

test("a refusal is borne, and asked about again when the page comes back", async () => {
  const { awake, refuse, held, look } = browser();
  refuse(true);
  awake.want(true);
  await turn();
  await turn();
  assert.equal(held(), 0);
  refuse(false);
  await look("visible");
  assert.equal(held(), 1);
});
