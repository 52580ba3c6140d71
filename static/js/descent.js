// A descent: what is trained and how, and the iteration at which figure, steps and table show their numbers.

import { part } from "./parts.js";
import { morph } from "./morph.js";
import { run } from "./run.js";

/**
 * @typedef {object} Page
 * @property {() => void} ask asks the server for the page anew
 * @property {() => void} numbers asks for numbers alone
 * @property {(answer: any) => void} put shows numbers that came unasked
 * @property {() => string} stream where iterations come from, one after the other
 * @property {() => void} moved told when the iteration has changed
 */

/**
 * @param {HTMLElement} card
 * @param {Page} page
 */
export function descent(card, page) {
  const field = /** @type {HTMLInputElement} */ (card.querySelector('[name="iteration"]'));
  const standing = () => /** @type {HTMLElement | null} */ (card.querySelector(".iterations"));

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

  /** @param {number} iteration */
  function go(iteration) {
    running.stop("");
    const last = Number(standing()?.dataset.last);
    const wanted = Math.max(0, Math.min(last, iteration));
    if (String(wanted) === field.value) return;
    field.value = String(wanted);
    show();
    page.moved();
    page.numbers();
  }

  /** The controls say what was chosen last, also where an older answer has come in. */
  function show() {
    const last = standing()?.dataset.last;
    if (last && Number(field.value) > Number(last)) field.value = last;
    const scrubber = /** @type {HTMLInputElement | null} */ (card.querySelector(".scrubber"));
    if (scrubber) scrubber.value = field.value;
    running.show();
  }

  card.addEventListener("click", (event) => {
    const link = /** @type {HTMLElement} */ (event.target).closest?.("[data-iterate], [data-descent]");
    if (!(link instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { iterate, descent } = link.dataset;
    const here = Number(field.value);
    if (iterate) go({ first: 0, back: here - 1, next: here + 1, last: Infinity }[iterate] ?? here);
    else begin(descent === "begin");
  });

  /** @param {boolean} on */
  function begin(on) {
    running.stop("");
    field.value = on ? "0" : "";
    if (!on) part("train-form")?.replaceChildren();
    page.ask();
  }

  card.addEventListener("input", ({ target }) => {
    if (target instanceof HTMLInputElement && target.matches(".scrubber")) go(Number(target.value));
  });
  card.addEventListener("change", ({ target }) => {
    if (!(target instanceof Element) || target.matches(".scrubber")) return;
    running.stop("");
    field.value = "0";
    page.ask();
  });
  card.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    page.ask();
  });

  return {
    /** Whether there is another iteration. */
    further: () => Number(field.value) < Number(standing()?.dataset.last),
    onward: () => go(Number(field.value) + 1),
    refresh: show,
    /**
     * The page has come anew.
     * @param {Document} fresh
     * @param {boolean} returning whether all is to be as it says
     */
    take(fresh, returning) {
      const mine = part("train-form");
      const other = part("train-form", fresh);
      const section = fresh.getElementById("descent");
      if (!mine || !other || !section) return;
      card.hidden = section.hidden;
      const said = /** @type {HTMLInputElement} */ (section.querySelector('[name="iteration"]')).value;
      if (returning) field.value = said;
      const same = key(mine) === key(other) && !returning;
      const focus = document.activeElement instanceof HTMLElement && mine.contains(document.activeElement) ? document.activeElement.getAttribute("name") : null;
      if (same) morph(mine, other);
      else mine.replaceChildren(...other.childNodes);
      if (!same && focus) /** @type {HTMLElement | null} */ (mine.querySelector(`[name="${focus}"]`))?.focus();
    },
  };
}

/** @param {HTMLElement} region */
const key = (region) => region.querySelector(".train-form")?.getAttribute("data-key");
