// The start of a descent is dragged on its landscape: the inputs along the axes get the values under the pointer.

import { around, on } from "./elements.js";
import { controls } from "./fields.js";

const DIGITS = 4;
/** So near, in pixels, a finger takes hold of the start; elsewhere it scrolls, or taps. */
const REACH = 28;

/** @param {HTMLElement} inputs */
export function landscape(card, inputs) {
  let held = null;

  on(card, "pointerdown", (event) => {
    const map = around(event.target, ".landscape[data-handles]");
    if (!map || event.button !== 0 || !values(map, event)) return;
    if (event.pointerType === "touch" && !near(map, event)) return;
    event.preventDefault();
    held = map;
    map.setPointerCapture(event.pointerId);
    drag(event, "input");
  });
  on(card, "pointermove", (event) => held && drag(event, "input"));
  on(card, "pointerup", (event) => {
    if (held) drag(event, "change");
    held = null;
  });
  on(card, "pointercancel", () => (held = null));
  on(card, "touchstart", hold, { passive: false });
  on(card, "click", (event) => {
    const map = around(event.target, ".landscape[data-handles]");
    if (map && event.pointerType === "touch") drag(event, "change", map);
  });

  /** The page does not scroll with a finger that drags. */
  function hold(event) {
    const map = around(event.target, ".landscape[data-handles]");
    if (map && near(map, event.touches[0])) event.preventDefault();
  }

  function drag(event, kind, map = held) {
    const found = values(map, event);
    if (!found) return;
    map.dataset.handles.split(" ").forEach((name, axis) => put(name, found[axis], kind));
    mark(map, event);
  }

  /** As if a hand had typed it. */
  function put(name, value, kind) {
    const { field } = controls(inputs.querySelector(`[data-input="${CSS.escape(name)}"]`));
    if (!field) return;
    field.value = String(Number(value.toPrecision(DIGITS)));
    field.dispatchEvent(new Event("input", { bubbles: true }));
    if (kind === "change") field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

const numbers = (text) => text.split(" ").map(Number);

/** Where the pointer is, in the drawing's own lengths. */
function place(map, event) {
  const [, , , , width, height] = numbers(map.dataset.field);
  const box = map.querySelector("svg").getBoundingClientRect();
  return [((event.clientX - box.left) / box.width) * width, ((event.clientY - box.top) / box.height) * height];
}

function near(map, point) {
  const box = map.querySelector('[data-part="path-0"] circle')?.getBoundingClientRect();
  return box !== undefined && Math.hypot(point.clientX - box.x - box.width / 2, point.clientY - box.y - box.height / 2) < REACH;
}

/** The values under the pointer; null outside of the axes. */
function values(map, event) {
  const [left, top, width, height] = numbers(map.dataset.field);
  const [low, high, under, over] = numbers(map.dataset.window);
  const [x, y] = place(map, event);
  const across = (x - left) / width;
  const up = 1 - (y - top) / height;
  if (across < 0 || across > 1 || up < 0 || up > 1) return null;
  const between = "log" in map.dataset ? geometric : linear;
  return [between(low, high, across), between(under, over, up)];
}

const linear = (from, to, share) => from + share * (to - from);
const geometric = (from, to, share) => from * (to / from) ** share;

/** The ring at the start follows the pointer at once. */
function mark(map, event) {
  const ring = map.querySelector('[data-part="path-0"] circle');
  const [x, y] = place(map, event);
  ring?.setAttribute("cx", String(x));
  if (map.dataset.handles.includes(" ")) ring?.setAttribute("cy", String(y));
}
