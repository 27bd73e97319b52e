// How the page's modules become few files (buildtools/pagecode.py, which says what to start from).
// What main.js needs is one file, since a visit always wants all of it; esbuild makes them small.

import { transform } from "esbuild";

const MAIN = "js/main.js";
// Names stay, so that an error says where it was.
/** @type {import("esbuild").TransformOptions} */
const SMALL = { format: "esm", minifyWhitespace: true, minifySyntax: true, legalComments: "none" };

/** @param {string} entry @param {import("rollup").GetModuleInfo} infoOf @returns {Set<string>} without the entry */
function neededBy(entry, infoOf) {
  /** @type {Set<string>} */
  const found = new Set();
  const look = (/** @type {string} */ id) => {
    for (const imported of infoOf(id)?.importedIds ?? []) {
      if (!found.has(imported)) look(found.add(imported) && imported);
    }
  };
  look(entry);
  return found;
}

/** @returns {import("rollup").Plugin} */
function small() {
  return { name: "small", renderChunk: async (code) => (await transform(code, SMALL)).code };
}

/** For each module that a start or an `import()` names, its file and what that needs. @returns {import("rollup").Plugin} */
function about() {
  return {
    name: "about",
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((it) => it.type === "chunk");
      const named = chunks.filter((it) => it.facadeModuleId);
      const entries = named.map(({ facadeModuleId, fileName }) => [facadeModuleId, fileName]);
      const imports = chunks.map((it) => [it.fileName, it.imports]);
      const source = JSON.stringify({ entries, imports: Object.fromEntries(imports) });
      this.emitFile({ type: "asset", fileName: "about.json", source });
    },
  };
}

/** @type {Set<string> | null} */
let core = null;

/** @type {import("rollup").RollupOptions} */
export default {
  plugins: [small(), about()],
  onwarn({ message }) {
    throw new Error(message);
  },
  output: {
    format: "es",
    entryFileNames: "[name].js",
    chunkFileNames: "js/[name]-[hash].js",
    manualChunks(id, { getModuleInfo, getModuleIds }) {
      if (!core) {
        const main = [...getModuleIds()].find((id) => id.endsWith(MAIN));
        core = main ? neededBy(main, getModuleInfo) : new Set();
      }
      return core.has(id) ? "core" : null;
    },
  },
};
