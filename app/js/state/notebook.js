// A notebook that does a run of the page again in Python: install, run, table, figure, and whether it
// found the same. Pure: from settings to the text of an .ipynb file (nbformat 4.5).

/**
 * @typedef {object} Told
 * @property {string} experiment
 * @property {string} title
 * @property {import("./schema.js").Values} params those that differ from the defaults are enough
 * @property {string} caption what the figure says of itself
 * @property {string} link the page with these settings
 * @property {string} wheel the address of the package's wheel
 * @property {string} version
 * @property {string} [hash] the record's result hash, where the run has come to its end
 */

/** @param {Told} told @returns {string} */
export function notebookOf(told) {
  const { experiment, title, caption, link, version, hash } = told;
  const cells = [
    text("title", [
      `# ${title}`,
      "",
      `${caption}`,
      "",
      `Made by MNIST-1D Lab ${version}: [the same settings on the page](${link}).`,
    ]),
    code("install", installation(told)),
    code("run", [
      "import mnist1d_lab",
      "",
      `params = ${python(told.params)}`,
      `record = mnist1d_lab.run(${python(experiment)}, **params)`,
      "record",
    ]),
    code("table", ["record.to_pandas()"]),
    code("figure", ["%matplotlib inline", "record.plot();"]),
    ...(hash ? [code("same", comparison(hash))] : []),
  ];
  const kernel = { display_name: "Python 3", language: "python", name: "python3" };
  const metadata = { kernelspec: kernel, language_info: { name: "python" } };
  return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}

/** The wheel beside the page, where the package is not there yet. @param {Told} told */
function installation({ wheel }) {
  return [
    "try:",
    "    import mnist1d_lab",
    "except ImportError:",
    `    %pip install --quiet ${wheel} pandas matplotlib`,
  ];
}

/** @param {string} hash */
function comparison(hash) {
  return [
    `on_the_page = ${python(hash)}`,
    "same = record.result_hash == on_the_page",
    'print("To the bit what the page found." if same else',
    '      "Not to the bit: another backend rounds otherwise. Compare the numbers.")',
  ];
}

/** A value as Python writes it. @param {unknown} value @returns {string} */
export function python(value) {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return `[${value.map(python).join(", ")}]`;
  if (typeof value === "object") {
    const items = Object.entries(value).map(
      ([name, item]) => `    ${python(name)}: ${python(item)},`,
    );
    return items.length > 0 ? `{\n${items.join("\n")}\n}` : "{}";
  }
  // JSON's escapes are Python's too, but for the two characters that end a line in neither.
  return JSON.stringify(value);
}

/** @param {string} id @param {string[]} lines */
function text(id, lines) {
  return { cell_type: "markdown", id, metadata: {}, source: withEnds(lines) };
}

/** @param {string} id @param {string[]} lines */
function code(id, lines) {
  const source = withEnds(lines.flatMap((line) => line.split("\n")));
  return { cell_type: "code", execution_count: null, id, metadata: {}, outputs: [], source };
}

/** @param {string[]} lines */
function withEnds(lines) {
  return lines.map((line, at) => (at < lines.length - 1 ? `${line}\n` : line));
}
