// What stands behind the program's text: its colours, and a wavy line under each mistake.

import { morph } from "./morph.js";
import { tokens } from "./tokens.js";

/** The place that a mistake or a remark names. The server counts characters, a script counts UTF-16 units. */
export function mark(item, text) {
  const { line, column, endLine, end } = item.dataset;
  const start = offset(text, Number(line), Number(column));
  return { start, stop: offset(text, Number(endLine), Number(end)) };
}

/** The place of a line, counted from 1, and a column, in characters from 0. */
export function offset(text, line, column) {
  const lines = text.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, row) => sum + row.length + 1, 0);
  return before + [...(lines[line - 1] ?? "")].slice(0, column).join("").length;
}

export function paint(backdrop, text, places) {
  const marks = places.map((each) => ({ ...each, stop: Math.max(each.start + 1, each.stop) }));
  const lines = [document.createElement("span")];
  let at = 0;
  // A mark may stand behind the last letter.
  for (const token of tokens(`${text} `)) {
    const stop = at + token.text.length;
    for (const [from, to] of cuts(at, stop, marks)) {
      const kinds = marks.filter((each) => each.start <= from && to <= each.stop).map((each) => each.kind);
      token.text.slice(from - at, to - at).split("\n").forEach((shown, index) => {
        if (index) lines.push(document.createElement("span"));
        if (shown) lines.at(-1).append(piece(shown, token.kind, kinds));
      });
    }
    at = stop;
  }
  const fresh = new DocumentFragment();
  fresh.append(...lines);
  morph(backdrop, fresh);
}

function cuts(start, stop, marks) {
  const inside = marks.flatMap((mark) => [mark.start, mark.stop]).filter((place) => start < place && place < stop);
  const places = [start, ...inside.sort((a, b) => a - b), stop];
  return places.slice(1).map((place, index) => [places[index], place]);
}

function piece(text, kind, marked) {
  if (kind === "plain" && !marked.length) return document.createTextNode(text);
  const element = document.createElement(marked.some((each) => each !== "paired") ? "mark" : "span");
  return Object.assign(element, { className: [`token-${kind}`, ...marked].join(" "), textContent: text });
}
