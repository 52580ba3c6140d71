// The browser's history: each state that a person dwelt on is an entry, so that Back undoes a change and not a keystroke.

const DWELT = 1500;

/** @param {string} first the address that the form stands for at the start */
export function past(first) {
  let here = first;
  let good = true;
  let changed = -Infinity;

  return {
    /**
     * @param {string} address
     * @param {boolean} right whether it shows a figure, not mistakes
     */
    keep(address, right) {
      const now = performance.now();
      if (address !== here) {
        const dwelt = good && now - changed > DWELT;
        history[dwelt ? "pushState" : "replaceState"](null, "", address);
        changed = now;
      }
      here = address;
      good = right;
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
