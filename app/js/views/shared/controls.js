// Binds every control that the templates rendered to its parameter in the store, both ways.

import { isList, ParamError, parse, same, write } from "../../state/schema.js";
import { find } from "./dom.js";
import { counted } from "./format.js";

/** @typedef {import("../../state/store.js").Store} Store */
/** @typedef {import("../../state/schema.js").Schema} Schema */
/** @typedef {import("../../state/schema.js").Value} Value */

/**
 * @param {Store} store @param {Record<string, Schema[]>} scopes
 * @param {Iterable<Element>} elements that may be controls
 */
export function bindControls(store, scopes, elements) {
  for (const element of elements) {
    if (!(element instanceof HTMLElement) || !element.matches(".control")) continue;
    const { scope = "", name = "" } = element.dataset;
    const schema = scopes[scope]?.find((item) => item.name === name);
    if (schema) bindControl(store, scope, schema, element);
  }
}

/** What a form has to say, its fields have said. */
export function bindForms() {
  for (const form of document.forms) {
    form.addEventListener("submit", (event) => event.preventDefault());
  }
}

/** @param {Store} store @param {string} scope @param {Schema} schema @param {HTMLElement} element */
function bindControl(store, scope, schema, element) {
  const fields = [...element.querySelectorAll("input, select")].filter(
    (field) => field instanceof HTMLInputElement || field instanceof HTMLSelectElement,
  );
  const refusal = find(".refusal", HTMLElement, element);
  // On the page a setting is called as its label calls it.
  const spoken = { ...schema, name: schema.label };
  /** @param {string} message or "" */
  const refuse = (message) => {
    refusal.textContent = message;
    refusal.hidden = message === "";
    for (const field of fields) field.setAttribute("aria-invalid", String(message !== ""));
  };
  /** @param {Value | string} value */
  const commit = (value) => {
    try {
      const checked = typeof value === "string" ? parse(spoken, value) : value;
      store.dispatch({ type: "set", scope, name: schema.name, value: checked });
      refuse("");
    } catch (error) {
      if (!(error instanceof ParamError)) throw error;
      refuse(`${error.message} Kept: ${write(current()).replaceAll(",", ", ")}.`);
    }
  };
  const current = () => /** @type {Value} */ (store.get().params[scope]?.[schema.name]);
  const show = () => {
    const instead = schema.name === "sparsities" ? scheduled(store.get().params[scope]) : "";
    for (const field of fields) {
      if (field instanceof HTMLInputElement) field.readOnly = instead !== "";
      if (instead) field.value = instead;
      else showValue(field, schema, current());
    }
  };
  for (const field of fields) {
    const type = field instanceof HTMLInputElement && field.type === "range" ? "input" : "change";
    field.addEventListener(type, () => commit(readField(field, schema, fields)));
    // A refused text stays where it was typed until the field is left for good or mended.
    field.addEventListener("blur", () => {
      if (refusal.hidden) show();
    });
  }
  element.querySelector("[data-dice]")?.addEventListener("click", () => {
    commit(Math.floor(Math.random() * 10_000));
  });
  store.subscribe((state, before) => {
    const value = state.params[scope]?.[schema.name];
    const old = before.params[scope]?.[schema.name];
    if (scheduled(state.params[scope]) !== scheduled(before.params[scope])) show();
    if (value !== undefined && old !== undefined && !same(value, old)) {
      refuse("");
      show();
    }
  });
  show();
}

/**
 * What stands in the box of the levels where they are not those of the list; else "".
 * @param {import("../../state/schema.js").Values} [values]
 */
function scheduled({ schedule = "list", levels = 0 } = {}) {
  return schedule === "list" ? "" : `${counted(Number(levels), "level")}, ${schedule}`;
}

/**
 * @param {HTMLInputElement | HTMLSelectElement} field
 * @param {Schema} schema
 * @param {(HTMLInputElement | HTMLSelectElement)[]} fields
 * @returns {Value | string}
 */
function readField(field, schema, fields) {
  if (schema.kind === "bool") return /** @type {HTMLInputElement} */ (field).checked;
  if (schema.kind === "choices" && field instanceof HTMLInputElement) {
    const boxes = /** @type {HTMLInputElement[]} */ (fields);
    return boxes
      .filter((box) => box.checked)
      .map((box) => box.value)
      .join(",");
  }
  return field.value;
}

/** @param {HTMLInputElement | HTMLSelectElement} field @param {Schema} schema @param {Value} value */
function showValue(field, schema, value) {
  if (field instanceof HTMLInputElement && field.type === "checkbox") {
    field.checked = Array.isArray(value)
      ? value.some((item) => item === field.value)
      : value === true;
    return;
  }
  const text = isList(schema) && Array.isArray(value) ? value.join(", ") : String(value);
  const shown =
    field instanceof HTMLSelectElement && Array.isArray(value) ? String(value[0]) : text;
  // The field under the visitor's fingers already shows it; writing would move the caret.
  if (field.value !== shown) field.value = shown;
}

/**
 * Preset chips: each sets its scope to the defaults and then to its own values.
 * @param {Store} store
 * @param {Record<string, Record<string, import("../../state/schema.js").Values>>} presets by scope
 * @param {Record<string, Schema[]>} scopes
 */
export function bindPresets(store, presets, scopes) {
  for (const chip of document.querySelectorAll("[data-preset]")) {
    if (!(chip instanceof HTMLElement)) continue;
    const { scope = "", preset = "" } = chip.dataset;
    const schemas = scopes[scope] ?? [];
    const own = presets[scope]?.[preset] ?? {};
    const values = Object.fromEntries(
      schemas.map((schema) => [schema.name, own[schema.name] ?? schema.default]),
    );
    chip.addEventListener("click", () => store.dispatch({ type: "setMany", scope, values }));
    const mark = () =>
      chip.setAttribute(
        "aria-pressed",
        String(sameValues(values, store.get().params[scope] ?? {})),
      );
    store.subscribe((state, before) => {
      if (state.params[scope] !== before.params[scope]) mark();
    });
    mark();
  }
}

/** Buttons that put a scope back to its defaults. @param {Store} store */
export function bindResets(store) {
  for (const button of document.querySelectorAll("[data-reset]")) {
    const scope = button.getAttribute("data-reset") ?? "";
    button.addEventListener("click", () => store.dispatch({ type: "reset", scope }));
  }
}

/** @param {import("../../state/schema.js").Values} a @param {import("../../state/schema.js").Values} b */
function sameValues(a, b) {
  return Object.keys(a).every((name) => JSON.stringify(a[name]) === JSON.stringify(b[name]));
}
