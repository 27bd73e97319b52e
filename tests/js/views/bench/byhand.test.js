import assert from "node:assert/strict";
import { test } from "node:test";

import { ByHand } from "../../../../app/js/views/bench/byhand.js";

test("a stroke takes what lies under it, and is taken back whole", () => {
  const game = new ByHand(8, 5);
  game.begin();
  assert.ok(game.strike("unit", { unit: 2, input: 0 }));
  assert.equal(game.removed, 5);
  game.strike("input", { unit: 0, input: 4 });
  assert.equal(game.removed, 5 + 8 - 1);
  game.begin();
  game.strike("weight", { unit: 0, input: 0 });
  assert.equal(game.removed, 12 + 4, "the four cells around a corner");
  game.undo();
  assert.equal(game.removed, 12);
  game.undo();
  assert.equal(game.removed, 0);
});

test("nothing is struck out twice, and an empty stroke is no step to undo", () => {
  const game = new ByHand(4, 4);
  game.begin();
  game.strike("unit", { unit: 1, input: 1 });
  game.begin();
  assert.equal(game.strike("unit", { unit: 1, input: 3 }), false);
  game.undo();
  assert.equal(game.removed, 0);
});

test("the packed mask has the first weight in the highest bit", () => {
  const game = new ByHand(3, 3);
  game.begin();
  game.strike("unit", { unit: 0, input: 0 });
  // 000 111 111 -> 0001 1111 1000 0000
  assert.deepEqual([...Buffer.from(game.packed(), "base64")], [0b00011111, 0b10000000]);
});

test("the best try is the one furthest above the ticket of its size", () => {
  const game = new ByHand(3, 3);
  const attempt = { removed: 3, sparsity: 0.2, accuracy: 60, ticket: 61 };
  game.remember(attempt);
  game.remember({ ...attempt, accuracy: 66, ticket: 70 });
  assert.equal(game.best?.accuracy, 60);
  game.remember({ ...attempt, accuracy: 50, ticket: 45 });
  assert.equal(game.best?.accuracy, 50);
});
