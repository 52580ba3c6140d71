// The browser's history: each state that a person dwelt on is an entry, so that Back undoes a change and not a keystroke.
// The address says what a person did from the moment it is asked for, so that nothing is lost with an answer that does not come.

const DWELT = 1500;

/** @param first the address that the form stands for as the server sent it; "" where a person has changed it since */
export function past(first) {
  let here = first;
  let good = true;
  let changed = -Infinity;

  return {
    /** @param right whether it shows a figure, not mistakes */
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
    /** @param {(address: string) => void} show shows what an address says */
    returning(show) {
      addEventListener("popstate", () => {
        const address = location.pathname + location.search;
        if (address === here) return;
        here = address;
        changed = -Infinity;
        show(address);
      });
    },
  };
}
