// The folders of app/js from the bottom up: a module imports from its own folder and from those
// below it, never from above, so that each can be read without what stands on it.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";

const JS = join(import.meta.dirname, "../../app/js");

const LAYERS = ["pictures", "charts", "state", "pool", "python", "start", "views", "."];

const IMPORT = /^(?:import|export|\})[^"]*?(?: from )?"(\.[^"]+)";$|import\("(\.[^"]+)"\)[^}\s.]/gm;

const modules = readdirSync(JS, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".js"),
);

/** @param {string} module */
const layer = (module) => (module.includes("/") ? module.split("/")[0] : ".") ?? ".";

/** @param {string} module */
function imports(module) {
  // A type that a comment names is no import: comments go first.
  const text = readFileSync(join(JS, module), "utf8").replace(/\/\*\*[\s\S]*?\*\//g, "");
  return [...text.matchAll(IMPORT)].map((found) =>
    relative(JS, join(JS, dirname(module), found[1] ?? found[2] ?? "")),
  );
}

test("every folder is a layer", () => {
  assert.deepEqual([...new Set(modules.map(layer))].sort(), [...LAYERS].sort());
});

test("no import runs upward", () => {
  const upward = modules.flatMap((module) =>
    imports(module)
      .filter((target) => LAYERS.indexOf(layer(target)) > LAYERS.indexOf(layer(module)))
      .map((target) => `${module} imports ${target}`),
  );
  assert.deepEqual(upward, []);
});

test("no circle of modules", () => {
  /** @type {Set<string>} */
  const done = new Set();
  /** @param {string} module @param {string[]} path */
  const visit = (module, path) => {
    assert.ok(!path.includes(module), `circle: ${[...path, module].join(" -> ")}`);
    if (done.has(module)) return;
    for (const target of imports(module)) visit(target, [...path, module]);
    done.add(module);
  };
  for (const module of modules) visit(module, []);
  assert.equal(done.size, modules.length);
});
