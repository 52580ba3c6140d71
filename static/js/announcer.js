// What changed without being touched is read aloud, once a person rests.

const REST = 1000;

/** @param {HTMLElement} region a live region */
export function announcer(region) {
  let timer = 0;
  /** @param {string} text nothing leaves the region as it is */
  return (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (region.textContent !== text) region.textContent = text;
    }, REST);
  };
}
