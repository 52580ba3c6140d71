// An array is edited in a grid of cells; its text field, which holds what is sent, is shown on demand.

import { all, chorded, delegate, one } from "./elements.js";
import { isWrong } from "./fields.js";

/** In the inputs; a cell's `data-full` is its entry in full, its default what the server shows of it unedited. */
export function grids(section) {
  delegate(section, "focusin", ".cell", open);
  delegate(section, "focusout", ".cell", (cell) => (cell.value = cell.defaultValue));
  delegate(section, "input", ".cell", (cell, event) => {
    event.stopPropagation();
    enter(cell);
  });
  delegate(section, "keydown", ".cell", (cell, event) => walk(event, cell) && event.preventDefault());
  delegate(section, "paste", ".cell", paste, { capture: true });
  delegate(section, "click", "[data-as-text]", (button) => (button.ariaPressed = button.closest("li").classList.toggle("as-text")));
  delegate(section, "click", "[data-fill]", (button) => {
    const row = button.closest("li");
    const seed = Number(one(row, ".fill-seed").value) || 0;
    cells(row).forEach((cell, place) => put(cell, entry(button.dataset.fill, place, seed)));
    leave(row);
  });
  // A slow line brings the script after a person has begun.
  all(section, ".cell").filter(({ value, defaultValue }) => value !== defaultValue).forEach(enter);
}

/** Cells that say what is in force keep their words: 1/4 is not 0.25 under the hand. */
export function refill(row, fresh) {
  const [mine, theirs] = [cells(row), cells(fresh)];
  if (!mine.length || mine.length !== theirs.length || isWrong(field(row))) return;
  const kept = said(row) === field(row).dataset.given;
  mine.forEach((cell, index) => {
    cell.className = theirs[index].className;
    const { defaultValue, dataset: { full } } = theirs[index];
    const focused = cell === document.activeElement;
    if (!kept || (!focused && cell.dataset.full === full)) put(cell, full, defaultValue);
    if (!kept && focused) open(cell);
  });
}

const field = (row) => one(row, "textarea.field");

const cells = (row) => all(row, ".cell");

function put(cell, full, shown = full) {
  cell.dataset.full = full;
  cell.value = cell.defaultValue = shown;
}

function open(cell) {
  cell.value = cell.dataset.full ?? "";
  cell.select();
}

function enter(cell) {
  cell.dataset.full = cell.defaultValue = cell.value.trim().replace(/^([-−]?\d+),(\d+)$/, "$1.$2");
  type(cell.closest("li"));
}

function said(row) {
  const lines = all(row, ".grid tr").map((line) => `[${cells(line).map((cell) => cell.dataset.full).join(", ")}]`);
  return field(row).dataset.value.trim().startsWith("[[") ? `[${lines.join(",\n ")}]` : lines[0];
}

/** A text, or what stands in the cells, becomes the field's text, as if it had been typed there. */
function type(row, text = said(row)) {
  field(row).value = text;
  field(row).dispatchEvent(new InputEvent("input", { bubbles: true }));
}

function leave(row, text) {
  type(row, text);
  field(row).dispatchEvent(new Event("change", { bubbles: true }));
}

function entry(kind, place, seed) {
  // Digits far behind the point of a sine: good enough to fill a few cells.
  const share = (1e4 * (1 + Math.sin(12.9898 * seed + 78.233 * place))) % 1;
  return { zeros: "0", ones: "1" }[kind] ?? String(Math.round(200 * share - 100) / 100);
}

function walk(event, cell) {
  if (chorded(event)) return false;
  const { key, shiftKey } = event;
  const [mine, wide] = [cells(cell.closest("li")), cells(cell.closest("tr")).length];
  const whole = cell.selectionEnd !== cell.selectionStart;
  const left = whole || cell.selectionStart === 0;
  const right = whole || cell.selectionEnd === cell.value.length;
  const by = { ArrowUp: -wide, ArrowDown: wide, Enter: shiftKey ? -wide : wide, ArrowLeft: left ? -1 : 0, ArrowRight: right ? 1 : 0 }[key] ?? 0;
  const next = mine[mine.indexOf(cell) + by];
  if (by && next && !(shiftKey && key !== "Enter")) next.focus();
  return key === "Enter" || (by !== 0 && !shiftKey);
}

function paste(cell, event) {
  // An empty cell at either end is one, too.
  const text = event.clipboardData?.getData("text/plain").replace(/\r?\n$/, "") ?? "";
  if (!/[\t\r\n,;[(]|\d\s+[-\d]/.test(text)) return;
  event.preventDefault();
  event.stopPropagation();
  const row = cell.closest("li");
  const [mine, wide] = [cells(row), cells(cell.closest("tr")).length];
  const start = mine.indexOf(cell);
  const lines = text.split(/\r?\n|;/).map(split);
  const pasted = `What was pasted, ${lines.length}×${lines[0].length},`;
  const told = one(row, ".told");
  if (!start) {
    leave(row, text);
    // Another size stands here when the whole program has taken it.
    told.textContent = lines.flat().length === mine.length ? "" : `${pasted} is shown as soon as the program fits it.`;
    return;
  }
  const fits = lines.every((line, down) => (start % wide) + line.length <= wide && start + down * wide < mine.length);
  const empty = lines.flat().includes("");
  told.textContent = !fits ? `${pasted} does not fit from here; paste into the first cell to replace all.` : empty ? `${pasted} has an empty cell.` : "";
  if (!fits || empty) return;
  lines.forEach((line, down) => line.forEach((entry, across) => put(mine[start + down * wide + across], entry)));
  leave(row);
}

const split = (line) => (line.includes("\t") ? line.split("\t").map((each) => each.trim()) : line.match(/[^,\s[\]]+/g) ?? []);
