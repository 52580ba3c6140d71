// A descent: what is trained and how, and the iteration whose numbers figure, steps and table show.

import { delegate, follow, one } from "./elements.js";
import { morph } from "./morph.js";
import { exchange, part } from "./parts.js";
import { run } from "./run.js";
import { moved } from "./steps.js";

/** `put` shows the numbers that the address `stream` sends, and `moved` is told when the iteration changes. */
export function descent(card, page) {
  const field = one(card, '[name="iteration"]');
  const standing = () => one(card, ".iterations");

  const running = run(card, {
    address: page.stream,
    iteration: () => Number(field.value),
    put(answer) {
      field.value = answer.iteration;
      page.put(answer);
      show();
    },
    rest() {
      page.moved();
      page.ask();
    },
  });

  function go(iteration) {
    running.stop("");
    const wanted = String(Math.max(0, Math.min(Number(standing()?.dataset.last), iteration)));
    if (wanted === field.value) return;
    field.value = wanted;
    show();
    page.moved();
    page.numbers();
  }

  function show() {
    const last = standing()?.dataset.last;
    if (last && Number(field.value) > Number(last)) field.value = last;
    const scrubber = one(card, ".scrubber");
    if (scrubber) scrubber.value = field.value;
    running.show();
  }

  follow(card, "[data-iterate]", ({ dataset }) => go(moved(dataset.iterate, Number(field.value))));
  follow(card, "[data-descent]", ({ dataset }) => {
    const begins = dataset.descent === "begin";
    running.stop("");
    field.value = begins ? "0" : "";
    if (!begins) part("train-form").replaceChildren();
    page.ask();
  });

  delegate(card, "input", ".scrubber", ({ value }) => go(Number(value)));
  delegate(card, "change", "input:not(.scrubber), select", () => {
    running.stop("");
    field.value = "0";
    page.ask();
  });

  return {
    further: () => Number(field.value) < Number(standing()?.dataset.last),
    onward: () => go(Number(field.value) + 1),
    refresh: show,
    /** The page has come anew; where it is `returning`, all is to be as it says. */
    take(fresh, returning) {
      const mine = part("train-form");
      const other = part("train-form", fresh);
      const section = fresh.getElementById("descent");
      if (!mine || !other || !section) return;
      card.hidden = section.hidden;
      if (returning) field.value = one(section, '[name="iteration"]').value;
      if (key(mine) === key(other) && !returning) morph(mine, other);
      else exchange(mine, other);
    },
  };
}

const key = (region) => one(region, ".train-form")?.dataset.key;
