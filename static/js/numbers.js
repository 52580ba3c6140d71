// While a slider moves, the server is asked for numbers alone, which are put into the figure and the table.
// A few questions may be on their way at once; an answer that a newer one has overtaken is dropped.

import { ahead } from "./ahead.js";
import { all, one, parsed } from "./elements.js";
import { replace } from "./parts.js";

const MOST = 2;

/**
 * An answer has the digest of the `structure` in which its numbers stand; by mark of the figure its place and what is in it, or the scale of
 * a label and where each piece starts with its outline; cells of the table, gradients of inputs, and regions.
 * Then it is `shown`; where numbers alone do not help, what is to be done `otherwise`.
 */
export function numbers(results, inputs, current, then) {
  let sent = 0;
  let shown = 0;
  let open = 0;
  let again = false;
  /** The regions that were put in last: most stay as they are. */
  let told = "";

  const beforehand = ahead(inputs, current);

  async function ask() {
    const asked = current();
    const answer = beforehand(asked);
    if (answer) return show(++sent, asked, answer);
    if (open >= MOST) return (again = true);
    const mine = ++sent;
    open += 1;
    try {
      const answer = await fetch(asked.replace("/?", "/numbers?"));
      show(mine, asked, await answer.json());
    } catch {
      then.otherwise();
    }
    open -= 1;
    if (!again) return;
    again = false;
    ask();
  }

  function show(mine, asked, answer) {
    if (mine < shown) return;
    shown = mine;
    const scroller = one(results, "[data-structure]");
    if (!answer.structure || scroller?.dataset.structure !== answer.structure) return then.otherwise();
    figure(scroller, answer);
    table(results, answer.cells.flat());
    gradients(inputs, answer.gradients);
    if (answer.regions !== told && opened(asked) === opened(current())) replace(parsed((told = answer.regions)));
    then.shown();
  }

  return {
    ask,
    put: (answer) => show(++sent, current(), answer),
    /** The page is another: what is on its way is of no use. */
    drop() {
      again = false;
      told = "";
      shown = sent + 1;
      known = new WeakMap();
    },
  };
}

function opened(address) {
  const query = new URLSearchParams(address.split("?")[1]);
  return `${query.has("step")} ${query.get("gate")}`;
}

let known = new WeakMap();

function figure(scroller, { marks, outlines }) {
  for (const mark of all(scroller, "[data-mark]")) {
    // A wire that leads from a label to its gate is gone where there is no room for it.
    const [place = "", inside = "", pieces] = marks[mark.dataset.mark] ?? [];
    const said = pieces?.map(([x, y, outline]) => `M${x} ${y}${outlines[outline]}`).join("") ?? inside;
    if (known.get(mark) === said) continue;
    known.set(mark, said);
    mark.setAttribute("transform", place);
    if (pieces) {
      mark.firstElementChild.setAttribute("transform", inside);
      mark.firstElementChild.setAttribute("d", said);
    } else mark.innerHTML = said;
  }
}

function table(results, cells) {
  all(results, ".trace td.number").forEach((cell, index) => put(cell, cells[index] ?? ""));
}

function gradients(inputs, found) {
  for (const row of all(inputs, "[data-input]")) {
    const [text, exact, gist] = found[row.dataset.input] ?? [];
    const gradient = one(row, ".gradient");
    const range = one(row, ".gist");
    if (text === undefined || !gradient) continue;
    put(gradient, text);
    gradient.title = exact;
    if (range) put(range, gist);
  }
}

function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
