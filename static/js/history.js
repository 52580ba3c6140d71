// The browser's history: each state that a person dwelt on is an entry, so that Back undoes a change and not a keystroke.
// The address says what a person did once it is asked for: nothing is lost with an answer that does not come.

import { on } from "./elements.js";

const DWELT = 1500;

/** The form as the server sent it stands for the first address, "" where a person has changed it since. */
export function past(first) {
  let here = first;
  let good = true;
  let changed = -Infinity;

  return {
    /** An address that shows a figure, not mistakes, is `right`. */
    keep(address, right) {
      const now = performance.now();
      if (address !== here) {
        const dwelt = good && now - changed > DWELT;
        history[dwelt ? "pushState" : "replaceState"](null, "", address);
      }
      // What was asked for is dwelt on from its answer on.
      if (address !== here || !good) changed = now;
      here = address;
      good = right;
    },
    /** An address whose answer is yet to come. */
    asked(address) {
      if (address !== here) this.keep(address, false);
    },
    returning(show) {
      on(window, "popstate", () => {
        const address = location.pathname + location.search;
        if (address === here) return;
        here = address;
        changed = -Infinity;
        show(address);
      });
    },
  };
}
