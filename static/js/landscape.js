// The start of a descent is dragged on its landscape: the inputs of the axes get the values under the pointer.

import { delegate, on, one } from "./elements.js";
import { controls } from "./fields.js";

const MAP = ".landscape[data-handles]";
const DIGITS = 4;
/** So near, in pixels, a finger takes hold of the start. */
const REACH = 28;

export function landscape(card, inputs) {
  let held = null;

  delegate(card, "pointerdown", MAP, (map, event) => {
    if (event.button !== 0 || !values(map, event) || (event.pointerType === "touch" && !near(map, event))) return;
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
  // The page does not scroll with a finger that drags.
  delegate(card, "touchstart", MAP, (map, event) => near(map, event.touches[0]) && event.preventDefault(), { passive: false });
  delegate(card, "click", MAP, (map, event) => event.pointerType === "touch" && drag(event, "change", map));

  function drag(event, kind, map = held) {
    const found = values(map, event);
    if (!found) return;
    map.dataset.handles.split(" ").forEach((name, axis) => put(name, found[axis], kind));
    // The ring at the start follows the pointer at once.
    const { x, y } = place(map, event);
    ring(map)?.setAttribute("cx", x);
    if (map.dataset.handles.includes(" ")) ring(map)?.setAttribute("cy", y);
  }

  function put(name, value, kind) {
    const { field } = controls(one(inputs, `[data-input="${CSS.escape(name)}"]`));
    if (!field) return;
    field.value = Number(value.toPrecision(DIGITS));
    for (const each of new Set(["input", kind])) field.dispatchEvent(new Event(each, { bubbles: true }));
  }
}

const ring = (map) => one(map, '[data-part="path-0"] circle');

const place = (map, { clientX, clientY }) => new DOMPoint(clientX, clientY).matrixTransform(one(map, "svg").getScreenCTM().inverse());

function near(map, point) {
  const box = ring(map)?.getBoundingClientRect();
  return box !== undefined && Math.hypot(point.clientX - box.x - box.width / 2, point.clientY - box.y - box.height / 2) < REACH;
}

/** The values under the pointer; null outside of the axes. */
function values(map, event) {
  const [left, top, width, height, low, high, under, over] = `${map.dataset.field} ${map.dataset.window}`.split(" ").map(Number);
  const { x, y } = place(map, event);
  const [across, up] = [(x - left) / width, 1 - (y - top) / height];
  if (across < 0 || across > 1 || up < 0 || up > 1) return null;
  const between = (from, to, share) => ("log" in map.dataset ? from * (to / from) ** share : from + share * (to - from));
  return [between(low, high, across), between(under, over, up)];
}
