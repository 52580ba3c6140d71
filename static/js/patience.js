// What is to be said of the line at the caret is told once the person rests or goes elsewhere.

import { all, on } from "./elements.js";
import { morph } from "./morph.js";
import { part } from "./parts.js";

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
    const advice = advised(page, here);
    show(page, asked);
    if (advice) hold(() => asked.current() && morph(part("choices"), advice));
  };
}

/** All advice of a page that has new advice on the line at the caret, which is taken out of the page. */
function advised(page, here) {
  const told = items("choices", document).map((item) => item.textContent);
  const fresh = items("choices", page).filter((item) => !told.includes(item.textContent));
  if (!only(fresh, here)) return null;
  const rest = part("choices", page);
  const whole = rest.cloneNode(true);
  for (const item of fresh) item.remove();
  if (!items("choices", page).length) rest.replaceChildren();
  return whole;
}

const items = (name, page) => all(page, `[data-region="${name}"] li`);

/** Whether there is something to tell, and all of it of this line. */
function only(told, here) {
  return told.length > 0 && told.every(({ dataset }) => Number(dataset.line) <= here && here <= Number(dataset.endLine));
}
