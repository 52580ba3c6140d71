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
  if (from >= 0 && text.startsWith(written, from)) return from;
  const same = [...text.matchAll(/(?<=^|[\n;])[^\n;#]+/g)].filter(([said]) => said.trim() === written);
  return same.length === 1 ? same[0].index + same[0][0].indexOf(written) : -1;
}

/** The statement says another value from now on. */
export function rewrite({ dataset }, value) {
  const [lead, end] = places({ dataset });
  dataset.written = dataset.written.slice(0, lead) + value + dataset.written.slice(end);
  dataset.number = `${lead} ${lead + value.length}`;
}

const NUMERAL = /^\s*-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?(?:\s*\/\s*\d+\.?\d*)?\s*$/i;

/** How the text says the value of a field: as it was typed, or in the digits of the server's answer to it; undefined before that, and where the text decides. */
export function numeral({ dataset: { given = "", good, value = "" } }) {
  return given ? [given, given === good ? value : ""].find((said) => NUMERAL.test(said))?.trim() : undefined;
}
