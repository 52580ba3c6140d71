// The walk through both passes: forward gate by gate, then back. What has not been reached is blank, what has just happened is lit.

import { bring } from "./bring.js";
import { all, around, chorded, followed, hidden, on, words } from "./elements.js";

/** Keys that move a walk; a presenter's clicker sends PageUp and PageDown. */
const KEYS = { ArrowRight: "next", ArrowLeft: "back", " ": "play", Home: "first", End: "last", PageDown: "next", PageUp: "back" };

/**
 * @param {HTMLElement} results the figure, the steps and the table
 * @param {object} page `ask` asks for it anew; `moved` is told when the step has changed; `further` says whether another iteration of a
 * descent follows the last step, and `onward` goes there; `lines` lights lines of the text
 */
export function steps(results, page) {
  let timer = 0;
  /** Where the person is: an answer that was asked for before says another step. */
  let here = null;
  /** What was brought into view last. */
  let seen = { step: null, structure: "" };

  const region = () => results.querySelector(".stepping");
  const field = () => region().querySelector('[name="step"]');
  const said = () => all(region(), ".said > li");
  const at = () => Number(field()?.value);
  const now = () => said()[at()];

  function go(step) {
    const input = field();
    // Before the walk has come nobody knows how long it is.
    const wanted = Math.max(0, Math.min(said().length ? said().length - 1 : Infinity, step));
    if (!input || Number(input.value) === wanted) return;
    here = wanted;
    input.value = String(wanted);
    show();
    page.moved();
  }

  /** After an answer. @param {boolean} [returning] to another page: its step counts */
  function refresh(returning) {
    const input = field();
    const last = said().length - 1;
    if (input && here !== null && !returning) input.value = String(last < 0 ? here : Math.min(here, last));
    here = input ? Number(input.value) : null;
    show();
  }

  function show() {
    const input = field();
    const items = said();
    const step = at();
    results.parentElement?.classList.toggle("underway", step < items.length - 1);
    if (!input || !items.length || !items[step]) return page.lines([]);
    items.forEach((item, index) => item.toggleAttribute("hidden", index !== step));
    const { parts, lines } = items[step].dataset;
    reveal(results, step, words(parts));
    follow(step, items[step].dataset.phase);
    page.lines(numbers(lines));
    count(region(), step, items.length - 1, page.further());
  }

  /** What has just happened is brought into view, wherever that is another place. */
  function follow(step, phase) {
    const { structure } = results.querySelector("[data-structure]")?.dataset ?? {};
    if (step === seen.step && structure === seen.structure) return;
    // In a low window the buttons would be scrolled away from under the hand. A figure that was composed anew for its frame follows
    // the walk, too, unless a hand is at a field.
    const still = step === seen.step && document.activeElement !== document.body;
    bring(results, lit(results, phase), !still && matchMedia("(min-height: 30rem)").matches);
    seen = { step, structure };
  }

  function playing(on) {
    region().classList.toggle("playing", on);
    region().querySelector('[data-go="play"]')?.setAttribute("aria-pressed", String(on));
  }

  function pause() {
    clearInterval(timer);
    timer = 0;
    playing(false);
  }

  function play() {
    if (timer) return pause();
    const last = said().length - 1;
    if (at() === last) go(0);
    const speed = region().querySelector("[data-speed]");
    playing(true);
    timer = setInterval(() => {
      go(at() + 1);
      if (at() === last) pause();
    }, Number(speed?.value));
  }

  /** @param {string} where a step from the present one, the first, the last, or the start and stop of playing */
  function move(where) {
    if (where === "play") return play();
    pause();
    const step = at();
    const input = field();
    if (where === "next" && input && step === said().length - 1 && page.further()) {
      input.value = "1";
      here = 1;
      page.onward();
      return show();
    }
    go({ first: 0, back: step - 1, next: step + 1, last: Infinity }[where] ?? step);
  }

  /** Begin or leave the walk: the server says what each step is. */
  function change(step) {
    pause();
    const input = field() ?? region().appendChild(hidden("step"));
    input.value = step;
    here = step ? Number(step) : null;
    page.ask();
  }

  on(results, "click", (event) => {
    const where = followed(event, "[data-go]")?.dataset.go;
    if (!where) return;
    if (where !== "begin" && where !== "leave") return move(where);
    change(where === "begin" ? "1" : "");
    // The link goes away with the answer; the keys of a walk, and a reader's place, are at the figure.
    results.querySelector(".figure .scroller")?.focus({ preventScroll: true });
  });
  on(results, "input", ({ target }) => {
    if (!target.matches(".scrubber")) return;
    pause();
    go(Number(target.value));
  });
  on(results, "keydown", (event) => {
    const where = KEYS[event.key];
    const within = around(event.target, ".figure .scroller");
    if (!where || !within || !field() || chorded(event)) return;
    event.preventDefault();
    move(where);
  });
  refresh();
  return {
    refresh,
    move,
    /** Whether there is a walk now. */
    walking: () => field() !== null,
    begin: () => change("1"),
    /** The parts of the figure that the present step is about. */
    parts: () => words(now()?.dataset.parts),
    /** The lines of the text that the present step is about. */
    lines: () => numbers(now()?.dataset.lines),
  };
}

const numbers = (list) => words(list).map(Number);

/** What has just happened, in the panel of its pass, the gate first. @returns {Element[]} */
function lit(results, phase) {
  const now = all(results, ".stage .now");
  const mine = now.filter(({ dataset }) => dataset.panel === phase);
  const isGate = ({ dataset }) => Number(dataset.part.startsWith("gate-"));
  return (mine.length ? mine : now).sort((one, other) => isGate(other) - isGate(one));
}

/** Blank what lies ahead, in the figure and in the table, and light what the step is about. */
function reveal(results, step, parts) {
  for (const group of results.querySelectorAll("svg [data-step]")) {
    const blank = Number(group.dataset.step) > step;
    group.classList.toggle("blank", blank);
    group.classList.toggle("now", !blank && parts.includes(group.dataset.part));
  }
  for (const row of results.querySelectorAll("tr[data-forward]")) {
    row.classList.toggle("blank-forward", Number(row.dataset.forward) > step);
    row.classList.toggle("blank-backward", Number(row.dataset.backward) > step);
    row.classList.toggle("now", words(row.dataset.parts).some((part) => parts.includes(part)));
  }
}

/** Say where the walk is. */
function count(region, step, last, further) {
  const scrubber = region.querySelector(".scrubber");
  scrubber.value = String(step);
  region.querySelector("[data-count]").textContent = String(step);
  const ends = { first: step === 0, back: step === 0, next: step === last && !further, last: step === last };
  for (const [where, disabled] of Object.entries(ends)) {
    const button = region.querySelector(`[data-go="${where}"]`);
    if (disabled) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}
