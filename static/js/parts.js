// Making the parts of the page what a new answer says.

import { all, one } from "./elements.js";
import { own } from "./figure.js";
import { morph } from "./morph.js";

// A region is a part that an answer may change, by its name. `data-lasting`: its last good state stays, dimmed, while the text has
// mistakes. `data-chosen`: what a person chose in it is no attribute. `data-result`: it follows from the program alone.

/** Regions that other scripts take over. */
const OTHERS = ["inputs", "options", "train-form"];

export const part = (name, page = document) => one(page, `[data-region="${name}"]`);

export function regions(page, kind = "") {
  return all(page, `[data-region]${kind}`).map(({ dataset }) => dataset.region).filter((name) => !OTHERS.includes(name));
}

export function replace(page, names = regions(page)) {
  const drawn = part("figure", page);
  // Another tab is another window.
  for (const link of all(page, "a[href*='&frame=']")) link.setAttribute("href", own(link.getAttribute("href")));
  const mistaken = drawn && !one(drawn, ".scroller, .start") && one(part("figure"), ".scroller");
  for (const name of names) {
    const old = part(name);
    const fresh = part(name, page);
    if (!old || !fresh) continue;
    const lasts = mistaken && old.matches("[data-lasting]") && old.childElementCount > 0;
    old.classList.toggle("stale", !!lasts);
    if (lasts) continue;
    const made = chosen(fresh);
    morph(old, fresh);
    if (old.matches("[data-chosen]")) chosen(old, made);
  }
}

/** The choices of a place, or those `made` there; one that stands is not made anew: a screen reader would go there. */
function chosen(place, made = []) {
  return all(place, "option, [type=radio], [type=checkbox]").map((each, index) => {
    const state = "selected" in each ? "selected" : "checked";
    if (index in made && each[state] !== made[index]) each[state] = made[index];
    return each[state];
  });
}

export const exchange = (old, fresh) => refocused(old, () => old.replaceChildren(...fresh.childNodes));

/** After a change the focus goes to the field that has taken the place of the one that had it. */
export function refocused(place, change) {
  const { name, ariaLabel } = one(place, ":focus") ?? {};
  change();
  const like = ariaLabel ? `[aria-label="${CSS.escape(ariaLabel)}"]` : name && `[name="${name}"]`;
  if (like && !one(place, ":focus")) one(place, like)?.focus({ preventScroll: true });
}
