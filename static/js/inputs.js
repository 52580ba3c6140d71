// The inputs under the person's hands: what is typed, slid, pasted or taken back is sent.

import { close, controls, give, isField, open, paste, take } from "./fields.js";
import { clear, list, settle, swap } from "./rows.js";

/** @typedef {{ soon: () => void, now: () => void }} Asking */

/**
 * @param {HTMLElement} section
 * @param {Asking} asking
 */
export function inputs(section, asking) {
  section.addEventListener("input", ({ target }) => change(target, asking));
  section.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && target.type === "checkbox") asking.now();
  });
  section.addEventListener("click", ({ target }) => {
    const row = /** @type {HTMLElement} */ (target).closest(".reset")?.closest("li");
    if (row) restore(row, asking);
  });
  // A double click means the number, not the digits on one side of its sign.
  section.addEventListener("dblclick", ({ target }) => isField(target) && target instanceof HTMLInputElement && target.select());
  section.addEventListener("paste", paste);
  /** @type {EventTarget | null} */
  let pointed = null;
  section.addEventListener("pointerdown", ({ target }) => (pointed = target));
  section.addEventListener("focusin", ({ target }) => {
    if (isField(target)) open(target, target === pointed);
    pointed = null;
  });
  section.addEventListener("focusout", ({ target, relatedTarget }) => {
    if (isField(target)) close(target);
    const row = /** @type {HTMLElement} */ (target).closest("li");
    if (row) swap(row, relatedTarget);
  });
  list(section).forEach(settle);
}

/**
 * @param {EventTarget | null} target
 * @param {Asking} asking
 */
function change(target, asking) {
  const row = /** @type {HTMLElement} */ (target).closest("li");
  const { field, slider } = controls(row);
  if (!row || !field || !(target === slider || target === field)) return;
  if (target === slider && slider) give(field, slider.value);
  else take(field);
  row.classList.toggle("changed", field.dataset.given !== "" && Boolean(row.dataset.written));
  if (target === slider) asking.now();
  else asking.soon();
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
