// What stands behind the program's text: its colours, and a wavy line under the exact place of each mistake.

import { tokens } from "./tokens.js";

/** @typedef {{ start: number, stop: number }} Mark a stretch of the text, in UTF-16 units */

/**
 * The places of the mistakes that a list shows. The server counts characters, a script counts UTF-16 units.
 * @param {ParentNode} list
 * @param {string} text
 * @returns {Mark[]}
 */
export function marks(list, text) {
  return [...list.querySelectorAll("[data-line]")].map((item) => {
    const { line, column, endLine, end } = /** @type {HTMLElement} */ (item).dataset;
    const start = offset(text, Number(line), Number(column));
    return { start, stop: Math.max(start + 1, offset(text, Number(endLine), Number(end))) };
  });
}

/**
 * @param {string} text
 * @param {number} line from 1
 * @param {number} column in characters, from 0
 * @returns {number}
 */
function offset(text, line, column) {
  const lines = text.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, row) => sum + row.length + 1, 0);
  return before + [...(lines[line - 1] ?? "")].slice(0, column).join("").length;
}

/**
 * Colour the text anew. A space at the end keeps the last line's height.
 * @param {HTMLElement} backdrop
 * @param {string} text
 * @param {Mark[]} wrong
 */
export function paint(backdrop, text, wrong) {
  const pieces = document.createDocumentFragment();
  let at = 0;
  for (const token of tokens(text)) {
    const stop = at + token.text.length;
    for (const [from, to] of cuts(at, stop, wrong)) {
      pieces.append(piece(text.slice(from, to), token.kind, wrong.some((mark) => mark.start <= from && to <= mark.stop)));
    }
    at = stop;
  }
  pieces.append(piece(" ", "plain", wrong.some((mark) => mark.stop > text.length)), "\n");
  backdrop.replaceChildren(pieces);
}

/**
 * @param {number} start
 * @param {number} stop
 * @param {Mark[]} wrong
 * @returns {[number, number][]} the stretch, cut wherever a mark starts or stops
 */
function cuts(start, stop, wrong) {
  const inside = wrong.flatMap((mark) => [mark.start, mark.stop]).filter((place) => start < place && place < stop);
  const places = [start, ...inside.sort((a, b) => a - b), stop];
  return places.slice(1).map((place, index) => [places[index], place]);
}

/**
 * @param {string} text
 * @param {string} kind
 * @param {boolean} marked
 * @returns {Node}
 */
function piece(text, kind, marked) {
  if (kind === "plain" && !marked) return document.createTextNode(text);
  const element = document.createElement(marked ? "mark" : "span");
  if (kind !== "plain") element.className = `token-${kind}`;
  element.textContent = text;
  return element;
}
