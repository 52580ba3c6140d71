// Linking: a gate, wire, value, row of the table or line of the text lights up together with all that is about the same.

import { bring } from "./bring.js";
import { all, around, on, words } from "./elements.js";

/** While nothing is pointed at, `otherwise` says which lines are lit. */
export function links(results, text, otherwise) {
  const box = document.getElementById("find");

  function light(names) {
    // A pointer that rests on nothing takes no light from what has the focus.
    const shown = names.length ? names : parts(document.activeElement);
    mark(results, shown);
    text.light(shown.length ? lines(results, shown) : otherwise());
  }

  function followed() {
    const line = results.querySelector(".figure.stale") ? 0 : text.line();
    mark(results, line ? named(results, line) : []);
  }

  const pointed = () => light(parts(all(results, ":hover").at(-1)));
  const focused = () => light(parts(document.activeElement));
  const sought = () => found(results, box.value.trim());
  const searched = () => light(parts(sought()));
  const unpointed = () => (text.line() ? followed : focused);
  // The last thing that a person did decides what is lit, in the figure that they did it to and in every fresh one.
  let last = unpointed();

  on(results, "pointerover focusin", ({ type, target }) => {
    last = type === "focusin" ? focused : pointed;
    light(parts(target));
    if (around(target, "tr[data-parts]")) bring(results, lit(results));
  });
  on(results, "pointerleave", () => {
    last = unpointed();
    light([]);
  });
  on(results, "focusout", () => light([]));
  on(results, "keydown", walk);
  on(document, "selectionchange", () => {
    // A number that a slider writes into its field is no caret of anybody's.
    if (document.activeElement === box || (!text.line() && last !== followed)) return;
    last = unpointed();
    // While an answer is on its way the figure is of another text, which has no such line.
    if (results.ariaBusy === "true") mark(results, []);
    else followed();
  });
  on(box, "input", () => {
    last = searched;
    searched();
    box.ariaInvalid = String(box.value.trim() !== "" && !sought());
    if (sought()) bring(results, lit(results), true);
  });
  on(box, "keydown", ({ key }) => key === "Enter" && sought()?.querySelector("button")?.click());
  last();
  return { refresh: () => last() };
}

/** The names of the parts that something is about: a gate is about all that its row is. */
function parts(target) {
  const drawn = around(target, "svg [data-part]")?.dataset.part;
  const row = around(target, "[data-parts]") ?? (/^gate-/.test(drawn) ? document.querySelector(`.trace tr[data-parts~="${drawn}"]`) : null);
  return words(row ? row.dataset.parts : drawn);
}

const rows = (results) => all(results, ".trace tr[data-parts]");

const about = (row, names) => words(row.dataset.parts).some((part) => names.includes(part));

/** The lines of the text that make what is named. */
function lines(results, names) {
  const made = rows(results).filter((row) => about(row, names));
  return [...new Set(made.map((row) => Number(row.dataset.lines)).filter(Boolean))];
}

const named = (results, line) => rows(results).filter(({ dataset }) => Number(dataset.lines) === line).flatMap(({ dataset }) => words(dataset.parts));

function mark(results, names) {
  for (const element of results.querySelectorAll("svg [data-part]")) {
    element.classList.toggle("lit", names.includes(element.dataset.part));
    if (!element.classList.length) element.removeAttribute("class");
  }
  for (const row of results.querySelectorAll("tr[data-parts], .line[data-parts]")) row.classList.toggle("lit", about(row, names));
}

const lit = (results) => all(results, "svg .lit").slice(0, 1);

/** The arrow keys walk through the rows of a table or the lines of code, which are one stop for the tab key. */
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

/** The row of a value: called so in the text or in the figure, or beginning so. */
function found(results, name) {
  const listed = name ? rows(results) : [];
  const called = (fits) => listed.find((row) => [row.dataset.called, row.querySelector("th").ariaLabel].some(fits));
  return called((each) => each === name) ?? called((each) => each.startsWith(name));
}
