// What stands behind the program's text: its colours, and a wavy line under the exact place of each mistake.

import { tokens } from "./tokens.js";

/** @typedef {{ start: number, stop: number }} Mark a stretch of the text, in UTF-16 units */

/**
 * The place that a mistake or a remark names. The server counts characters, a script counts UTF-16 units.
 * @param {HTMLElement} item
 * @param {string} text
 * @returns {Mark}
 */
export function mark(item, text) {
  const { line, column, endLine, end } = item.dataset;
  const start = offset(text, Number(line), Number(column));
  return { start, stop: Math.max(start + 1, offset(text, Number(endLine), Number(end))) };
}

/**
 * @param {string} text
 * @param {number} line from 1
 * @param {number} column in characters, from 0
 * @returns {number}
 */
export function offset(text, line, column) {
  const lines = text.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, row) => sum + row.length + 1, 0);
  return before + [...(lines[line - 1] ?? "")].slice(0, column).join("").length;
}

/**
 * Colour the text anew. A space at the end keeps the last line's height.
 * @param {HTMLElement} backdrop
 * @param {string} text
 * @param {Mark[]} wrong
 * @param {Mark | null} pointed
 */
export function paint(backdrop, text, wrong, pointed) {
  const pieces = document.createDocumentFragment();
  const marks = pointed ? [...wrong, pointed] : wrong;
  let at = 0;
  for (const token of [...tokens(text), { text: " ", kind: "plain" }]) {
    const stop = at + token.text.length;
    for (const [from, to] of cuts(at, stop, marks)) {
      /** @param {Mark} mark */
      const covers = (mark) => mark.start <= from && to <= mark.stop;
      const shown = at < text.length ? text.slice(from, to) : " ";
      pieces.append(piece(shown, token.kind, wrong.some(covers), pointed !== null && covers(pointed)));
    }
    at = stop;
  }
  pieces.append("\n");
  backdrop.replaceChildren(pieces);
}

/**
 * @param {number} start
 * @param {number} stop
 * @param {Mark[]} marks
 * @returns {[number, number][]} the stretch, cut wherever a mark starts or stops
 */
function cuts(start, stop, marks) {
  const inside = marks.flatMap((mark) => [mark.start, mark.stop]).filter((place) => start < place && place < stop);
  const places = [start, ...inside.sort((a, b) => a - b), stop];
  return places.slice(1).map((place, index) => [places[index], place]);
}

/**
 * @param {string} text
 * @param {string} kind
 * @param {boolean} wrong
 * @param {boolean} pointed
 * @returns {Node}
 */
function piece(text, kind, wrong, pointed) {
  if (kind === "plain" && !wrong && !pointed) return document.createTextNode(text);
  const element = document.createElement(wrong || pointed ? "mark" : "span");
  if (kind !== "plain") element.classList.add(`token-${kind}`);
  element.classList.toggle("wrong", wrong);
  element.classList.toggle("pointed", pointed);
  element.textContent = text;
  return element;
}
