// The study below the figure: its tabs and choices change the address.

import { followed, hidden, on } from "./elements.js";

/** @param {HTMLElement} results the figure and what stands below it @param {() => void} ask asks the server for the page anew */
export function study(results, ask) {
  /** What was chosen and is not answered yet. */
  let waiting = null;

  const place = () => results.querySelector('[data-region="study"]');
  const said = () => fields(place()).map(({ name, value }) => `${name}=${value}`).join("&");

  /** Say in the form what is open. @param {string} chosen parameters as in an address; "" closes */
  function tell(chosen) {
    for (const field of fields(place())) field.remove();
    for (const each of chosen.split("&").filter(Boolean)) {
      const [name, ...value] = each.split("=");
      place().append(hidden(name, value.join("=")));
    }
  }

  on(results, "click", (event) => {
    const link = followed(event, "a[data-study]");
    if (!link) return;
    waiting = link.dataset.study;
    tell(waiting);
    ask();
  });
  return {
    /** After an answer: one that was on its way already knows nothing of what was chosen since. */
    refresh() {
      if (waiting !== null && said() !== waiting) tell(waiting);
      else waiting = null;
    },
  };
}

const fields = (place) => [...place.querySelectorAll("input[type=hidden]")];
