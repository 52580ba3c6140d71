// The study below the figure: its tabs and choices change the address.

import { all, follow, tell } from "./elements.js";
import { part } from "./parts.js";

export function study(results, ask) {
  follow(results, "a[data-study]", ({ dataset }) => {
    const place = part("study");
    for (const field of all(place, "input[type=hidden]")) field.remove();
    for (const [name, value] of new URLSearchParams(dataset.study)) tell(place, name, value);
    ask();
  });
}
