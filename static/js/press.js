// A click belongs to what was pressed: as long as a button or a finger is down, and until its click has come, nothing there is replaced.

import { on } from "./elements.js";

/** A press of which no click comes is over after so many milliseconds. */
const OVER = 300;

/** @returns {() => Promise<void>} what is kept once nothing in the place is pressed */
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
