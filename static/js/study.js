// The study below the figure: its tabs and choices change the address.

import { all, followed, hidden, on } from "./elements.js";

export function study(results, ask) {
  /** What was chosen and is not answered yet. */
  let waiting = null;

  const place = () => results.querySelector('[data-region="study"]');
  const fields = () => all(place(), "input[type=hidden]");
  const said = () => fields().map(({ name, value }) => `${name}=${value}`).join("&");

  /** Say in the form what is open. @param chosen parameters as in an address; "" closes */
  function tell(chosen) {
    for (const field of fields()) field.remove();
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
