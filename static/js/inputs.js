// The inputs under the person's hands: what is typed, slid, pasted or taken back is sent.

import { literal, plain, rewritten } from "./literals.js";
import { close, controls, give, isField, isWrong, open, paste, take } from "./fields.js";
import { clear, list, settle, swap } from "./rows.js";

/**
 * @typedef {{ soon: () => void, now: () => void, moving: () => void }} Asking
 *
 * @typedef {object} Text the program's text
 * @property {() => string} text
 * @property {() => number} edits how often another hand has changed it
 * @property {(place: { start: number, stop: number }, number: string) => void} preview
 * @property {(place: { start: number, stop: number }, number: string) => void} write
 */

/**
 * @param {HTMLElement} section
 * @param {Asking} asking
 * @param {Text} program
 */
export function inputs(section, asking, program) {
  section.addEventListener("input", ({ target }) => change(target, asking, program));
  section.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && target.type === "checkbox") asking.now();
    else commit(/** @type {HTMLElement} */ (target).closest("li"), program);
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
 * @param {Text} program
 */
function change(target, asking, program) {
  const row = /** @type {HTMLElement} */ (target).closest("li");
  const { field, slider } = controls(row);
  if (!row || !field || !(target === slider || target === field)) return;
  if (target === slider && slider) give(field, slider.value);
  else take(field);
  const place = plain(field.dataset.given ?? "") ? literal(row, program.text()) : null;
  if (place) program.preview(place, field.dataset.given ?? "");
  row.classList.toggle("changed", !place && field.dataset.given !== "" && Boolean(row.dataset.written));
  if (target === slider) asking.moving();
  else asking.soon();
}

/**
 * A value that the text gives is written there once the hand is off the slider or the field.
 * @param {HTMLElement | null} row
 * @param {Text} program
 */
function commit(row, program) {
  const before = program.edits();
  // A field that is being left is left first.
  setTimeout(() => {
    const { field } = controls(row);
    // A text that was replaced in that very moment gives values of its own.
    if (row?.dataset.written && program.edits() !== before) return clear(row);
    const value = field?.dataset.given ?? "";
    const place = row && field && !isWrong(field) && plain(value) ? literal(row, program.text()) : null;
    if (!row || !field || !place) return;
    row.dataset.written = rewritten(row.dataset.written ?? "", value);
    field.placeholder = value;
    field.dataset.value = value;
    clear(row);
    program.write(place, value);
  });
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
