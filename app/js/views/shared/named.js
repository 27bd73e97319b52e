// What a figure's places are called for those who do not see them: the figure's title, which of its
// places this is, and the same identity that its files carry.

/** Places of a figure: those of charts, which arrow keys go through, and of pictures. */
const PLACES = ".host, .matrix, .gallery-host, .signals-host, .stage-host";
const PICTURES = ".signals-host, .stage-host, .panels";

/** Where the name of one of several places stands: above it. */
const NAMES = "h4, .who, .mapname, .panelname";

/** What stands with a name and changes with the figure's numbers, as its note does. */
const NOTE = ".quiet";

/** What one of several places is called on the page. @param {Element} place */
function calledOf({ previousElementSibling: above }) {
  if (!above?.matches(NAMES)) return "";
  const own = [...above.childNodes].filter((node) => !isNote(node));
  return own
    .map(({ textContent }) => textContent)
    .join("")
    .replaceAll(/\s+/g, " ")
    .trim();
}

/** @param {Node} node */
const isNote = (node) => "matches" in node && /** @type {Element} */ (node).matches(NOTE);

/** @param {Element} place @param {string} title @param {string} caption */
export function namePlace(place, title, caption) {
  const picture = place.matches(PICTURES);
  place.role ??= picture ? "img" : "group";
  const label = `${title}. ${caption}${picture ? "" : " Values by arrow keys."}`;
  if (place.ariaLabel !== label) place.ariaLabel = label;
}

/** The figure that a group of download buttons, or a place, belongs to. @param {Element} within */
const figureOf = (within) => within.closest("figure") ?? within;

/** @param {Element} within the figure, or something in it @param {string} title @param {string} caption */
export function namePlaces(within, title, caption) {
  const places = [...figureOf(within).querySelectorAll(PLACES)];
  for (const [at, place] of places.entries()) {
    const which = calledOf(place) || `${at + 1} of ${places.length}`;
    namePlace(place, places.length > 1 ? `${title}, ${which}` : title, caption);
  }
}
