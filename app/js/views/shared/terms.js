// What a word means: of the glossary, where one stands in a text, and of a knob or a preset. Said under
// the pointer, at focus and at a tap; Escape, a tap elsewhere or the pointer's leaving puts it away, and
// the pointer can go onto it. The words are marked when the page is built (buildtools/terms.py).

import { byId, make } from "./dom.js";

const ROOM = 8;
const EXPLAINED = ".term, [data-meaning], .knob";

/** @type {Record<string, string>} */
let glossary = {};
/** What is being explained. @type {HTMLElement | null} */
let shown = null;
const tip = make("div", "", { class: "termtip", id: "term-tip", role: "tooltip" });

/** A word of a text that says what it means. @param {string} words as they stand there @param {string} term @returns {HTMLElement} */
export function termOf(words, term) {
  return awake(make("span", words, { class: "term", "data-term": term }));
}

/** @param {HTMLElement} element */
function awake(element) {
  element.tabIndex = 0;
  element.setAttribute("role", "button");
  return element;
}

/** Whatever the page explains says so from here on; a lesson that opens early asks for it as well. */
export function explainTerms() {
  if (tip.isConnected) return;
  glossary = JSON.parse(byId("lab-glossary").textContent ?? "{}");
  for (const element of document.querySelectorAll("main .term")) {
    if (element instanceof HTMLElement) awake(element);
  }
  tip.hidden = true;
  document.body.append(tip);
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "touch") point(event.target);
  });
  document.addEventListener("focusin", ({ target }) => {
    if (target instanceof Element && target.matches(":focus-visible")) point(target);
  });
  document.addEventListener("focusout", ({ target }) => {
    if (target instanceof Node && shown?.contains(target)) hide();
  });
  document.addEventListener("click", tapped);
  document.addEventListener("keydown", pressed);
  // A knob that is being turned wants its figure to be seen.
  document.addEventListener("input", hide);
  const follow = () => shown && place(shown.getBoundingClientRect());
  window.addEventListener("scroll", follow, { passive: true, capture: true });
}

/** @param {EventTarget | null} target @returns {HTMLElement | null} */
function explainedAt(target) {
  return target instanceof Element ? target.closest(EXPLAINED) : null;
}

/** @param {EventTarget | null} target */
function point(target) {
  if (target instanceof Node && tip.contains(target)) return;
  const element = explainedAt(target);
  // Of a knob the name explains itself; its slider is there to be moved.
  const knob = element?.matches(".knob") && target instanceof Element;
  if (!element || (knob && !target.matches("label, label *, :focus-visible"))) hide();
  else show(element);
}

/** With a finger there is nothing before the tap. @param {MouseEvent} event */
function tapped(event) {
  const { target } = event;
  const element = explainedAt(target);
  // A label passes its tap on to its field.
  if (element && element === shown) return;
  const byFinger = event instanceof PointerEvent && event.pointerType === "touch";
  if (element?.matches(".term") || (byFinger && element)) point(target);
  else if (!(target instanceof Node && tip.contains(target)) && !element) hide();
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  const { key, target } = event;
  if (key === "Escape") hide();
  const term = explainedAt(target);
  if (!term?.matches(".term") || (key !== "Enter" && key !== " ")) return;
  event.preventDefault();
  show(term);
}

/** @param {HTMLElement} element */
function meaningOf(element) {
  const { term, meaning } = element.dataset;
  const help = element.matches(".knob") ? element.querySelector(".help") : null;
  return help?.textContent ?? meaning ?? glossary[term ?? ""] ?? "";
}

/** @param {HTMLElement} element */
function show(element) {
  if (shown !== element) hide();
  tip.textContent = meaningOf(element);
  tip.hidden = false;
  shown = element;
  // A knob's own field is described by its help already.
  if (!element.matches(".knob")) element.setAttribute("aria-describedby", tip.id);
  place(element.getBoundingClientRect());
}

/** Below the words, or above them where there is no room. @param {DOMRect} words */
function place({ left, top, bottom }) {
  const { offsetWidth: width, offsetHeight: height } = tip;
  const most = document.documentElement.clientWidth - width - ROOM;
  const below = bottom + ROOM + height < window.innerHeight;
  tip.style.left = `${Math.max(ROOM, Math.min(left, most))}px`;
  tip.style.top = `${below ? bottom : Math.max(0, top - height)}px`;
}

function hide() {
  if (!shown) return;
  tip.hidden = true;
  if (shown.getAttribute("aria-describedby") === tip.id) shown.removeAttribute("aria-describedby");
  shown = null;
}
