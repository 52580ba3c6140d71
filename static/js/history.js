// The browser's history: each state that a person dwelt on is an entry: Back undoes a change, not a keystroke.

import { on } from "./elements.js";

const DWELT = 1500;

export const place = () => location.pathname + location.search;

/** The first address is that of the form as sent, "" where a person has changed it since. */
export function past(first) {
  let here = first;
  let shown = place();
  let good = true;
  let changed = -Infinity;

  return {
    /** An address that shows a figure, not mistakes, is `right`. */
    keep(address, right) {
      const now = performance.now();
      if (address !== here) {
        const dwelt = good && now - changed > DWELT;
        history[dwelt ? "pushState" : "replaceState"](null, "", address);
        shown = place();
      }
      // What was asked for is dwelt on from its answer on.
      if (address !== here || !good) changed = now;
      here = address;
      good = right;
    },
    asked(address) {
      if (address !== here) this.keep(address, false);
    },
    returning(show) {
      on(window, "popstate", () => {
        // A link within the page leads nowhere else.
        if (place() === shown) return;
        here = shown = place();
        changed = -Infinity;
        show(here);
      });
    },
  };
}
