// The rows of the inputs take over what a new answer says, and leave alone what a hand is on.

import { all, one } from "./elements.js";
import { refill } from "./grids.js";
import { exchange, refocused } from "./parts.js";
import { adopt, controls, edited, give, isWrong, mark, refuse, shorten } from "./fields.js";

/** What an edited row becomes once its field is left, as a number that has become a matrix. */
const next = new WeakMap();

export const list = (section) => all(section, "li");

export const twin = (section, { dataset: { input } }) => list(section).find(({ dataset }) => dataset.input === input);

export const settle = (row) => adopt(controls(row).field);

export function clear(row) {
  const { field } = controls(row);
  if (field) give(field, "");
  row.classList.remove("changed");
}

/** Show at their fields which values cannot be read; the last good ones are sent again. True where any is. */
export function refuses(section, fresh) {
  let refused = false;
  for (const row of list(fresh)) {
    const mine = twin(section, row);
    const [old, now] = [controls(mine).field, controls(row).field];
    if (!old || !now || !isWrong(now) || !refuse(old, now.value)) continue;
    copy(mine, row, ".told");
    refused = true;
  }
  return refused;
}

/** Take over what a new answer says of the inputs. True where a value was given up, as the text now says another. */
export function merge(section, fresh) {
  const rows = list(section);
  const wanted = list(fresh);
  const outdated = wanted.filter((row) => overruled(rows.find((old) => kind(old) === kind(row)), row)).map(kind);
  if (rows.length && wanted.length) refocused(section, () => arrange(rows, wanted));
  else replace(section, fresh);
  list(section).filter((row) => outdated.includes(kind(row))).forEach(clear);
  return outdated.length > 0;
}

/** Each row that is still wanted stays the element that it was, and so does one that is edited. */
function arrange(rows, wanted) {
  const place = rows[0].parentElement;
  const still = (row) => rows.find((old) => kind(old) === kind(row) || (edited(controls(old).field) && old.dataset.input === row.dataset.input));
  const kept = wanted.map(still);
  for (const row of rows.filter((each) => !kept.includes(each))) {
    // It loses the focus now, and nothing takes its place.
    next.delete(row);
    row.remove();
  }
  wanted.forEach((row, index) => {
    const mine = kept[index] ?? row;
    settle(row);
    if (place.children[index] !== mine) place.insertBefore(mine, place.children[index] ?? null);
    if (mine !== row) update(mine, row);
  });
}

export function replace(section, fresh) {
  list(fresh).forEach(settle);
  exchange(section, fresh);
}

/** A row that is no longer edited becomes what the last answer made of it, unless the focus stays inside. */
export function swap(row, goal) {
  const other = next.get(row);
  if (!other || row.contains(goal)) return;
  next.delete(row);
  one(other, "details")?.setAttribute("open", "");
  row.replaceWith(other);
}

/** What a row is, beside its numbers: another kind or name, as of the output, needs other parts. */
const kind = (row) => `${row.dataset.input} ${row.dataset.kind} ${controls(row).slider !== null} ${controls(row).field?.ariaLabel}`;

/** Whether the person has changed the text's own value of an input since they moved its slider. */
const overruled = (row, next) => row !== undefined && next.classList.contains("changed") && row.dataset.written !== next.dataset.written;

function update(row, fresh) {
  const [mine, theirs] = [controls(row), controls(fresh)];
  const [field, other] = [mine.field, theirs.field];
  if (!field || !other) return;
  const { written, number, bound = "" } = fresh.dataset;
  Object.assign(row.dataset, { written, number, bound });
  for (const part of [".gradient", ".gist"]) copy(row, fresh, part);
  // What was said of a value that cannot be read stays as long as the field has it.
  if (!isWrong(field) || field.value !== field.dataset.wrong) {
    copy(row, fresh, ".told");
    mark(field, false);
  }
  if (!isWrong(other)) field.dataset.good = other.dataset.given ?? other.value;
  field.placeholder = other.placeholder;
  field.dataset.value = other.dataset.value;
  refill(row, fresh);
  shorten(field);
  if (kind(row) === kind(fresh)) next.delete(row);
  else next.set(row, fresh);
  if (mine.slider && theirs.slider && !edited(mine.slider)) follow(mine.slider, theirs.slider);
}

function copy(row, fresh, part) {
  const [mine, theirs] = [one(row, part), one(fresh, part)];
  if (!mine || !theirs) return;
  mine.replaceChildren(...theirs.cloneNode(true).childNodes);
  mine.title = theirs.title;
}

/** The slider goes where the number is; its ends move only where that is beyond them. */
function follow(mine, theirs) {
  const value = Number(theirs.value);
  if (value < Number(mine.min) || value > Number(mine.max)) for (const name of ["min", "max", "step"]) mine[name] = theirs[name];
  mine.value = theirs.value;
}
