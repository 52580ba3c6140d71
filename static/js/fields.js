// A field of an input: while nobody edits it, it shows few digits of its value; what is sent has all of them.
// `data-value` is the value in full, `data-given` what the address says of it, which is nothing where the text decides.

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */

/**
 * The field and the slider of an input's row.
 * @param {Element | null} row
 */
export function controls(row) {
  const field = /** @type {Field | null} */ (row?.querySelector(".field") ?? null);
  const slider = /** @type {HTMLInputElement | null} */ (row?.querySelector("input[type=range]") ?? null);
  return { field, slider };
}

/** Take over a field as the server sent it. @param {Field} field */
export function adopt(field) {
  field.dataset.given = field.value;
  if (field.value !== "" && field.placeholder !== "") field.value = field.placeholder;
}

/** @param {Field} field @param {string} value empty to return to the text */
export function give(field, value) {
  field.value = value;
  field.dataset.given = value;
}

/** Show all of the value, to be edited as if it had been typed. @param {Field} field */
export function open(field) {
  const { given, value } = field.dataset;
  field.dataset.before = field.value;
  field.value = given || value || "";
  field.dataset.opened = field.value;
  field.select();
}

/** What was not changed looks as before. @param {Field} field */
export function close(field) {
  const { before, opened } = field.dataset;
  if (before !== undefined && field.value === opened) field.value = before;
  delete field.dataset.before;
  delete field.dataset.opened;
}

/** What a form sends of its fields. @param {HTMLFormElement} form */
export function sending(form) {
  form.addEventListener("formdata", ({ formData }) => {
    for (const each of form.querySelectorAll(".field")) {
      const field = /** @type {Field} */ (each);
      formData.set(field.name, field.dataset.given ?? "");
    }
  });
}
