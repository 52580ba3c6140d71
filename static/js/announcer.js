// What changed without being touched is read aloud, once a person rests.

const REST = 1000;

export function announcer(region) {
  let timer = 0;
  return (text) => {
    clearTimeout(timer);
    // The same words once more are no news.
    timer = setTimeout(() => region.textContent !== text && (region.textContent = text), REST);
  };
}
