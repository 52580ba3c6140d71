// The inputs under the person's hands: what is typed, slid, pasted or taken back is sent.

import { delegate, on } from "./elements.js";
import { literal, numeral, rewrite } from "./literals.js";
import { close, controls, edited, give, isWrong, open, paste } from "./fields.js";
import { clear, list, settle, swap, twin } from "./rows.js";

export function inputs(section, asking, program) {
  on(section, "input", ({ target }) => change(target, asking, program));
  on(section, "change", ({ target }) => {
    if (target.type === "checkbox") asking.now();
    else commit(section, target.closest("li"), asking, program);
  });
  delegate(section, "click", ".reset", (button) => restore(button.closest("li"), asking));
  // A double click means the number, not the digits on one side of its sign.
  delegate(section, "dblclick", "input.field", (field) => field.select());
  on(section, "paste", paste);
  let pointed = null;
  on(section, "pointerdown", ({ target }) => (pointed = target));
  delegate(section, "focusin", ".field", (field) => open(field, field === pointed));
  on(section, "focusin", () => (pointed = null));
  delegate(section, "focusout", ".field", close);
  delegate(section, "focusout", "li", (row, { relatedTarget }) => swap(row, relatedTarget));
  list(section).forEach(settle);
  return {
    answered() {
      const row = list(section).find((each) => edited(controls(each).field));
      if (row) follow(row, program);
    },
  };
}

function change(target, asking, program) {
  const row = target.closest("li");
  const { field, slider } = controls(row);
  if (target === slider) give(field, slider.value);
  else if (field && target === field) field.dataset.given = field.value;
  else return;
  follow(row, program);
  if (target === slider) asking.moving();
  else asking.soon();
}

/** While a value is on its way into the text, the text shows it there. */
function follow(row, program) {
  const { field } = controls(row);
  const { given } = field.dataset;
  const place = literal(row, field, program.text());
  if (place || given === "") program.preview(place);
  row.classList.toggle("changed", !place && given !== "" && Boolean(row.dataset.written));
}

/** A value that the text gives is written there once the hand is off, and the server has read it. */
async function commit(section, left, asking, program) {
  const before = program.edits();
  // A field that is being left is left first, but before a key changes the next.
  await new Promise((gone) => {
    setTimeout(gone);
    on(document, "keydown", gone, { capture: true, once: true });
  });
  if (!numeral(controls(left).field ?? left)) await asking.newest();
  const row = twin(section, left) ?? left;
  const { field } = controls(row);
  if (!field) return;
  // A text that was replaced in that very moment gives values of its own.
  if (row.dataset.written && program.edits() !== before) return clear(row);
  const place = literal(row, field, program.text());
  if (!place) return;
  rewrite(row, place.said);
  field.placeholder = field.dataset.value = place.said;
  // What cannot be read stays in the field, with what is said of it, and what is in force stands in the text.
  if (isWrong(field)) field.dataset.given = field.dataset.good = "";
  else clear(row);
  program.write(place);
}

function restore(row, asking) {
  const { field } = controls(row);
  clear(row);
  if (!field) return;
  // What the text says is known again with the next answer.
  field.placeholder = field.dataset.value = "";
  field.focus();
  asking.now();
}
