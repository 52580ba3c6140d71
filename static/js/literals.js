// A number that the text itself gives an input follows the input's slider and field: text and figure never disagree.

import { offset } from "./backdrop.js";
import { words } from "./elements.js";

/** From where to where in its statement the server found the number. */
const places = ({ dataset }) => words(dataset.number).map(Number);

/** Where the number of an input stands in the text; null where none stands there, or the text has changed since. */
export function literal(row, text) {
  const [lead, end] = places(row);
  const from = end ? statement(row, text, row.dataset.written) : -1;
  return from < 0 ? null : { start: from + lead, stop: from + end };
}

/** Where a statement begins: where the server found it, or, if something before it has changed, at the one place that it can be; else -1. */
function statement(row, text, written) {
  const [line, column] = (row.dataset.bound ?? "").split(" ").map(Number);
  const from = line ? offset(text, line, column) : -1;
  if (from >= 0 && text.slice(from, from + written.length) === written) return from;
  const places = [];
  for (let at = text.indexOf(written); at >= 0; at = text.indexOf(written, at + 1)) {
    if (/(?:^|[\n;])[ \t]*$/.test(text.slice(0, at)) && /^[ \t]*(?:[\n;#]|$)/.test(text.slice(at + written.length))) places.push(at);
  }
  return places.length === 1 ? places[0] : -1;
}

/** The statement says another value from now on. */
export function rewrite({ dataset }, value) {
  const [lead, end] = places({ dataset });
  dataset.written = dataset.written.slice(0, lead) + value + dataset.written.slice(end);
  dataset.number = `${lead} ${lead + value.length}`;
}

export const plain = (value) => /^-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(value.trim());
