// The walk through both passes: forward gate by gate, then back. What has not been reached is blank, what has just happened is lit.

/**
 * @typedef {object} Page what a step has to do with the rest of the page
 * @property {() => void} ask asks the server for the page anew
 * @property {() => void} moved told when the step has changed
 * @property {() => boolean} further whether another iteration of a descent follows the last step
 * @property {() => void} onward goes there
 * @property {(lines: number[]) => void} lines lights lines of the text
 */

/** Keys that move a walk; a presenter's clicker sends PageUp and PageDown. @type {Record<string, string>} */
const KEYS = { ArrowRight: "next", ArrowLeft: "back", " ": "play", Home: "first", End: "last", PageDown: "next", PageUp: "back" };

/**
 * @param {HTMLElement} results the figure, the steps and the table
 * @param {Page} page
 */
export function steps(results, page) {
  let timer = 0;
  /** Where the person is: an answer that was asked for before says another step. @type {number | null} */
  let here = null;

  const region = () => /** @type {HTMLElement} */ (results.querySelector(".stepping"));
  const field = () => /** @type {HTMLInputElement | null} */ (region().querySelector('[name="step"]'));
  const said = () => /** @type {HTMLElement[]} */ ([...region().querySelectorAll(".said > li")]);

  /** @param {number} step */
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
    const step = Number(input?.value);
    results.parentElement?.classList.toggle("underway", step < items.length - 1);
    if (!input || !items.length || !items[step]) return page.lines([]);
    items.forEach((item, index) => item.toggleAttribute("hidden", index !== step));
    const now = items[step].dataset;
    reveal(results, step, (now.parts ?? "").split(" "));
    page.lines(numbers(now.lines));
    count(region(), step, items.length - 1, page.further());
  }

  function pause() {
    clearInterval(timer);
    timer = 0;
    region().classList.remove("playing");
    region().querySelector('[data-go="play"]')?.setAttribute("aria-pressed", "false");
  }

  function play() {
    if (timer) return pause();
    const last = said().length - 1;
    if (Number(field()?.value) === last) go(0);
    const speed = /** @type {HTMLSelectElement | null} */ (region().querySelector("[data-speed]"));
    region().classList.add("playing");
    region().querySelector('[data-go="play"]')?.setAttribute("aria-pressed", "true");
    timer = setInterval(() => {
      go(Number(field()?.value) + 1);
      if (Number(field()?.value) === last) pause();
    }, Number(speed?.value));
  }

  /** @param {string} where a step from the present one, the first, the last, or the start and stop of playing */
  function move(where) {
    if (where === "play") return play();
    pause();
    const step = Number(field()?.value);
    const input = field();
    if (where === "next" && input && step === said().length - 1 && page.further()) {
      input.value = "1";
      here = 1;
      page.onward();
      return show();
    }
    go({ first: 0, back: step - 1, next: step + 1, last: Infinity }[where] ?? step);
  }

  /** Begin or leave the walk: the server says what each step is. @param {string} step */
  function change(step) {
    pause();
    const input = field() ?? region().appendChild(hidden());
    input.value = step;
    here = step ? Number(step) : null;
    page.ask();
  }

  results.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest?.("[data-go]");
    const where = button?.getAttribute("data-go");
    if (!where || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (where === "begin" || where === "leave") change(where === "begin" ? "1" : "");
    else move(where);
  });
  results.addEventListener("input", ({ target }) => {
    if (target instanceof HTMLInputElement && target.matches(".scrubber")) {
      pause();
      go(Number(target.value));
    }
  });
  results.addEventListener("keydown", (event) => {
    const where = KEYS[event.key];
    const within = event.target instanceof Element && event.target.closest(".figure .scroller");
    if (!where || !within || !field() || event.ctrlKey || event.metaKey || event.altKey) return;
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
    parts: () => (said()[Number(field()?.value)]?.dataset.parts ?? "").split(" ").filter(Boolean),
    /** The lines of the text that the present step is about. */
    lines: () => numbers(said()[Number(field()?.value)]?.dataset.lines),
  };
}

/** @param {string | undefined} list */
const numbers = (list) => (list ?? "").split(" ").filter(Boolean).map(Number);

/** The field that carries the step into the address. */
function hidden() {
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = "step";
  input.setAttribute("form", "form");
  return input;
}

/**
 * Blank what lies ahead, in the figure and in the table, and light what the step is about.
 * @param {HTMLElement} results
 * @param {number} step
 * @param {string[]} parts
 */
function reveal(results, step, parts) {
  for (const group of /** @type {NodeListOf<SVGElement>} */ (results.querySelectorAll("svg [data-step]"))) {
    const blank = Number(group.dataset.step) > step;
    group.classList.toggle("blank", blank);
    group.classList.toggle("now", !blank && parts.includes(group.dataset.part ?? ""));
  }
  for (const row of /** @type {NodeListOf<HTMLElement>} */ (results.querySelectorAll("tr[data-forward]"))) {
    row.classList.toggle("blank-forward", Number(row.dataset.forward) > step);
    row.classList.toggle("blank-backward", Number(row.dataset.backward) > step);
    row.classList.toggle("now", (row.dataset.parts ?? "").split(" ").some((part) => parts.includes(part)));
  }
}

/**
 * Say where the walk is.
 * @param {HTMLElement} region
 * @param {number} step
 * @param {number} last
 * @param {boolean} further
 */
function count(region, step, last, further) {
  const scrubber = /** @type {HTMLInputElement} */ (region.querySelector(".scrubber"));
  scrubber.value = String(step);
  /** @type {HTMLElement} */ (region.querySelector("[data-count]")).textContent = String(step);
  const ends = { first: step === 0, back: step === 0, next: step === last && !further, last: step === last };
  for (const [where, disabled] of Object.entries(ends)) {
    const button = region.querySelector(`[data-go="${where}"]`);
    if (disabled) button?.setAttribute("aria-disabled", "true");
    else button?.removeAttribute("aria-disabled");
  }
}
