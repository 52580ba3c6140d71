// Making the parts of the page what a new answer says.

import { morph } from "./morph.js";

/**
 * Parts whose last good state stays, dimmed, while the text has mistakes, and what they hold when they are good.
 * @type {Record<string, string>}
 */
const LASTING = { figure: ".scroller", trace: ".scroller", steps: ".stepper, .begin", gate: ".closeup" };

const CHOICES = '[data-region="options"], [data-region="output"]';

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
  for (const name of names) {
    const old = part(name);
    const fresh = part(name, page);
    if (!old || !fresh) continue;
    const good = LASTING[name];
    const lasts = good !== undefined && !fresh.querySelector(good) && old.querySelector(good) !== null;
    old.classList.toggle("stale", lasts);
    if (lasts) continue;
    // What a person chose is no attribute: choices are exchanged whole.
    if (old.matches(CHOICES)) old.replaceChildren(...fresh.childNodes);
    else morph(old, fresh);
  }
}
