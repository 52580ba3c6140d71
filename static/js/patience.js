// What is to be said of the line at the caret is told once the person rests or goes elsewhere.

import { all, on } from "./elements.js";

const REST = 700;

/** Answers go on to `show`; the line is that of the caret, 0 where the text has no focus. */
export function patience(show, line) {
  let timer = 0;
  let here = 0;
  let held = null;

  function release() {
    const waiting = held;
    hold(null);
    waiting?.();
  }

  function hold(telling) {
    clearTimeout(timer);
    held = telling;
    timer = held ? setTimeout(release, REST) : 0;
  }

  on(document, "selectionchange focusout", () => held && line() !== here && release());
  return (page, asked) => {
    hold(null);
    here = line();
    if (asked.returning || !here) return show(page, asked);
    if (only(items("mistakes", page), here)) return hold(() => show(page, asked));
    const waits = advised(page, here);
    show(page, asked);
    if (waits) hold(() => items("choices", document).forEach((item) => (item.hidden = false)));
  };
}

/** Hide what a page newly advises, if all of it is on the line at the caret; whether it is. */
function advised(page, here) {
  const told = items("choices", document).filter((item) => !item.hidden).map((item) => item.textContent);
  const fresh = items("choices", page).filter((item) => !told.includes(item.textContent));
  const waits = only(fresh, here);
  for (const item of fresh) item.hidden = waits;
  return waits;
}

const items = (name, page) => all(page, `[data-region="${name}"] li`);

/** Whether there is something to tell, and all of it of this line. */
function only(told, here) {
  return told.length > 0 && told.every(({ dataset }) => Number(dataset.line) <= here && here <= Number(dataset.endLine));
}
