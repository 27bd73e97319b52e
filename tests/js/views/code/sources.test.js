// The sources as the wheel has them, and the places in them that the page's subjects name.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { linesOf, sourcesIn } from "../../../../app/js/views/code/sources.js";

const ROOT = join(import.meta.dirname, "../../../..");
const PACKAGE = join(ROOT, "py/mnist1d_lab");

const WRITE = `
import io, sys, zipfile
buffer = io.BytesIO()
with zipfile.ZipFile(buffer, "w", getattr(zipfile, sys.argv[1])) as archive:
    archive.writestr("mnist1d_lab/nn/layers.py", "class Größe:\\n    pass\\n" * 300)
    archive.writestr("mnist1d_lab/ops/simd.wasm", b"no text")
    archive.writestr("mnist1d_lab/data.py", "")
    archive.writestr("other/file.py", "x")
sys.stdout.buffer.write(buffer.getvalue())
`;

for (const how of ["ZIP_STORED", "ZIP_DEFLATED"]) {
  test(`the package's Python out of a wheel, ${how}`, async () => {
    const wheel = execFileSync("python3", ["-c", WRITE, how], { encoding: "buffer" });
    const sources = await sourcesIn(new Uint8Array(wheel).buffer);
    assert.deepEqual([...sources.keys()], ["data.py", "nn/layers.py"]);
    assert.equal(sources.get("nn/layers.py"), "class Größe:\n    pass\n".repeat(300));
  });
}

/** Where Python itself says that definitions stand. @type {Record<string, [string, number, number][]>} */
const PLACES = JSON.parse(
  execFileSync("python3", [
    "-c",
    `
import ast, json, pathlib, sys
def walk(node, path=()):
    for child in ast.iter_child_nodes(node):
        named = isinstance(child, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef))
        if named:
            first = min([child.lineno, *(d.lineno for d in child.decorator_list)])
            yield ".".join((*path, child.name)), first, child.end_lineno
        yield from walk(child, (*path, child.name) if named else path)
root = pathlib.Path(sys.argv[1])
print(json.dumps({p.relative_to(root).as_posix(): list(walk(ast.parse(p.read_text())))
    for p in sorted(root.rglob("*.py"))}))
`,
    PACKAGE,
  ]).toString(),
);

test("a definition's lines are those that Python's own parser finds", () => {
  let checked = 0;
  for (const [path, places] of Object.entries(PLACES)) {
    const text = readFileSync(join(PACKAGE, path), "utf8");
    const names = places.map(([name]) => name);
    for (const [name, first, last] of places) {
      // Of two of one name the first is meant.
      if (names.indexOf(name) !== names.lastIndexOf(name)) continue;
      if (names.some((other) => other !== name && other.split(".").pop() === name)) continue;
      assert.deepEqual(linesOf(text, name), { first, last }, `${path}: ${name}`);
      checked += 1;
    }
  }
  assert.ok(checked > 500, String(checked));
});

test("every subject of the view is in the package", () => {
  const folder = join(ROOT, "app/templates/code");
  const text = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
  const subjects = [...text.matchAll(/subject\("([^"]+)", "([^"]+)"/g)];
  assert.ok(subjects.length > 8);
  for (const [, file = "", symbol = ""] of subjects) {
    const source = readFileSync(join(PACKAGE, file), "utf8");
    assert.ok(linesOf(source, symbol), `${file} has ${symbol}`);
  }
  assert.equal(linesOf("x = 1\n", "missing"), null);
});
