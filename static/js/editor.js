// The program's text area, with line numbers and the backdrop kept in step.

import { marks, paint } from "./backdrop.js";

/**
 * @param {HTMLElement} frame the `.editor`
 * @param {HTMLElement} list where the mistakes are told
 * @param {() => void} changed called after each change of the text
 */
export function editor(frame, list, changed) {
  const area = /** @type {HTMLTextAreaElement} */ (frame.querySelector("textarea"));
  const backdrop = /** @type {HTMLElement} */ (frame.querySelector(".backdrop"));
  const gutter = /** @type {HTMLElement} */ (frame.querySelector(".gutter"));

  /** @param {import("./backdrop.js").Mark[]} wrong */
  function show(wrong) {
    const lines = area.value.split("\n");
    const places = wrong.map((mark) => area.value.slice(0, mark.start).split("\n").length);
    gutter.replaceChildren(...lines.map((_, index) => number(index + 1, places.includes(index + 1))));
    paint(backdrop, area.value, wrong);
  }

  area.addEventListener("input", () => {
    show([]);
    changed();
  });
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing && !event.ctrlKey && !event.metaKey) indent(event, area);
  });
  frame.classList.add("coloured");

  /** Underline what the list of mistakes names now. */
  function judge() {
    const wrong = marks(list, area.value);
    area.setAttribute("aria-invalid", String(list.querySelector("li") !== null));
    show(wrong);
  }
  judge();
  return { judge };
}

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
  // The one way to insert text that the browser's own undo knows of.
  document.execCommand("insertText", false, `\n${margin}`);
}
