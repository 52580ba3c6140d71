// In an open matrix product, an entry of the result lights the row and the column that make it.

import { all, around, delegate, on, one } from "./elements.js";

const RESULT = '.heat[data-place="result"]';
const MOVES = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };

export function products(sheet) {
  /** The entry that was last chosen, and its gate: answers go into the cells that are there. */
  let [cell, gate] = [null, ""];

  function choose(chosen) {
    cell = chosen;
    gate = cell.closest(".closeup").dataset.gate;
    show();
  }

  function show() {
    const closeup = cell?.closest(".closeup");
    if (!cell?.isConnected || closeup.dataset.gate !== gate) return;
    const matrix = all(closeup, RESULT).indexOf(cell.closest("table"));
    const [left, right] = ["left", "right"].map((place) => at(closeup, place, matrix));
    if (!left || !right) return;
    for (const each of all(closeup, ".heat .lit")) each.classList.remove("lit");
    const [row, column] = entry(cell, left, right);
    for (const each of [...row, ...column, cell]) each.classList.add("lit");
    const sum = row.map((each, place) => `${factor(each)} · ${factor(column[place])}`).join(" + ");
    const told = one(closeup, "[data-entry]");
    told.hidden = false;
    told.textContent = `${sum} = ${cell.textContent}`;
  }

  function move(event) {
    const table = cell?.isConnected ? cell.closest("table") : one(sheet, RESULT);
    if (!MOVES[event.key] || !table || around(event.target, ".scroller") !== table.closest(".scroller")) return;
    event.preventDefault();
    const here = one(table, ".lit");
    const [down, across] = here ? MOVES[event.key] : [0, 0];
    const next = table.rows[(here?.parentElement.rowIndex ?? 0) + down]?.cells[(here?.cellIndex ?? 0) + across];
    if (next) choose(next);
  }

  delegate(sheet, "pointerover click", `.closeup ${RESULT} td`, choose);
  on(sheet, "keydown", move);
  // An answer says nothing of the entry: it is chosen here, and follows the values.
  return { refresh: show };
}

function at(closeup, place, index) {
  const placed = all(closeup, `[data-place="${place}"]`);
  return placed[placed.length === 1 ? 0 : index];
}

/** The row of the left factor and the column of the right; a vector stands as one row. */
function entry(cell, left, right) {
  const row = cell.parentElement.rowIndex;
  const inner = left.rows[0].cells.length;
  if (right.rows.length !== inner) return [[...left.rows[cell.cellIndex].cells], [...right.rows[0].cells]];
  return [[...left.rows[row].cells], [...right.rows].map((each) => each.cells[cell.cellIndex])];
}

function factor(cell) {
  const text = cell.textContent;
  return text.startsWith("−") ? `(${text})` : text;
}
