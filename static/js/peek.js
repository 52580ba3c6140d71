// What a row is about is shown in a corner of the window while it is out of sight: the drawing, cut to the lit gate.

import { all, one } from "./elements.js";

/** So much of the drawing is shown, in its own lengths. */
const [WIDE, HIGH] = [440, 330];

/** For the row that a pointer is on; nothing where there is none. */
export function peek(place, results, row) {
  // The way back says more, and comes last.
  const gate = row ? all(results, '.stage .lit[data-kind="gate"]').at(-1) : null;
  const { x, y, bottom } = gate?.getBoundingClientRect() ?? {};
  place.hidden = !gate || (bottom > 0 && y < innerHeight);
  // It looks like the figure, and is none.
  place.classList.toggle("stage", !place.hidden);
  if (place.hidden) return;
  const drawing = one(results, ".stage > svg");
  const { a, e, f } = drawing.getScreenCTM().inverse();
  const copy = drawing.cloneNode(true);
  copy.setAttribute("viewBox", `${a * x + e - WIDE / 2} ${a * y + f - HIGH / 2} ${WIDE} ${HIGH}`);
  place.replaceChildren(copy);
}
