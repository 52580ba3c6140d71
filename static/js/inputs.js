// The inputs under the person's hands: what is typed, slid, pasted or taken back is sent.

import { on } from "./elements.js";
import { literal, plain, rewritten } from "./literals.js";
import { close, controls, give, isField, isWrong, open, paste, take } from "./fields.js";
import { clear, list, settle, swap } from "./rows.js";

/** @param {{ soon: () => void, now: () => void, moving: () => void }} asking @param {import("./editor.js").Text} program */
export function inputs(section, asking, program) {
  on(section, "input", ({ target }) => change(target, asking, program));
  on(section, "change", ({ target }) => {
    if (target.type === "checkbox") asking.now();
    else commit(target.closest("li"), program);
  });
  on(section, "click", ({ target }) => {
    const row = target.closest(".reset")?.closest("li");
    if (row) restore(row, asking);
  });
  // A double click means the number, not the digits on one side of its sign.
  on(section, "dblclick", ({ target }) => target.matches("input.field") && target.select());
  on(section, "paste", paste);
  let pointed = null;
  on(section, "pointerdown", ({ target }) => (pointed = target));
  on(section, "focusin", ({ target }) => {
    if (isField(target)) open(target, target === pointed);
    pointed = null;
  });
  on(section, "focusout", ({ target, relatedTarget }) => {
    if (isField(target)) close(target);
    const row = target.closest("li");
    if (row) swap(row, relatedTarget);
  });
  list(section).forEach(settle);
}

function change(target, asking, program) {
  const row = target.closest("li");
  const { field, slider } = controls(row);
  if (!row || !field || !(target === slider || target === field)) return;
  if (target === slider && slider) give(field, slider.value);
  else take(field);
  const place = plain(field.dataset.given) ? literal(row, program.text()) : null;
  if (place) program.preview(place, field.dataset.given);
  row.classList.toggle("changed", !place && field.dataset.given !== "" && Boolean(row.dataset.written));
  if (target === slider) asking.moving();
  else asking.soon();
}

/** A value that the text gives is written there once the hand is off the slider or the field. */
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
    row.dataset.written = rewritten(row.dataset.written, value);
    field.placeholder = value;
    field.dataset.value = value;
    clear(row);
    program.write(place, value);
  });
}

/** Back to the value that the text gives. */
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
