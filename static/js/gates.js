// Gates open by a click on them or what they make, by Enter, a long press or their name in the table.
// While nobody walks, the arrow keys go from gate to gate in the order of the passes.

import { bring } from "./bring.js";
import { all, chorded, delegate, follow, on, one, tell } from "./elements.js";
import { presenting } from "./figure.js";
import { part } from "./parts.js";

/** So many milliseconds may lie between the clicks of two: until then what is under the hand stays there. */
const TWICE = 500;

const GATE = '.stage [data-kind="gate"]';

export function gates(sheet, ask, walking) {
  /** What focus returns to. */
  let origin = "";
  let waiting = "";
  let folding = false;
  let pause = 0;

  const place = () => part("gate");

  /** A gate is called by what it makes; "" closes. */
  function change(name, wait = 0) {
    pause = wait;
    if (!name) place().replaceChildren();
    tell(place(), "gate", name);
    waiting = name;
    ask();
  }

  function pick(gate, pressed) {
    const { panel, part } = gate.dataset;
    origin = `.stage [data-panel="${panel}"][data-part="${part}"]`;
    const row = made(part);
    const button = one(row, ".opens");
    if (button) change(button.value, pressed && TWICE);
    else if (row) one(sheet, `[data-input="${row.dataset.called}"] :is(summary, .field)`)?.focus();
  }

  function close() {
    change("");
    const back = one(sheet, origin || ".figure .scroller");
    if (back?.matches("g")) go(sheet, back);
    else back?.focus();
  }

  delegate(sheet, "click", ".stage [data-part]", pick);
  follow(sheet, "[data-close]", close);
  follow(sheet, ".opens", (button) => {
    origin = `.opens[value="${CSS.escape(button.value)}"]`;
    change(button.value);
  });
  follow(sheet, "[data-fold]", ({ dataset }) => {
    const choice = one(sheet, "#option-fold");
    choice.value = dataset.fold;
    choice.dispatchEvent(new Event("change", { bubbles: true }));
  });
  // Its second click has asked for the gate.
  delegate(sheet, "dblclick", GATE, () => (folding = true));
  // A long press; where a browser makes nothing of it, it ends in a click.
  delegate(sheet, "contextmenu", GATE, (gate, event) => {
    if (event.pointerType !== "touch") return;
    event.preventDefault();
    pick(gate);
  });
  on(sheet, "keydown", ({ key }) => key === "Escape" && one(place(), ".closeup") && !presenting() && close());
  delegate(sheet, "keydown", ".figure .scroller", (_, event) => {
    if (event.key === "Enter") {
      const gate = chosen(sheet) ?? one(sheet, `${GATE}.now`);
      if (gate) pick(gate);
    } else if (!walking() && walk(event, sheet)) event.preventDefault();
  });

  /** A screen reader keeps the arrow keys of a document, and leaves those of an application. */
  function keyed() {
    const frame = one(sheet, ".figure .scroller");
    if (!frame) return;
    frame.role = "application";
    one(frame, "svg").role = "group";
  }

  keyed();
  return {
    /** After an answer: a gate that was asked for gets the focus. */
    refresh() {
      keyed();
      const opened = one(place(), ".closeup");
      if (!waiting || !opened) return;
      waiting = "";
      const fold = folding && one(place(), "[data-fold]");
      folding = false;
      if (fold) return setTimeout(() => fold.click());
      opened.focus({ preventScroll: true });
      setTimeout(() => opened.scrollIntoView({ block: "nearest" }), pause);
    },
  };
}

export const made = (part) => one(document, `.trace tr[data-parts~="${part}"]`);

const chosen = (sheet) => one(sheet, `${GATE}:focus`);

/** The focus goes to a part, which comes into view; a gate is read out with what it takes and gives. */
function go(sheet, gate) {
  const said = one(made(gate.dataset.part), ".opens")?.dataset.said;
  if (said && gate.matches(GATE)) gate.ariaLabel = gate.dataset.panel === "backward" ? `backward: ${said}` : said;
  gate.tabIndex = -1;
  gate.focus({ preventScroll: true });
  bring(sheet, () => [gate], true);
}

function walk(event, sheet) {
  if (chorded(event)) return false;
  const list = all(sheet, GATE);
  const here = list.indexOf(chosen(sheet));
  const next = { ArrowRight: here + 1, ArrowLeft: here < 0 ? 0 : here - 1, Home: 0, End: list.length - 1 }[event.key];
  if (next === undefined || !list.length) return false;
  const gate = list[Math.max(0, Math.min(list.length - 1, next))];
  go(sheet, gate);
  return true;
}
