// Running a descent: iterations come from the server until the end, a pause, or a lost line.

import { delegate, on, one } from "./elements.js";

/** `put` shows the numbers of an iteration, and `rest` is told when the run is over. */
export function run(card, page) {
  const told = one(card, "[data-told]");
  const bar = one(card, "progress");
  let going = null;

  function start() {
    going = new EventSource(page.address());
    told.textContent = "";
    on(going, "progress done problem error", ({ type, data }) => {
      if (type === "progress" || type === "done") page.put(JSON.parse(data));
      show();
      if (type === "done") stop(`The run has come to iteration ${page.iteration()}.`);
      if (type === "problem") stop(`The run stopped: ${JSON.parse(data).detail}`);
      if (type === "error") stop(`The connection was lost at iteration ${page.iteration()}: what you see is the last answer. Run goes on from there.`);
    });
    show();
  }

  function stop(message) {
    if (!going) return;
    going.close();
    going = null;
    told.textContent = message;
    show();
    page.rest();
  }

  function show() {
    const idle = !going;
    one(card, "[data-run]")?.setAttribute("aria-pressed", !idle);
    card.classList.toggle("playing", !idle);
    bar.hidden = idle;
    bar.max = Number(one(card, ".iterations")?.dataset.steps) || 1;
    bar.value = page.iteration();
  }

  delegate(card, "click", "[data-run]", () => (going ? stop(`Paused at iteration ${page.iteration()}.`) : start()));
  // Whatever is changed meanwhile, the run is of something else.
  on(document, "input", () => stop(`Stopped at iteration ${page.iteration()}: something was changed.`), true);

  return { show, stop };
}
