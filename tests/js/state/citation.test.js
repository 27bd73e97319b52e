// BibTeX that BibTeX reads: balanced braces, whatever is in the link.

import assert from "node:assert/strict";
import { test } from "node:test";
import { bibtexOf } from "../../../app/js/state/citation.js";

const TOLD = { version: "0.1.0", released: "2026-11-23", today: "2027-01-02" };

test("a citation has version, year, address and day", () => {
  const link = "https://example.org/lab/#/tickets?max_translation=0&lottery.trials=3";
  assert.equal(
    bibtexOf({ ...TOLD, link }),
    `@software{mnist1dlab,
  title   = {{MNIST-1D Lab}},
  author  = {{The MNIST-1D Lab authors}},
  version = {0.1.0},
  year    = {2026},
  url     = {${link}},
  urldate = {2027-01-02}
}
`,
  );
});

test("no address ends its field or the entry, and every one is still the same address", () => {
  const link = "https://example.org/}, note = {x\\ y/#/data?templates=1%7B";
  const url = /url {5}= \{(.*)\},/.exec(bibtexOf({ ...TOLD, link }))?.[1] ?? "";
  assert.doesNotMatch(url, /[{}\\\s]/);
  assert.equal(decodeURIComponent(url), decodeURIComponent(link));
});
