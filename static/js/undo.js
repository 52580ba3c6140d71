// Undo and redo over text, values and options: each state is an address, and one act of a hand is one step.

import { address, LOOKED, substance } from "./address.js";
import { all, delegate, on } from "./elements.js";
import { caretLine } from "./typing.js";

const MOST = 300;

export function undo(form, program, put, show) {
  let states = [substance(address(form))];
  let at = 0;
  /** What the hand is on: its changes are one step. */
  let hand = "";
  /** Whether a state was asked for here, not by a hand. */
  let going = false;

  function note(act = "", same = act !== "" && act === hand) {
    const state = substance(address(form));
    if (state === states[at]) return;
    if (same && at > 0 && at === states.length - 1) states[at] = state;
    else states = [...states.slice(Math.max(0, at + 2 - MOST), at + 1), state];
    at = states.length - 1;
    hand = act;
    tell();
  }

  function go(by) {
    const state = states[at + by];
    if (state === undefined) return;
    at += by;
    hand = "";
    going = true;
    put(new URLSearchParams(state.split("?")[1]).get("e"));
    tell();
    const looked = address(form).match(LOOKED) ?? [];
    show(state + looked.join(""));
  }

  function tell() {
    for (const button of all(form, "[data-undo]")) button.ariaDisabled = !(at + Number(button.dataset.undo) in states);
  }

  on(document, "input", (event) => {
    const { target } = event;
    if (target.form !== form) return;
    target.dataset.touched = "";
    if (target !== program) note(called(target));
    // A script writes for a hand that is elsewhere.
    else if ("writing" in program.dataset) note(hand, true);
    else note(typed(event, program));
  });
  delegate(document, "change", "select, [type=checkbox], [type=radio]", () => queueMicrotask(() => note()));
  on(document, "focusout", ({ target }) => delete target.dataset?.touched);
  // Another touch is another act.
  on(document, "pointerdown", () => (hand = ""));
  // A slider gets the focus once it has moved already.
  on(document, "focusin", ({ target }) => hand !== called(target) && (hand = ""));
  on(document, "keydown", (event) => {
    const by = direction(event);
    // A field that is being edited undoes by itself.
    if (!by || event.target.matches("[data-touched]:read-write:not(#program)")) return;
    event.preventDefault();
    go(by);
  });
  delegate(form, "click", "[data-undo]", (button) => go(Number(button.dataset.undo)));
  tell();
  return {
    /** An answer may change what the form says: a value that no longer counts is gone. */
    answered(returning) {
      const state = substance(address(form));
      if (returning && !going) note();
      else states[at] = state;
      going = false;
    },
  };
}

const called = (target) => target.name || target.ariaLabel || "";

function typed({ inputType, data }, program) {
  if (inputType === "insertText" && data !== null && /\s/.test(data)) return "";
  return /^(insertText$|delete)/.test(inputType) ? `${inputType} ${caretLine(program)}` : "";
}

/** −1 to undo, 1 to redo, 0 for another key. */
function direction({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  const by = { z: shiftKey ? 1 : -1, y: shiftKey ? 0 : 1 }[key.toLowerCase()];
  return (!altKey && (ctrlKey || metaKey) && by) || 0;
}
