// What is taken from the page, a file, a text or an address, is of what the form says: a click on it waits for the answer under way.

import { delegate } from "./elements.js";

/**
 * @typedef {(element: HTMLElement) => Promise<void> | null} Fresh kept once an element says what the form does, broken, and why, where it
 * never will; null where it does already
 *
 * @param {() => Promise<boolean> | null} newest asks for what the form says, null where the page says it already
 * @returns {Fresh}
 */
export function taking(newest) {
  return (element) => newest()?.then((answered) => checked(element, answered)) ?? null;
}

function checked(element, answered) {
  if (!answered) throw new Error("The server cannot be reached.");
  if (!element.isConnected || element.closest(".stale")) throw new Error("Nothing was taken: the text has a mistake.");
}

/** @param {Fresh} fresh */
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
