// What is taken from the page is of what the form says: a click waits for the answer under way.

import { delegate } from "./elements.js";

/** Kept once an element says what the form does, broken where it never will; nothing where it does. */
export const taking = (newest) => (element) => newest()?.then((answered) => {
  if (!answered) throw new Error("The server cannot be reached.");
  if (!element.isConnected || element.closest(".stale")) throw new Error("Nothing was taken: the text has a mistake.");
});

export function downloads(page, fresh, announce) {
  // Before the menu hears of it, which stays open.
  delegate(page, "click", "a[download]", (link, event) => {
    const answer = fresh(link);
    if (!answer) return;
    event.preventDefault();
    event.stopPropagation();
    answer.then(() => link.click(), ({ message }) => announce(message));
  }, { capture: true });
}
