// Running a descent: one iteration after the other comes from the server, until the end, a pause, or a lost line.

import { delegate, on, one } from "./elements.js";
import { listen } from "./events.js";

/** Of the page, `put` shows the numbers of an iteration, `iteration` is the one shown, and `rest` is told when the run is over. */
export function run(card, page) {
  const told = one(card, "[data-told]");
  const bar = one(card, "progress");
  let going = null;

  async function start() {
    const mine = new AbortController();
    going = mine;
    told.textContent = "";
    show();
    const ended = await listen(page.address(), mine.signal, (name, content) => going === mine && take(name, content)).catch(() => false);
    if (going !== mine) return;
    if (!ended) stop(`The connection was lost at iteration ${page.iteration()}: what you see is the last answer. Run goes on from there.`);
    else stop(told.textContent || `The run has come to iteration ${page.iteration()}.`);
  }

  function take(name, content) {
    if (name === "problem") told.textContent = `The run stopped: ${content.detail}`;
    else page.put(content);
    show();
  }

  function stop(message) {
    if (!going) return;
    going.abort();
    going = null;
    told.textContent = message;
    show();
    page.rest();
  }

  function show() {
    one(card, "[data-run]")?.setAttribute("aria-pressed", going !== null);
    card.classList.toggle("playing", going !== null);
    bar.hidden = going === null;
    bar.max = Number(one(card, ".iterations")?.dataset.steps) || 1;
    bar.value = page.iteration();
  }

  delegate(card, "click", "[data-run]", () => (going ? stop(`Paused at iteration ${page.iteration()}.`) : start()));
  // Whatever is changed meanwhile, the run is of something else.
  on(document, "input", () => stop(`Stopped at iteration ${page.iteration()}: something was changed.`), true);

  return { show, stop };
}
