// The inputs: a slider and its number field move together, and a new answer changes them without taking the slider from the hand.

import { adopt, close, controls, give, open } from "./fields.js";

/** @typedef {{ soon: () => void, now: () => void }} Asking */

/**
 * @param {HTMLElement} section
 * @param {Asking} asking
 */
export function inputs(section, asking) {
  section.addEventListener("input", ({ target }) => {
    const row = /** @type {HTMLElement} */ (target).closest("li");
    const { field, slider } = controls(row);
    if (!row || !field || !(target === slider || target === field)) return;
    give(field, target === slider && slider ? slider.value : field.value);
    if (slider && target === field) slider.value = field.value || field.placeholder;
    row.classList.toggle("changed", field.value !== "" && Boolean(row.dataset.written));
    if (target === slider) asking.now();
    else asking.soon();
  });
  section.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && target.type === "checkbox") asking.now();
  });
  section.addEventListener("click", ({ target }) => {
    const row = /** @type {HTMLElement} */ (target).closest(".reset")?.closest("li");
    if (row) restore(row, asking);
  });
  section.addEventListener("focusin", ({ target }) => isField(target) && open(target));
  section.addEventListener("focusout", ({ target }) => isField(target) && close(target));
  list(section).forEach(settle);
}

/**
 * @param {EventTarget | null} target
 * @returns {target is import("./fields.js").Field}
 */
const isField = (target) => target instanceof HTMLElement && target.matches(".field");

/** @param {HTMLElement} row */
function settle(row) {
  const { field } = controls(row);
  if (field) adopt(field);
}

/**
 * Back to the value that the text gives.
 * @param {HTMLElement} row
 * @param {Asking} asking
 */
function restore(row, asking) {
  const { field } = controls(row);
  clear(row);
  if (!field) return;
  // What the text says is known again with the next answer.
  field.placeholder = "";
  field.dataset.value = "";
  field.focus();
  asking.now();
}

/**
 * Take over what a new answer says of the inputs.
 * @param {HTMLElement} section
 * @param {HTMLElement} fresh
 * @returns {boolean} whether a value was given up because the text now says another: the answer is out of date then
 */
export function merge(section, fresh) {
  const rows = list(section);
  const next = list(fresh);
  const outdated = next.filter((row) => overruled(rows.find((old) => kind(old) === kind(row)), row));
  if (rows.length === next.length && rows.every((row, index) => kind(row) === kind(next[index]))) {
    const names = outdated.map(kind);
    rows.forEach((row, index) => update(row, next[index]));
    rows.filter((row) => names.includes(kind(row))).forEach(clear);
  } else {
    replace(section, fresh);
    outdated.forEach(clear);
  }
  return outdated.length > 0;
}

/**
 * Put other inputs in the place of the old ones; a tensor that was opened or closed stays so.
 * @param {HTMLElement} section
 * @param {HTMLElement} fresh
 */
export function replace(section, fresh) {
  const rows = list(section);
  for (const row of list(fresh)) {
    settle(row);
    const old = rows.find((each) => kind(each) === kind(row))?.querySelector("details");
    row.querySelector("details")?.toggleAttribute("open", old?.open ?? row.querySelector("details[open]") !== null);
  }
  section.replaceChildren(...fresh.childNodes);
}

/** @param {ParentNode} section @returns {HTMLElement[]} */
const list = (section) => [...section.querySelectorAll("li")];

/** @param {HTMLElement} row @returns {string} */
const kind = (row) => `${row.dataset.input} ${row.dataset.kind}`;

/**
 * Whether the person has changed the text's own value of an input since they moved its slider.
 * @param {HTMLElement | undefined} row
 * @param {HTMLElement} next
 */
function overruled(row, next) {
  return row !== undefined && next.classList.contains("changed") && row.dataset.written !== next.dataset.written;
}

/** @param {HTMLElement} row */
function clear(row) {
  const { field } = controls(row);
  if (field) give(field, "");
  row.classList.remove("changed");
}

/**
 * @param {HTMLElement} row
 * @param {HTMLElement} next
 */
function update(row, next) {
  const mine = controls(row);
  const theirs = controls(next);
  row.dataset.written = next.dataset.written;
  for (const part of [".gradient", ".gist"]) {
    row.querySelector(part)?.replaceChildren(...(next.querySelector(part)?.childNodes ?? []));
  }
  if (mine.field && theirs.field) {
    mine.field.placeholder = theirs.field.placeholder;
    mine.field.dataset.value = theirs.field.dataset.value;
  }
  if (!mine.slider || !theirs.slider || mine.slider === document.activeElement) return;
  const value = Number(theirs.slider.value);
  if (value < Number(mine.slider.min) || value > Number(mine.slider.max)) {
    for (const name of /** @type {const} */ (["min", "max", "step"])) mine.slider[name] = theirs.slider[name];
  }
  mine.slider.value = theirs.slider.value;
}
