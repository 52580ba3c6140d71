// The study below the figure: its tabs and choices change the address.

import { all, follow, tell } from "./elements.js";
import { part } from "./parts.js";

export function study(results, ask) {
  /** What was chosen and is not answered yet. */
  let waiting = null;

  const place = () => part("study");
  const fields = () => all(place(), "input[type=hidden]");
  const said = () => fields().map(({ name, value }) => `${name}=${value}`).join("&");

  /** Say in the form what is open, as in an address; "" closes. */
  function open(chosen) {
    for (const field of fields()) field.remove();
    for (const each of chosen.split("&").filter(Boolean)) {
      const [name, ...value] = each.split("=");
      tell(place(), name, value.join("="));
    }
  }

  follow(results, "a[data-study]", ({ dataset }) => {
    waiting = dataset.study;
    open(waiting);
    ask();
  });
  return {
    /** After an answer: one that was on its way already knows nothing of what was chosen since. */
    refresh() {
      if (waiting !== null && said() !== waiting) open(waiting);
      else waiting = null;
    },
  };
}
