// A field of an input. While nobody edits it, it shows few digits of its value; while somebody does, no script writes to it.
// `data-value` is the value in full, `data-given` what is sent of it, which is nothing where the text decides, and `data-good`
// what was sent last that could be read: it stays in force while the field says something else.

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */

/** The field and the slider of an input's row. */
export function controls(row) {
  const field = row?.querySelector(".field") ?? null;
  const slider = row?.querySelector("input[type=range]") ?? null;
  return { field, slider };
}

/** @returns {target is Field} */
export const isField = (target) => target.matches(".field");

/** @param {Field | null} field */
export const edited = (field) => field !== null && field === document.activeElement;

/** Whether the field is marked as saying something that cannot be read. @param {Field} field */
export const isWrong = (field) => field.getAttribute("aria-invalid") === "true";

/** Whether it still says so. @param {Field} field */
export const staysWrong = (field) => isWrong(field) && field.value === field.dataset.wrong;

/** Take over a field as the server sent it. @param {Field} field */
export function adopt(field) {
  field.dataset.given = isWrong(field) ? "" : field.value;
  field.dataset.good = field.dataset.given;
  if (isWrong(field)) field.dataset.wrong = field.value;
  if (field.dataset.given !== "" && field.placeholder !== "") field.value = field.placeholder;
}

/** What stands in the field is sent from now on. @param {Field} field */
export function take(field) {
  field.dataset.given = field.value;
}

/** Another hand than the keyboard's changes the value. @param {Field} field @param {string} value empty to return to the text */
export function give(field, value) {
  if (!edited(field)) field.value = value;
  field.dataset.given = value;
  mark(field, false);
}

/** @param {Field} field */
export function mark(field, wrong) {
  if (wrong) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

/**
 * What was sent cannot be read: what was good before is sent again.
 * @param {Field} field
 * @returns {boolean} whether that is what the field still says
 */
export function refuse(field, sent) {
  if (bare(field.dataset.given) !== bare(sent) || sent === "") return false;
  // What was good does not fit any more where the text has changed.
  if (bare(field.dataset.good) === bare(sent)) field.dataset.good = "";
  field.dataset.given = field.dataset.good;
  field.dataset.wrong = field.value;
  mark(field, true);
  return true;
}

const bare = (text) => text.replace(/\s+/g, " ").trim();

/** Show all of the value before it is edited, selected as a whole; but in a matrix the caret goes where a pointer puts it. @param {Field} field */
export function open(field, pointed) {
  const { given = "", value = "" } = field.dataset;
  // Cells that were pasted are edited as rows.
  const rows = field instanceof HTMLTextAreaElement && !given.includes("[");
  const whole = (rows && value) || given || value;
  if (!isWrong(field) && field.value !== whole) {
    field.dataset.before = field.value;
    field.value = whole;
    field.dataset.opened = field.value;
  }
  if (!pointed || field instanceof HTMLInputElement) field.select();
}

/** What was not changed looks as before. @param {Field} field */
export function close(field) {
  const { before, opened } = field.dataset;
  if (before !== undefined && field.value === opened) field.value = before;
  delete field.dataset.before;
  delete field.dataset.opened;
  shorten(field);
}

/** A number that is longer than its field is shown in few digits, never cut off. @param {Field} field */
export function shorten(field) {
  const { given, good } = field.dataset;
  if (edited(field) || isWrong(field) || given !== good || !(field instanceof HTMLInputElement)) return;
  if (field.scrollWidth > field.clientWidth) field.value = field.placeholder;
}

/** Rows that are pasted into a field of one line stay rows. @param {ClipboardEvent} event */
export function paste(event) {
  const text = event.clipboardData?.getData("text/plain").trim() ?? "";
  if (!(event.target instanceof HTMLInputElement) || !/[\r\n]/.test(text)) return;
  event.preventDefault();
  // Unlike writing to the field, this can be undone.
  document.execCommand("insertText", false, text.replace(/[\r\n]+/g, "; "));
}
