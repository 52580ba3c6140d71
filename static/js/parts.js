// Putting the parts of a newly answered page in the place of the old ones.

/**
 * Parts whose last good state stays, dimmed, while the text has mistakes, and what they hold when they are good.
 * @type {Record<string, string>}
 */
const LASTING = { figure: ".scroller", trace: ".scroller", steps: ".stepper, .begin" };

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
    if (!lasts) put(old, fresh);
  }
}

/**
 * @param {HTMLElement} old
 * @param {HTMLElement} fresh
 */
function put(old, fresh) {
  const scrolled = old.querySelector(".scroller")?.scrollLeft ?? 0;
  old.replaceChildren(...fresh.childNodes);
  const scroller = old.querySelector(".scroller");
  if (scroller && scrolled) scroller.scrollLeft = scrolled;
}
