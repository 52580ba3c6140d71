// What typing does beside inserting letters: new lines are indented, Ctrl+/ makes lines comments, brackets find each other.

import { on } from "./elements.js";
import { tokens } from "./tokens.js";

const PAIRS = { ")": "(", "]": "[", "}": "{" };

/** The line of the caret, from 1. */
export const caretLine = ({ value, selectionStart }) => value.slice(0, selectionStart).split("\n").length;

/** The one way to insert text that the browser's own undo knows of. */
export const insert = (text) => document.execCommand("insertText", false, text);

export function typing(area) {
  on(area, "keydown", (event) => {
    const control = event.ctrlKey || event.metaKey;
    if (event.key === "/" && control) comment(area);
    else if (event.key !== "Enter" || event.isComposing || control || !indent(area)) return;
    event.preventDefault();
  });
}

/** A new line starts where the last one did, four further in after a colon. True where there is anything to do. */
function indent(area) {
  const line = area.value.slice(0, area.selectionStart).split("\n").at(-1);
  const margin = line.match(/^[ \t]*/)[0] + (/:\s*$/.test(line) ? "    " : "");
  if (margin) insert(`\n${margin}`);
  return margin !== "";
}

function comment(area) {
  const { value, selectionStart, selectionEnd } = area;
  const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const end = value.indexOf("\n", selectionEnd);
  const lines = value.slice(start, end < 0 ? value.length : end).split("\n");
  const filled = lines.filter((line) => line.trim());
  if (!filled.length) return;
  const margin = Math.min(...filled.map((line) => line.search(/\S/)));
  const off = filled.every((line) => line.trim().startsWith("#"));
  const change = (line) => (!line.trim() ? line : off ? line.replace(/#\s?/, "") : `${line.slice(0, margin)}# ${line.slice(margin)}`);
  const text = lines.map(change).join("\n");
  const caret = selectionStart + text.length - lines[0].length;
  area.setSelectionRange(start, end < 0 ? value.length : end);
  insert(text);
  area.setSelectionRange(...(lines.length > 1 ? [start, start + text.length] : [caret, caret]));
}

/** The bracket at the caret and its partner, as places in the text; none where there is no such pair. */
export function brackets(text, caret) {
  const bare = tokens(text).map((token) => (token.kind === "comment" ? " ".repeat(token.text.length) : token.text)).join("");
  const open = [];
  for (let place = 0; place < bare.length; place += 1) {
    if ("([{".includes(bare[place])) open.push(place);
    else if (bare[place] in PAIRS) {
      const start = open.pop();
      if (start === undefined || bare[start] !== PAIRS[bare[place]]) return [];
      if ([start, start + 1, place, place + 1].includes(caret)) return [start, place];
    }
  }
  return [];
}
