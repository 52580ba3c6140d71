// The study below the figure: its tabs and choices change the address, and the arrow keys walk through what lights the figure.

/**
 * @param {HTMLElement} results the figure and what stands below it
 * @param {() => void} ask asks the server for the page anew
 */
export function study(results, ask) {
  /** What was chosen and is not answered yet. @type {string | null} */
  let waiting = null;

  const place = () => /** @type {HTMLElement} */ (results.querySelector('[data-region="study"]'));
  const said = () => fields(place()).map(({ name, value }) => `${name}=${value}`).join("&");

  /** Say in the form what is open. @param {string} chosen parameters as in an address; "" closes */
  function tell(chosen) {
    for (const field of fields(place())) field.remove();
    for (const each of chosen.split("&").filter(Boolean)) {
      const [name, ...value] = each.split("=");
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name, value: value.join("=") });
      field.setAttribute("form", "form");
      place().append(field);
    }
  }

  results.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-study]") : null;
    if (!(link instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    waiting = link.dataset.study ?? "";
    tell(waiting);
    ask();
  });
  results.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    // Rows of tables are walked as those of the trace are.
    const target = event.target instanceof Element ? event.target.closest(".study .line[data-parts], .study .walked") : null;
    if (!step || !target) return;
    const all = [.../** @type {NodeListOf<HTMLElement>} */ (place().querySelectorAll("[data-parts]"))];
    const here = all.indexOf(/** @type {HTMLElement} */ (target));
    const next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  return {
    /** After an answer: one that was on its way already knows nothing of what was chosen since. */
    refresh() {
      if (waiting !== null && said() !== waiting) tell(waiting);
      else waiting = null;
    },
  };
}

/** @param {HTMLElement} place @returns {HTMLInputElement[]} */
const fields = (place) => [.../** @type {NodeListOf<HTMLInputElement>} */ (place.querySelectorAll("input[type=hidden]"))];
