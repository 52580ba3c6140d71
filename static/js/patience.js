// A mistake at the caret is told once the person rests or goes elsewhere: half a word is not one yet.

import { on } from "./elements.js";
import { part } from "./parts.js";

const REST = 700;

/** @typedef {import("./answers.js").Asked} Asked */

/**
 * @param {(page: Document, asked: Asked) => void} show takes an answer
 * @param {() => number} line the line of the caret, 0 where the text has no focus
 * @returns {(page: Document, asked: Asked) => void}
 */
export function patience(show, line) {
  let timer = 0;
  let here = 0;
  let held = null;

  function release() {
    const waiting = held;
    drop();
    waiting?.();
  }

  function drop() {
    clearTimeout(timer);
    held = null;
  }

  on(document, "selectionchange", () => held && line() !== here && release());
  return (page, asked) => {
    drop();
    here = line();
    if (asked.returning || !here || !only(page, here)) return show(page, asked);
    held = () => show(page, asked);
    timer = setTimeout(release, REST);
  };
}

/** Whether the page has mistakes, and all of them are in this line. */
function only(page, line) {
  const items = [...(part("mistakes", page)?.querySelectorAll("li") ?? [])];
  return items.length > 0 && items.every(({ dataset }) => Number(dataset.line) <= line && line <= Number(dataset.endLine));
}
