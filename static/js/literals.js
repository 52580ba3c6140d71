// A number that the text itself gives an input follows the input's slider and field: text and figure never disagree.

import { offset } from "./backdrop.js";
import { numbers } from "./elements.js";

// `data-number`: from where to where in its statement the server found the number.

/** Where a field's number stands in the text, and how it is `said`; null where there is none, or the text has changed. */
export function literal(row, field, text) {
  const said = numeral(field);
  const [lead, end] = numbers(row.dataset.number);
  const from = said && end ? statement(row, text, row.dataset.written) : -1;
  const [start, stop] = [from + lead, from + end];
  // Whole numbers alone would be labels.
  const whole = /^\[[^.]*$/.test(said) && text.slice(start, stop).includes(".");
  return from < 0 ? null : { start, stop, said: whole ? said.replace(/\d+/, "$&.") : said };
}

/** Where a statement begins: where the server found it, or, if something before it has changed, at its one place; else -1. */
function statement(row, text, written) {
  const [line, column] = numbers(row.dataset.bound);
  const from = line ? offset(text, line, column) : -1;
  if (from >= 0 && text.startsWith(written, from)) return from;
  const same = [...text.matchAll(/(?<=^|[\n;])[^\n;#]+/g)].filter(([said]) => said.trim() === written);
  return same.length === 1 ? same[0].index + same[0][0].indexOf(written) : -1;
}

export function rewrite({ dataset }, value) {
  const [lead, end] = numbers(dataset.number);
  dataset.written = dataset.written.slice(0, lead) + value + dataset.written.slice(end);
  dataset.number = `${lead} ${lead + value.length}`;
}

const NUMERAL = /^\s*-?(?:(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?(?:\s*\/\s*\d+\.?\d*)?|inf|nan)\s*$|^\[[-+\d.e,\s[\]]*\]$/i;

/** The value of a field as typed, or in the digits of the answer; undefined before, and where the text decides. */
export function numeral({ dataset: { given = "", good, value = "" } }) {
  return given ? [given, given === good ? value : ""].find((said) => NUMERAL.test(said))?.trim().replace(/^-?[in].*/i, 'float("$&")') : undefined;
}
