// A field of an input shows few digits of its value while nobody edits it; while somebody does, no script writes to it.
// `data-value` is the value in full, `data-given` what is sent of it, which is nothing where the text decides, and `data-good`
// what was sent last that could be read: it stays in force while the field says something else.

import { one } from "./elements.js";

export function controls(row) {
  return { field: one(row, ".field"), slider: one(row, "input[type=range]") };
}

export const edited = (field) => field === document.activeElement;

export const isWrong = (field) => field.ariaInvalid === "true";

export function mark(field, wrong) {
  field.ariaInvalid = wrong ? "true" : null;
}

export function adopt(field) {
  if (!field) return;
  const { dataset, value, placeholder } = field;
  dataset.given = dataset.good = isWrong(field) ? "" : value;
  if (isWrong(field)) dataset.wrong = value;
  if (dataset.given && placeholder) field.value = placeholder;
}

/** Another hand than the keyboard's changes the value; an empty one returns to the text. */
export function give(field, value) {
  if (!edited(field)) field.value = value;
  field.dataset.given = value;
  mark(field, false);
}

/** What was sent cannot be read: what was good before is sent again. True where the field still says that. */
export function refuse(field, sent) {
  const { dataset } = field;
  if (bare(dataset.given) !== bare(sent) || sent === "") return false;
  // What was good does not fit any more where the text has changed.
  if (bare(dataset.good) === bare(sent)) dataset.good = "";
  dataset.given = dataset.good;
  dataset.wrong = field.value;
  mark(field, true);
  return true;
}

const bare = (text) => text.replace(/\s+/g, " ").trim();

/** Show all of the value before it is edited, selected; but in a matrix the caret goes where a pointer puts it. */
export function open(field, pointed) {
  const { given = "", value = "" } = field.dataset;
  const line = field.matches("input");
  // Cells that were pasted are edited as rows.
  const whole = (!line && !given.includes("[") && value) || given || value;
  if (!isWrong(field) && field.value !== whole) {
    field.dataset.before = field.value;
    field.value = field.dataset.opened = whole;
  }
  if (!pointed || line) field.select();
}

export function close(field) {
  const { before, opened } = field.dataset;
  if (before !== undefined && field.value === opened) field.value = before;
  delete field.dataset.before;
  delete field.dataset.opened;
  shorten(field);
}

/** A number that is longer than its field is shown in few digits, never cut off. */
export function shorten(field) {
  const { given, good } = field.dataset;
  if (edited(field) || isWrong(field) || given !== good || !field.matches("input")) return;
  if (field.scrollWidth > field.clientWidth) field.value = field.placeholder;
}

/** Rows that are pasted into a field of one line stay rows. */
export function paste(event) {
  const text = event.clipboardData?.getData("text/plain").trim() ?? "";
  if (!event.target.matches("input") || !/[\r\n]/.test(text)) return;
  event.preventDefault();
  // Unlike writing to the field, this can be undone.
  document.execCommand("insertText", false, text.replace(/[\r\n]+/g, "; "));
}
