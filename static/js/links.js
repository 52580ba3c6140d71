// Linking: a gate, wire, value, row, input or line of the text lights up with all that is about the same.

import { bring } from "./bring.js";
import { all, around, delegate, named, numbers, on, one, words } from "./elements.js";
import { made } from "./gates.js";
import { part } from "./parts.js";
import { peek } from "./peek.js";

/** While nothing is pointed at, `otherwise` says which lines are lit. */
export function links(results, text, otherwise) {
  const [box, corner, program] = named("find", "peek", "program");
  let hovered = 0;

  function light(target) {
    // A pointer that rests on nothing takes no light from what has the focus.
    const source = parts(target).length ? target : document.activeElement;
    const shown = parts(source);
    mark(results, shown, words(gateRow(around(source, DRAWN))?.dataset.inputs));
    text.light(shown.length ? lines(results, shown) : otherwise());
  }

  /** What a line makes, and of what. While an answer is on its way the figure is of another text. */
  function spoken(line) {
    const other = results.ariaBusy === "true" || one(results, ".figure.stale");
    const made = other ? [] : rows(results).filter(({ dataset }) => numbers(dataset.lines).includes(line));
    mark(results, ...["parts", "inputs"].map((kind) => made.flatMap(({ dataset }) => words(dataset[kind]))));
    return made.length > 0;
  }

  function followed() {
    spoken(text.line());
    text.light(otherwise());
  }

  function above() {
    text.light(spoken(hovered) ? [hovered] : otherwise(), true);
    peek(corner, results, hovered);
  }

  function show(around) {
    const lit = all(results, ".stage .lit").slice(0, 1);
    bring(results, () => lit, around);
  }

  const pointed = () => light(all(document, ":hover").findLast((each) => parts(each).length));
  const focused = () => light(null);
  const sought = () => found(results, box.value.trim());
  const searched = () => light(sought());
  const unpointed = () => (text.line() ? followed : focused);
  // What a person did last decides what is lit, in fresh figures, too.
  let last = unpointed();

  /** Where a click was: what scrolls there is not pointed at. */
  let clicked = "";
  on(results, "pointerover focusin click pointerleave", ({ type, target, x, y }) => {
    const click = type === "click";
    if (click) clicked = `${x} ${y}`;
    else if (clicked === `${x} ${y}`) return;
    last = { pointerleave: unpointed(), focusin: focused }[type] ?? pointed;
    light(target === results ? null : target);
    const row = around(target, "tr[data-parts]");
    if (row) show(click && !around(target, "input, button") && getSelection().isCollapsed);
    peek(corner, results, type === "pointerover" && row);
  });
  // A slider is not what is pointed at: whoever moves it looks at everything.
  delegate(part("inputs"), "pointerover pointerout focusin focusout", NAMED, (_, { type }) => {
    last = { pointerover: pointed, focusin: focused }[type] ?? unpointed();
    last();
  });
  on(results, "focusout", focused);
  on(results, "keydown", walk);
  on(document, "selectionchange", () => {
    // A number that a slider writes into its field is no caret of anybody's.
    if (document.activeElement === box || (!text.line() && last !== followed)) return;
    last = unpointed();
    followed();
  });
  on(program, "pointermove pointerleave", ({ type, y, pointerType }) => {
    const line = type === "pointermove" && pointerType !== "touch" ? text.at(y) : 0;
    if (line === hovered) return;
    hovered = line;
    last = line ? above : unpointed();
    last();
    if (!line) peek(corner, results);
  });
  on(box, "input", () => {
    last = searched;
    searched();
    box.ariaInvalid = box.value.trim() !== "" && !sought();
    if (sought()) show(true);
  });
  on(box, "keydown", ({ key }) => key === "Enter" && one(sought(), "button")?.click());
  last();
  return { refresh: () => last() };
}

const [DRAWN, NAMED] = ["svg [data-part]", ".input :is(.name, .gradient, .field, .cell)"];

const gateRow = (drawn) => (drawn?.dataset.kind === "gate" ? made(drawn.dataset.part) : null);

const inputRow = (input) => input && one(document, `.trace tr[data-called="${CSS.escape(input.dataset.input)}"]`);

/** The names of the parts that something is about: a gate or an input is about all that its row is. */
function parts(target) {
  const drawn = around(target, DRAWN);
  const row = around(target, "[data-parts]") ?? gateRow(drawn) ?? inputRow(around(target, NAMED)?.closest("li"));
  return words(row ? row.dataset.parts : drawn?.dataset.part);
}

const rows = (results) => all(results, ".trace tr[data-parts]");

const about = (row, names) => words(row.dataset.parts).some((part) => names.includes(part));

function lines(results, names) {
  const told = rows(results).filter((row) => about(row, names));
  return [...new Set(told.flatMap(({ dataset }) => numbers(dataset.lines)))];
}

function mark(results, names, inputs = []) {
  for (const element of all(results, DRAWN)) {
    element.classList.toggle("lit", [...names, ...inputs].includes(element.dataset.part));
    if (!element.classList.length) element.removeAttribute("class");
  }
  for (const row of all(results, "tr[data-parts], .line[data-parts]")) row.classList.toggle("lit", about(row, names));
  for (const input of all(part("inputs"), "li")) input.classList.toggle("lit", inputRow(input)?.matches(".lit") ?? false);
}

/** Rows of a table and lines of code are one stop for the tab key. */
function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const list = around(event.target, "tbody, .walked");
  if (!step || !list) return;
  const stops = all(list, "[data-parts]");
  const here = stops.indexOf(around(event.target, "[data-parts]"));
  const next = stops[here < 0 && step < 0 ? stops.length - 1 : here + step];
  if (!next) return;
  event.preventDefault();
  for (const each of stops) each.tabIndex = each === next ? 0 : -1;
  next.focus();
}

/** The row of a value: called so in text or figure, or beginning so. */
function found(results, name) {
  const listed = name ? rows(results) : [];
  const called = (fits) => listed.find((row) => [row.dataset.called, row.dataset.label].some(fits));
  return called((each) => each === name) ?? called((each) => each.startsWith(name));
}
