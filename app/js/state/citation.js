// BibTeX of the page as it is set now.

/** What would end a field, or the address itself. */
const UNSAFE = /[{}\\\s]/g;

/**
 * @param {object} told
 * @param {string} told.version
 * @param {string} told.released the day of that version, as 2026-11-23
 * @param {string} told.link the page with its settings
 * @param {string} told.today the day on which it was looked at
 */
export function bibtexOf({ version, released, link, today }) {
  const fields = {
    title: "{MNIST-1D Lab}",
    author: "{The MNIST-1D Lab authors}",
    version,
    year: released.slice(0, 4),
    url: link.replaceAll(UNSAFE, encodeURIComponent),
    urldate: today,
  };
  const width = Math.max(...Object.keys(fields).map((name) => name.length));
  const lines = Object.entries(fields).map(
    ([name, value]) => `  ${name.padEnd(width)} = {${value}}`,
  );
  return `@software{mnist1dlab,\n${lines.join(",\n")}\n}\n`;
}
