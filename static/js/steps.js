// The walk through both passes: what has not been reached is blank, what has just happened is lit.

import { bring } from "./bring.js";
import { all, chorded, delegate, follow, numbers, one, tell, words } from "./elements.js";
import { presenting } from "./figure.js";

/** Keys that move a walk; a presenter's clicker sends PageUp and PageDown. */
export const KEYS = { ArrowRight: "next", ArrowLeft: "back", " ": "play", Home: "first", End: "last", PageDown: "next", PageUp: "back" };

/** `moved` is told of another step; `further` says whether a descent goes on behind the last one, `onward` goes there. */
export function steps(results, page) {
  let timer = 0;
  /** Where the person is: an answer that was asked for before says another step. */
  let here = null;
  const region = () => one(results, ".stepping");
  const field = () => one(region(), '[name="step"]');
  const said = () => all(region(), ".said > li");
  const at = () => Number(field()?.value);
  const last = () => said().length - 1;
  const now = () => said()[at()];
  const lines = () => numbers(now()?.dataset.lines);
  /** What was brought into view last; the page itself tells where it begins. */
  let seen = { step: at(), structure: "" };
  const structure = () => one(results, "[data-structure]")?.dataset.structure;

  /** Where the person is in a figure that is folded in another way now. */
  function alike() {
    const [start] = structure() === seen.structure ? [] : numbers(seen.way);
    const found = said().findIndex(({ dataset }) => numbers(dataset.way)[1] >= start);
    return found < 0 ? here : found;
  }

  function go(step) {
    const input = field();
    // Before the walk has come nobody knows how long it is.
    const wanted = Math.max(0, Math.min(last() < 0 ? Infinity : last(), step));
    if (!input || Number(input.value) === wanted) return;
    here = wanted;
    input.value = wanted;
    show();
    page.lines(lines());
    page.moved();
  }

  /** After an answer; of a page that is `returning` the step counts. */
  function refresh(returning) {
    const input = field();
    if (input && here !== null && !returning) input.value = last() < 0 ? here : Math.min(alike(), last());
    here = input ? Number(input.value) : null;
    show();
  }

  function show() {
    const step = at();
    results.parentElement.classList.toggle("underway", step < last());
    if (!field() || !now()) return;
    said().forEach((item, index) => (item.hidden = index !== step));
    reveal(results, step, words(now().dataset.parts));
    keepUp(step);
    count(region(), step, last(), page.further());
  }

  function keepUp(step) {
    if (step === seen.step && structure() === seen.structure) return;
    // In a low window the buttons would scroll away from under the hand; a hand at a field stays there.
    const still = step === seen.step && document.activeElement !== document.body;
    bring(results, lit, !still && matchMedia("(min-height: 26rem)").matches);
    if (step !== seen.step) page.announce(...now().cloneNode(true).children);
    seen = { step, structure: structure(), way: now().dataset.way };
  }

  /** What has just happened, in the panel of its pass, the gate first; before anything has, the beginning. */
  function lit() {
    const shown = all(results, at() ? ".stage .now" : '.stage [data-part="value-0"]');
    const mine = shown.filter(({ dataset }) => dataset.panel === now()?.dataset.phase);
    const isGate = ({ dataset }) => Number(dataset.kind === "gate");
    return (mine.length ? mine : shown).sort((one, other) => isGate(other) - isGate(one));
  }

  function playing(on) {
    clearTimeout(timer);
    timer = 0;
    const button = one(region(), '[data-go="play"]');
    if (button) button.ariaPressed = on;
  }

  function play() {
    if (timer) return playing(false);
    if (at() === last()) go(0);
    playing(true);
    tick();
  }

  function tick() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      go(at() + 1);
      if (at() === last()) playing(false);
      else tick();
    }, one(region(), "[data-speed]")?.value);
  }

  function move(where) {
    if (where === "play") return play();
    playing(false);
    const input = field();
    if (where !== "next" || !input || at() !== last() || !page.further()) return go(moved(where, at()));
    input.value = "1";
    here = 1;
    page.onward();
    show();
  }

  function change(step) {
    playing(false);
    tell(region(), "step", step);
    seen.way = null;
    here = step ? Number(step) : null;
    page.ask();
  }

  follow(results, "[data-go]", ({ dataset: { go: where } }) => {
    if (where !== "begin" && where !== "leave") return move(where);
    change(where === "begin" ? "1" : "");
    // The link goes away with the answer; a walk's keys, and a reader's place, are at the figure.
    one(results, ".figure .scroller")?.focus({ preventScroll: true });
  });
  delegate(results, "input", ".stepping .scrubber", ({ value }) => {
    playing(false);
    go(Number(value));
  });
  delegate(results, "change", "[data-speed]", () => timer && tick());
  delegate(results, "keydown", ".figure .scroller", (_, event) => {
    const where = KEYS[event.key];
    if (!where || !field() || chorded(event)) return;
    event.preventDefault();
    move(where);
  });
  refresh();
  // A screen changes its size, and a long sentence takes room.
  new ResizeObserver(() => presenting() && field() && bring(results, lit)).observe(one(results, ".figure"));
  return {
    refresh,
    move,
    walking: () => field() !== null,
    begin: () => change("1"),
    lines,
  };
}

export const moved = (where, at) => ({ first: 0, back: at - 1, next: at + 1, last: Infinity })[where];

function reveal(results, step, parts) {
  for (const group of all(results, "svg [data-step]")) {
    const blank = Number(group.dataset.step) > step;
    group.classList.toggle("blank", blank);
    group.classList.toggle("now", !blank && parts.includes(group.dataset.part));
  }
  for (const { classList, dataset } of all(results, "tr[data-forward]")) {
    for (const pass of ["forward", "backward"]) classList.toggle(`blank-${pass}`, Number(dataset[pass]) > step);
    classList.toggle("now", words(dataset.parts).some((part) => parts.includes(part)));
  }
}

function count(region, step, last, further) {
  one(region, ".scrubber").value = step;
  one(region, "[data-count]").textContent = step;
  const ends = { first: step === 0, back: step === 0, next: step === last && !further, last: step === last };
  for (const [where, disabled] of Object.entries(ends)) one(region, `[data-go="${where}"]`).ariaDisabled = disabled ? "true" : null;
}
