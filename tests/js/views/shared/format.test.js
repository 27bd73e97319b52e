// Numbers, counts and moments as the page says them, and that nobody says them otherwise.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { counted, duration, moment } from "../../../../app/js/views/shared/format.js";

const JS = join(import.meta.dirname, "../../../../app/js");
const modules = readdirSync(JS, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".js"),
);

/** @param {RegExp} what @returns {string[]} */
function linesWith(what) {
  return modules.flatMap((name) =>
    readFileSync(join(JS, name), "utf8")
      .split("\n")
      .filter((line) => what.test(line))
      .map((line) => `${name}: ${line.trim()}`),
  );
}

test("one is one, and others are several", () => {
  assert.equal(counted(1, "worker"), "1 worker");
  assert.equal(counted(0, "worker"), "0 workers");
  assert.equal(counted(1200, "class", "classes"), "1,200 classes");
});

test("a duration is never more than a twentieth off", () => {
  assert.equal(duration(3.14), "3.1 s");
  assert.equal(duration(9.97), "10 s");
  assert.equal(duration(100), "1 min 40 s");
  assert.equal(duration(122), "2 min");
  assert.equal(duration(600), "10 min");
  assert.equal(duration(7560), "2.1 h");
  const units = /** @type {Record<string, number>} */ ({ s: 1, min: 60, h: 3600 });
  for (let seconds = 1; seconds < 30_000; seconds *= 1.01) {
    const said = [...duration(seconds).matchAll(/([\d.]+) (s|min|h)/g)].reduce(
      (sum, [, number, unit = ""]) => sum + Number(number) * (units[unit] ?? 0),
      0,
    );
    assert.ok(Math.abs(said - seconds) <= 0.05 * seconds + 0.001, `${seconds}: ${said}`);
  }
});

test("a moment in words and digits of English", () => {
  const at = new Date(2026, 2, 5, 9, 4).getTime();
  assert.equal(moment(at, "time"), "09:04");
  assert.equal(moment(at, "day"), "5 Mar, 09:04");
  assert.equal(moment(at, "date"), "5 Mar 2026, 09:04");
  assert.equal(moment("never", "date"), "some time");
});

test("no number or date is said in the digits of the visitor's system", () => {
  const said = linesWith(/\.toLocale\w*\(|new Intl\./);
  assert.deepEqual(
    said.filter((line) => !/\("en(-GB)?"/.test(line)),
    [],
  );
});

test("storage is asked in one place, which bears its refusal", () => {
  const asking = linesWith(/\b(local|session)Storage\b/).map((line) => line.split(":")[0]);
  assert.deepEqual([...new Set(asking)].sort(), ["state/storage.js", "views/shared/theme.js"]);
});
