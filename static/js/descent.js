// A descent: what is trained and how, and the iteration at which figure, steps and table show their numbers.

import { delegate, followed, on } from "./elements.js";
import { morph } from "./morph.js";
import { exchange, part } from "./parts.js";
import { run } from "./run.js";

/**
 * @param page `ask` asks for it anew, `numbers` for numbers alone; `put` shows numbers that came unasked, one after the other from
 * the address `stream`; `moved` is told when the iteration has changed
 */
export function descent(card, page) {
  const field = card.querySelector('[name="iteration"]');
  const standing = () => card.querySelector(".iterations");

  const running = run(card, {
    address: page.stream,
    iteration: () => Number(field.value),
    put(answer) {
      field.value = String(answer.iteration);
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

  /** The controls say what was chosen last, also where an older answer has come in. */
  function show() {
    const last = standing()?.dataset.last;
    if (last && Number(field.value) > Number(last)) field.value = last;
    const scrubber = card.querySelector(".scrubber");
    if (scrubber) scrubber.value = field.value;
    running.show();
  }

  on(card, "click", (event) => {
    const link = followed(event, "[data-iterate], [data-descent]");
    if (!link) return;
    const { iterate, descent } = link.dataset;
    const here = Number(field.value);
    if (iterate) go({ first: 0, back: here - 1, next: here + 1, last: Infinity }[iterate] ?? here);
    else begin(descent === "begin");
  });

  function begin(on) {
    running.stop("");
    field.value = on ? "0" : "";
    if (!on) part("train-form")?.replaceChildren();
    page.ask();
  }

  delegate(card, "input", ".scrubber", ({ value }) => go(Number(value)));
  delegate(card, "change", "input:not(.scrubber), select", () => {
    running.stop("");
    field.value = "0";
    page.ask();
  });
  delegate(card, "keydown", "input", (_, event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    page.ask();
  });

  return {
    /** Whether there is another iteration. */
    further: () => Number(field.value) < Number(standing()?.dataset.last),
    onward: () => go(Number(field.value) + 1),
    refresh: show,
    /** The page has come anew. @param returning whether all is to be as it says */
    take(fresh, returning) {
      const mine = part("train-form");
      const other = part("train-form", fresh);
      const section = fresh.getElementById("descent");
      if (!mine || !other || !section) return;
      card.hidden = section.hidden;
      if (returning) field.value = section.querySelector('[name="iteration"]').value;
      if (key(mine) === key(other) && !returning) morph(mine, other);
      else exchange(mine, other);
    },
  };
}

const key = (region) => region.querySelector(".train-form")?.dataset.key;
