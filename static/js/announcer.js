// What changed without being touched is read aloud, once a person rests.

const REST = 1000;

/** What is said into a live region is text, or what stands in an element; the same once more is no news. */
export function announcer(region) {
  let timer = 0;
  return (...said) => {
    const fresh = new DocumentFragment();
    fresh.append(...said);
    clearTimeout(timer);
    timer = setTimeout(() => region.textContent !== fresh.textContent && region.replaceChildren(fresh), REST);
  };
}
