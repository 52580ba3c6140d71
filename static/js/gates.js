// Gates open: by a click, Enter or a long press on one in the figure, or by its name in the table. Escape closes, and focus returns.
// While nobody walks, the arrow keys go from gate to gate in the order of the passes.

const LONG = 500;

/**
 * @param {HTMLElement} results the figure, the open gate and the table
 * @param {() => void} ask asks the server for the page anew
 * @param {() => string[]} lit the parts of the present step of the walk
 */
export function gates(results, ask, lit) {
  let press = 0;
  /** Where focus returns to: a part in a panel, or the button of a row. @type {string} */
  let origin = "";
  /** @type {string} */
  let waiting = "";
  /** Whether the gate that is on its way is to be folded or opened into its parts at once. */
  let folding = false;

  const place = () => /** @type {HTMLElement} */ (results.querySelector('[data-region="gate"]'));

  /** Say in the form which gate is open. @param {string} name */
  function tell(name) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "gate", value: name });
    field.setAttribute("form", "form");
    place().querySelector('[name="gate"]')?.remove();
    place().append(field);
  }

  /** @param {string} name what the gate makes; "" closes */
  function change(name) {
    if (!name) place().replaceChildren();
    tell(name);
    waiting = name;
    ask();
  }

  /** @param {Element | null | undefined} button the row's button, which knows the gate's name */
  function open(button) {
    if (button instanceof HTMLButtonElement) change(button.value);
  }

  /** @param {Element} gate a gate in the figure */
  function pick(gate) {
    origin = selector(gate);
    open(opener(results, gate.getAttribute("data-part") ?? ""));
  }

  function close() {
    change("");
    /** @type {HTMLElement | SVGElement | null} */
    const back = results.querySelector(origin || ".figure .scroller");
    if (back?.matches("g")) back.setAttribute("tabindex", "-1");
    back?.focus();
  }

  results.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const gate = target.closest('.stage [data-part^="gate-"]');
    const button = target.closest(".opens");
    if (gate) return pick(gate);
    if (!button && !target.closest("[data-close]")) return;
    event.preventDefault();
    if (!button) return close();
    origin = `.opens[value="${CSS.escape(/** @type {HTMLButtonElement} */ (button).value)}"]`;
    open(button);
  });
  results.addEventListener("dblclick", ({ target }) => {
    const gate = target instanceof Element ? target.closest('.stage [data-part^="gate-"]') : null;
    if (!gate) return;
    folding = true;
    pick(gate);
  });
  results.addEventListener("pointerdown", ({ target, pointerType }) => {
    const gate = target instanceof Element && pointerType === "touch" ? target.closest('.stage [data-part^="gate-"]') : null;
    clearTimeout(press);
    if (gate) press = setTimeout(() => pick(gate), LONG);
  });
  for (const kind of ["pointerup", "pointercancel", "pointermove"]) results.addEventListener(kind, () => clearTimeout(press));
  results.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && place().querySelector(".closeup") && !document.body.classList.contains("presenting")) close();
    else if (event.key === "Enter" && within(event.target)) {
      const gate = chosen(results) ?? results.querySelector(lit().map((part) => `.stage [data-part="${part}"][data-part^="gate-"]`).join() || ":not(*)");
      if (gate) pick(gate);
    } else if (!lit().length && within(event.target) && walk(event, results)) event.preventDefault();
  });
  return {
    /** After an answer: a gate that was asked for gets the focus. */
    refresh() {
      const title = /** @type {HTMLElement | null} */ (place().querySelector("#gate-title"));
      if (!waiting || !title || !place().querySelector(`.closeup, [name="gate"][value="${CSS.escape(waiting)}"]`)) return;
      waiting = "";
      const fold = folding ? place().querySelector("[data-fold]") : null;
      folding = false;
      if (fold instanceof HTMLElement) return fold.click();
      title.focus({ preventScroll: true });
      title.closest("section")?.scrollIntoView({ block: "nearest" });
    },
  };
}

/** @param {EventTarget | null} target */
const within = (target) => target instanceof Element && target.closest(".figure .scroller") !== null;

/** @param {Element} gate */
const selector = (gate) => `.stage [data-panel="${gate.getAttribute("data-panel")}"][data-part="${gate.getAttribute("data-part")}"]`;

/** @param {HTMLElement} results @param {string} part */
const opener = (results, part) => results.querySelector(`.opens[data-opens="${part}"]`);

/** The gate that has the focus. @param {HTMLElement} results */
const chosen = (results) => results.querySelector('.stage [data-part^="gate-"]:focus');

/** The figure's gates in the order of the passes. @param {HTMLElement} results @returns {SVGElement[]} */
function ordered(results) {
  /** @param {string} panel @returns {SVGElement[]} */
  const all = (panel) =>
    [.../** @type {NodeListOf<SVGElement>} */ (results.querySelectorAll(`.stage [data-panel="${panel}"][data-part^="gate-"]`))].sort(
      (a, b) => Number(a.dataset.part?.slice(5)) - Number(b.dataset.part?.slice(5)),
    );
  return [...all("forward"), ...all("backward").reverse()];
}

/**
 * From gate to gate: each is read out with what goes in and out of it.
 * @param {KeyboardEvent} event
 * @param {HTMLElement} results
 * @returns {boolean} whether the key was one of these
 */
function walk(event, results) {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const list = ordered(results);
  const here = list.findIndex((gate) => gate === chosen(results));
  const next = { ArrowRight: here + 1, ArrowLeft: here < 0 ? 0 : here - 1, Home: 0, End: list.length - 1 }[event.key];
  if (next === undefined || !list.length) return false;
  const gate = list[Math.max(0, Math.min(list.length - 1, next))];
  const said = opener(results, gate.dataset.part ?? "")?.getAttribute("data-said");
  if (said) gate.setAttribute("aria-label", said);
  gate.setAttribute("tabindex", "-1");
  gate.focus({ preventScroll: true });
  gate.scrollIntoView({ block: "nearest", inline: "center" });
  return true;
}
