// A click belongs to what was pressed: from the press until its click, nothing there is replaced.

import { on } from "./elements.js";

/** Without a click, a press is over after so many milliseconds. */
const OVER = 300;

/** A promise of each moment, kept once nothing in the place is pressed. */
export function press(place) {
  let free = Promise.resolve();
  let release = () => {};

  on(place, "pointerdown", ({ button, target }) => {
    release();
    // A slider follows its answers.
    if (button === 0 && target.type !== "range") free = new Promise((resolve) => (release = resolve));
  });
  on(window, "pointerup", () => setTimeout(release, OVER));
  on(window, "click pointercancel", () => setTimeout(release));
  return () => free;
}
