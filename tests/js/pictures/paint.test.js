// What follows a run is drawn within a tenth of the time, what a hand does at the next frame.

import assert from "node:assert/strict";
import { mock, test } from "node:test";

/** @type {(() => void)[]} */
const frames = [];
Object.assign(globalThis, { requestAnimationFrame: (/** @type {() => void} */ f) => frames.push(f) });
let now = 0;
mock.method(performance, "now", () => now);
mock.timers.enable({ apis: ["setTimeout"] });
const { paint, paintFollowing } = await import("../../../app/js/pictures/paint.js");

/** The next frame comes after so long, and what it draws is on the screen at once. @param {number} ms */
function pass(ms) {
  now += ms;
  mock.timers.tick(ms);
  for (const frame of frames.splice(0)) frame();
  mock.timers.tick(0);
}

test("a drawing of 10 ms that follows a run rests 90 ms; one by hand does not wait for it", () => {
  /** @type {number[]} */
  const drawn = [];
  const job = () => {
    drawn.push(now);
    now += 10;
  };
  paintFollowing(job);
  pass(1);
  assert.deepEqual(drawn, [1]);
  paintFollowing(job);
  paintFollowing(job);
  pass(80);
  assert.equal(drawn.length, 1);
  pass(10);
  assert.deepEqual(drawn, [1, 101]);
  paintFollowing(job);
  paint(job);
  pass(1);
  assert.deepEqual(drawn, [1, 101, 112]);
  pass(1000);
  assert.equal(drawn.length, 3, "it was drawn by then");
});

test("a minute in a dialog is not taken for nine of drawing", () => {
  /** @type {number[]} */
  const drawn = [];
  const job = () => {
    drawn.push(now);
    now += 60_000;
  };
  pass(2000);
  paintFollowing(job);
  pass(1);
  paintFollowing(job);
  pass(1001);
  assert.equal(drawn.length, 2);
});

test("what takes long is drawn after a frame and not in one, and what comes after it in the next", () => {
  /** @type {string[]} */
  const drawn = [];
  const long = () => drawn.push("long");
  paint(() => drawn.push("short"));
  paint(long, { long: true });
  paint(long, { long: true });
  paint(() => drawn.push("last"));
  const frame = () => {
    for (const draw of frames.splice(0)) draw();
    return [...drawn];
  };
  assert.deepEqual(frame(), ["short"]);
  assert.deepEqual(frame(), ["short"]);
  mock.timers.tick(0);
  assert.deepEqual(drawn, ["short", "long"]);
  assert.deepEqual(frame(), ["short", "long", "last"]);
});

test("what the browser then lays out of it counts as drawing, too", () => {
  pass(2000);
  paint(() => { now += 10; }, { long: true });
  pass(1);
  pass(5);
  let drawn = 0;
  paintFollowing(() => drawn++);
  pass(80);
  assert.equal(drawn, 0);
  pass(11);
  assert.equal(drawn, 1);
});

test("figures that draw nothing, as those of hidden views, go together; a long one has its task", () => {
  pass(2000);
  let drawn = 0;
  for (let at = 0; at < 5; at++) paint(() => drawn++, { long: true });
  pass(1);
  assert.equal(drawn, 5);
  for (let at = 0; at < 3; at++) {
    const long = () => {
      drawn++;
      now += 10;
    };
    paint(long, { long: true });
  }
  pass(1);
  assert.equal(drawn, 6);
  pass(1);
  assert.equal(drawn, 7);
});
