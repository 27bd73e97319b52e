import assert from "node:assert/strict";
import { test } from "node:test";
import {
  choiceOf,
  inView,
  priceOf,
  rateIn,
  rowOf,
  viewsOf,
} from "../../../../app/js/views/tickets/atbest.js";

test("a choice says what is not the published way", () => {
  assert.equal(choiceOf({ rate: 0.02, decay: "constant", stop: "last" }), "0.02");
  assert.equal(choiceOf({ rate: 0.1, decay: "linear", stop: "last" }), "0.1, falling to 0");
  assert.equal(choiceOf({ rate: 0.1, decay: "constant", stop: "best" }), "0.1, stopped early");
  assert.equal(
    choiceOf({ rate: 0.05, decay: "linear", stop: "last", same_mask: true }),
    "0.05, falling to 0 on the published rate’s mask",
  );
});

const named = { control: "fresh", arm: "dense", weights: "own" };
const chosen = { what: "chosen", ...named, rate: 0.2, decay: "linear", stop: "last", mean: 65 };
const table = [
  { what: "test_acc", at: "published", ...named, mean: 60 },
  { what: "test_acc", at: "best", ...named, mean: 65 },
  { ...chosen, at_edge: true },
  { what: "budget", ...named, trainings: 60 },
  { what: "budget", ...named, arm: "lottery", trainings: 1085 },
];

test("a run with the choice has two views, another one without a name", () => {
  assert.deepEqual(viewsOf(table), ["published", "best"]);
  assert.deepEqual(viewsOf([{ what: "test_acc", mean: 60 }]), [""]);
  assert.deepEqual(
    ["published", "best"].map((at) => rowOf(inView(table, at), "test_acc", named)?.mean),
    [60, 65],
  );
  assert.equal(inView([{ what: "test_acc", mean: 60 }], "").length, 1);
});

test("the rate that was chosen is named, and whether it lies at an end", () => {
  assert.equal(rateIn(table, named), "0.2, falling to 0 (an end of those tried)");
  assert.equal(rateIn([{ ...chosen, at_edge: false }], named), "0.2, falling to 0");
  assert.equal(rateIn(table, named, ""), "0.2, falling to 0");
  assert.equal(rateIn(table, { ...named, control: "shuffled" }), "");
});

test("the price is of ticket and dense network, or is not said", () => {
  const price = priceOf(table, { control: "fresh", weights: "own" });
  assert.match(price, /1,085 trainings for the ticket, its searches among them, and 60 for the dense/);
  assert.equal(priceOf(table, { control: "shuffled", weights: "own" }), "");
});
