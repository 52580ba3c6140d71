// Making the parts of the page what a new answer says.

import { morph } from "./morph.js";

/** Parts whose last good state stays, dimmed, while the text has mistakes. */
const LASTING = ["figure", "trace", "steps", "gate", "quiz", "train", "curve", "landscape", "study"];
const CHOICES = '[data-region="options"], [data-region="output"], [data-region="quiz"]';

/**
 * @param {string} name
 * @param {ParentNode} page
 * @returns {HTMLElement | null}
 */
export function part(name, page = document) {
  return page.querySelector(`[data-region="${name}"]`);
}

/**
 * @param {Document} page the answer
 * @param {string[]} names
 */
export function replace(page, names) {
  const drawn = part("figure", page);
  const mistaken = drawn !== null && drawn.querySelector(".scroller") === null && part("figure")?.querySelector(".scroller") !== null;
  for (const name of names) {
    const old = part(name);
    const fresh = part(name, page);
    if (!old || !fresh) continue;
    const lasts = mistaken && LASTING.includes(name) && old.childElementCount > 0;
    old.classList.toggle("stale", lasts);
    if (lasts) continue;
    // What a person chose is no attribute: choices are exchanged whole.
    if (old.matches(CHOICES)) old.replaceChildren(...fresh.childNodes);
    else morph(old, fresh);
  }
}
