import assert from "node:assert/strict";
import { test } from "node:test";
import {
  answered,
  isOver,
  newGame,
  ROUNDS,
  rightOf,
  running,
  stream,
} from "../../../../app/js/views/models/beatgame.js";

const LABELS = Array.from({ length: 100 }, (_, row) => row % 10);

test("a seed draws the same signals again, none twice, with their own classes", () => {
  const game = newGame(7, LABELS);
  assert.deepEqual(game, newGame(7, LABELS));
  assert.notDeepEqual(game.picks, newGame(8, LABELS).picks);
  assert.equal(new Set(game.picks).size, ROUNDS);
  assert.deepEqual(
    game.truths,
    game.picks.map((row) => row % 10),
  );
});

test("a small test set makes a short game", () => {
  assert.deepEqual(newGame(1, [3, 4]).picks.toSorted(), [0, 1]);
});

test("the stream is spread evenly between 0 and 1", () => {
  const random = stream(42);
  const values = Array.from({ length: 10_000 }, random);
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  assert.ok(values.every((value) => value >= 0 && value < 1));
  assert.ok(Math.abs(mean - 0.5) < 0.015);
});

test("a game takes one answer a signal and then no more", () => {
  let game = newGame(3, LABELS);
  for (const truth of game.truths) game = answered(game, truth);
  assert.ok(isOver(game));
  assert.equal(rightOf(game.answers, game.truths), ROUNDS);
  assert.equal(answered(game, 0), game);
});

test("the running score is the share right so far", () => {
  assert.deepEqual(running([1, 2, 3, 9], [1, 0, 3, 4]), [
    [1, 100],
    [2, 50],
    [3, 200 / 3],
    [4, 50],
  ]);
});
