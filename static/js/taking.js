// What is taken from the page, be it a file, a text or an address, is of what the form says: a click waits for the answer under way.

import { delegate } from "./elements.js";

/** @typedef {(element: HTMLElement) => Promise<void> | null} Fresh null where an element says what the form does, broken where it never will */
export const taking = (newest) => (element) => newest()?.then((answered) => {
  if (!answered) throw new Error("The server cannot be reached.");
  if (!element.isConnected || element.closest(".stale")) throw new Error("Nothing was taken: the text has a mistake.");
});

export function downloads(page, fresh, announce) {
  // Before the menu hears of it, which stays open as long as that takes.
  delegate(page, "click", "a[download]", (link, event) => {
    const answer = fresh(link);
    if (!answer) return;
    event.preventDefault();
    event.stopPropagation();
    answer.then(() => link.click(), ({ message }) => announce(message));
  }, { capture: true });
}
