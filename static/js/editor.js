// The program's text area, with the backdrop kept in step.

import { mark, paint } from "./backdrop.js";
import { all, on, one } from "./elements.js";
import { rested } from "./places.js";
import { brackets, caretLine, insert, typing } from "./typing.js";

export function editor(frame, list, changed) {
  const area = one(frame, "textarea");
  const backdrop = one(frame, ".backdrop");
  let wrong = [];
  let pointed = null;
  let shone = [];
  let edits = 0;
  let paired = [];
  /** The text as it is about to be, while a slider moves. */
  let draft = null;

  function show() {
    const place = pointed ? [{ ...mark(pointed, area.value), kind: "pointed" }] : [];
    const pair = paired.map((start) => ({ start, stop: start + 1, kind: "paired" }));
    const marks = draft === null ? [...wrong.map((each) => ({ ...each, kind: "wrong" })), ...place, ...pair] : [];
    paint(backdrop, draft ?? area.value, marks);
    shine();
  }

  const shine = () => [...backdrop.children].forEach((line, index) => line.classList.toggle("lit", shone.includes(index + 1)));

  function point(item) {
    if (item === pointed) return;
    pointed = item;
    show();
    const place = one(backdrop, ".pointed");
    if (place) bring(frame, place);
  }

  /** What a person points at is in sight. */
  function light(lines, seen) {
    if (String(lines) === String(shone)) return;
    shone = lines;
    shine();
    const first = backdrop.children[lines[0] - 1];
    if (first && !seen) bring(frame, first);
  }

  /** The line at a height of the window. */
  const at = (y) => [...backdrop.children].findIndex((line) => y < line.getBoundingClientRect().bottom) + 1;

  function select(item) {
    const { start, stop } = mark(item, area.value);
    area.focus({ preventScroll: true });
    area.setSelectionRange(start, stop);
    frame.scrollIntoView({ block: "nearest" });
  }

  function correct(item, text) {
    select(item);
    insert(text);
  }

  function judge() {
    wrong = all(list, "[data-line]").map((item) => mark(item, area.value));
    area.ariaInvalid = one(list, "li") !== null;
    pointed = rested();
    show();
  }

  /** Without a place, the text as it is. */
  function preview(place) {
    draft = place && area.value.slice(0, place.start) + place.said + area.value.slice(place.stop);
    show();
  }

  /** The focus and what is selected stay. */
  function write({ start, stop, said }) {
    const before = document.activeElement;
    const after = (at) => (at <= start ? at : Math.max(start + said.length, at + said.length - (stop - start)));
    const [from, to] = [after(area.selectionStart), after(area.selectionEnd)];
    area.dataset.writing = "";
    area.focus({ preventScroll: true });
    area.setSelectionRange(start, stop);
    insert(said);
    area.setSelectionRange(from, to);
    if (before instanceof HTMLElement && before !== area) before.focus({ preventScroll: true });
    delete area.dataset.writing;
  }

  /** The caret goes where they differ. */
  function put(text) {
    const old = area.value;
    if (old === text) return;
    let tail = 0;
    while (tail < text.length && old.at(-1 - tail) === text.at(-1 - tail)) tail += 1;
    area.value = text;
    edits += 1;
    area.setSelectionRange(text.length - tail, text.length - tail);
    renew();
  }

  function renew() {
    wrong = [];
    paired = [];
    pointed = draft = null;
    show();
  }

  const writing = () => "writing" in area.dataset;

  // The focus that a script borrows to write was nowhere: a field that is typed in is not left.
  on(document, "focusin focusout", (event) => writing() && event.stopPropagation(), { capture: true });
  on(area, "input", () => {
    if (!writing()) edits += 1;
    renew();
    changed();
  });
  typing(area);
  on(document, "selectionchange", () => {
    const found = document.activeElement === area && area.selectionStart === area.selectionEnd ? brackets(area.value, area.selectionStart) : [];
    if (String(found) === String(paired)) return;
    paired = found;
    show();
  });
  frame.classList.add("coloured");
  judge();
  const line = () => (document.activeElement === area ? caretLine(area) : 0);

  return { at, judge, light, line, point, preview, put, select, correct, write, text: () => area.value, edits: () => edits };
}

/** Scroll a frame, and nothing around it, so that a place in it can be seen. */
function bring(frame, place) {
  const box = frame.getBoundingClientRect();
  const { top, bottom } = place.getBoundingClientRect();
  if (top < box.top || bottom > box.bottom) frame.scrollTop += top - box.top - box.height / 2;
}
