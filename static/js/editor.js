// The program's text area, with line numbers and the backdrop kept in step.

import { mark, paint } from "./backdrop.js";
import { offer } from "./places.js";

/** @typedef {import("./backdrop.js").Mark} Mark */

/**
 * @param {HTMLElement} frame the `.editor`
 * @param {HTMLElement} list where the mistakes are told
 * @param {() => void} changed called after each change of the text
 */
export function editor(frame, list, changed) {
  const area = /** @type {HTMLTextAreaElement} */ (frame.querySelector("textarea"));
  const backdrop = /** @type {HTMLElement} */ (frame.querySelector(".backdrop"));
  const gutter = /** @type {HTMLElement} */ (frame.querySelector(".gutter"));
  /** @type {Mark[]} */
  let wrong = [];
  /** @type {HTMLElement | null} */
  let pointed = null;
  /** The text as it is about to be, while a slider moves. @type {string | null} */
  let draft = null;

  function show() {
    const lines = area.value.split("\n");
    const places = wrong.map(({ start }) => area.value.slice(0, start).split("\n").length);
    gutter.replaceChildren(...lines.map((_, index) => number(index + 1, places.includes(index + 1))));
    if (draft !== null) paint(backdrop, draft, [], null);
    else paint(backdrop, area.value, wrong, pointed ? mark(pointed, area.value) : null);
  }

  /** Mark the place of a mistake or a remark; none when it is null. @param {HTMLElement | null} item */
  function point(item) {
    if (item === pointed) return;
    pointed = item;
    show();
    const place = backdrop.querySelector(".pointed");
    if (place) bring(frame, place);
  }

  /** Light the numbers of some lines, from 1. @param {number[]} lines */
  function light(lines) {
    [...gutter.children].forEach((each, index) => each.classList.toggle("lit", lines.includes(index + 1)));
    const first = gutter.children[lines[0] - 1];
    if (first) bring(frame, first);
  }

  /** @param {HTMLElement} item */
  function select(item) {
    const { start, stop } = mark(item, area.value);
    area.focus({ preventScroll: true });
    area.setSelectionRange(start, stop);
    frame.scrollIntoView({ block: "nearest" });
  }

  /** Put another name in the place of the last one that a mistake is about. @param {HTMLElement} item @param {string} name */
  function correct(item, name) {
    const { stop } = mark(item, area.value);
    const old = area.value.slice(0, stop).match(/[\p{L}\p{N}_]+$/u)?.[0] ?? "";
    area.focus({ preventScroll: true });
    area.setSelectionRange(stop - old.length, stop);
    insert(name);
  }

  /** Underline what the list of mistakes names now. */
  function judge() {
    const items = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[data-line]")]);
    wrong = items.map((item) => mark(item, area.value));
    items.forEach((item, index) => offer(item, area.value.slice(wrong[index].start, wrong[index].stop)));
    area.setAttribute("aria-invalid", String(list.querySelector("li") !== null));
    pointed = null;
    show();
  }

  /** Show another number in a place of the text, before it is written there. @param {Mark} place @param {string} number */
  function preview({ start, stop }, number) {
    draft = area.value.slice(0, start) + number + area.value.slice(stop);
    show();
  }

  /** Write it, as one step that can be undone; the focus stays where it is. @param {Mark} place @param {string} number */
  function write({ start, stop }, number) {
    const before = document.activeElement;
    area.focus({ preventScroll: true });
    area.setSelectionRange(start, stop);
    insert(number);
    if (before instanceof HTMLElement && before !== area) before.focus({ preventScroll: true });
  }

  area.addEventListener("input", () => {
    wrong = [];
    pointed = draft = null;
    show();
    changed();
  });
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing && !event.ctrlKey && !event.metaKey) indent(event, area);
  });
  frame.classList.add("coloured");
  judge();
  /** The line of the caret, 0 where the text has no focus. */
  function line() {
    return document.activeElement === area ? area.value.slice(0, area.selectionStart).split("\n").length : 0;
  }

  return { judge, light, line, point, preview, select, correct, write, text: () => area.value };
}

/**
 * Scroll a frame, and nothing around it, so that a place in it can be seen.
 * @param {HTMLElement} frame
 * @param {Element} place
 */
function bring(frame, place) {
  const box = frame.getBoundingClientRect();
  const { top, bottom } = place.getBoundingClientRect();
  if (top < box.top || bottom > box.bottom) frame.scrollTop += top - box.top - box.height / 2;
}

/** The one way to insert text that the browser's own undo knows of. @param {string} text */
const insert = (text) => document.execCommand("insertText", false, text);

/**
 * @param {number} line
 * @param {boolean} wrong
 * @returns {HTMLElement}
 */
function number(line, wrong) {
  const element = document.createElement("span");
  element.textContent = String(line);
  if (wrong) element.className = "wrong";
  return element;
}

/**
 * A new line starts where the last one did, four further in after a colon.
 * @param {KeyboardEvent} event
 * @param {HTMLTextAreaElement} area
 */
function indent(event, area) {
  const line = area.value.slice(0, area.selectionStart).split("\n").at(-1) ?? "";
  const margin = (line.match(/^[ \t]*/)?.[0] ?? "") + (/:\s*$/.test(line) ? "    " : "");
  if (margin === "") return;
  event.preventDefault();
  insert(`\n${margin}`);
}
