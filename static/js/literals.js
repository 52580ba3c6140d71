// A number that the text itself gives an input follows the input's slider and field: text and figure never disagree.

import { offset } from "./backdrop.js";

const LITERAL = /^[^=]*=\s*(?:[\w.]+\(\s*)?/;
// `0.5`, `1/2`, `5 %`, `30°`, `2π`, `pi/4`
const DIGITS = String.raw`(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`;
const NUMBER = new RegExp(String.raw`^[-−+]?(?:${DIGITS}(?:\s*\*?\s*(?:π|pi))?|π|pi)(?:\s*/\s*${DIGITS}|\s*[%°])?(?=\s*(?:[,)]|$))`);

/** Where the number of an input stands in the text; null where none stands there, or the text has changed since. */
export function literal(row, text) {
  const { written = "" } = row.dataset;
  const from = written ? statement(row, text, written) : -1;
  const lead = written.match(LITERAL)?.[0].length ?? 0;
  const found = from < 0 ? null : written.slice(lead).match(NUMBER);
  return found ? { start: from + lead, stop: from + lead + found[0].length } : null;
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

export function rewritten(written, value) {
  const lead = written.match(LITERAL)?.[0] ?? "";
  return lead + written.slice(lead.length).replace(NUMBER, () => value);
}

export const plain = (value) => /^-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(value.trim());
