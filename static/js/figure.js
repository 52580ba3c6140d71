// How the figure stands in its frame: its panels' titles stay in view, and its size is only asked for where it matters.

/** A title keeps so far from the rule. */
const APART = 8;
const narrow = matchMedia("(max-width: 60rem)");

/**
 * In a narrow window the panels stand above each other, unless the address says how they stand.
 * @param {string} address
 * @returns {string}
 */
export function suited(address) {
  return narrow.matches && !/[?&]panels=/.test(address) ? `${address}&panels=stacked` : address;
}

/**
 * @param {HTMLElement} card the figure with its heading and its frame
 * @param {() => void} again asks for a figure that suits the window
 */
export function figure(card, again) {
  const refresh = () => {
    const scroller = card.querySelector(".scroller");
    const svg = /** @type {SVGSVGElement | null} */ (card.querySelector(".stage > svg"));
    if (!scroller || !svg) return;
    card.classList.toggle("roomy", svg.width.baseVal.value <= scroller.clientWidth);
    follow(scroller, svg);
  };
  card.addEventListener("scroll", refresh, { capture: true, passive: true });
  card.addEventListener("change", refresh);
  new ResizeObserver(refresh).observe(card);
  narrow.addEventListener("change", again);
  refresh();
  if (narrow.matches && !card.classList.contains("roomy")) again();
  return { refresh };
}

/**
 * Move each panel's title to the middle of that part of the panel which is in view.
 * @param {Element} scroller
 * @param {SVGSVGElement} svg
 */
function follow(scroller, svg) {
  const drawn = svg.getBoundingClientRect();
  const seen = scroller.getBoundingClientRect();
  const scale = svg.viewBox.baseVal.width / drawn.width;
  const left = (seen.left - drawn.left) * scale;
  const right = (seen.right - drawn.left) * scale;
  const titles = /** @type {NodeListOf<SVGGElement>} */ (svg.querySelectorAll('[data-part^="title"] > g'));
  titles.forEach((title, index) => {
    const [from, to] = extent(svg, index);
    const place = title.transform.baseVal.getItem(0).matrix;
    const home = Number((title.dataset.home ??= String(place.e)));
    const width = title.getBBox().width;
    const middle = (Math.max(from, left) + Math.min(to, right)) / 2;
    const whole = left <= from + 1 && to - 1 <= right;
    place.e = whole ? home : Math.max(from, Math.min(to - width, middle - width / 2));
  });
}

/**
 * From where to where a panel reaches: a rule that stands upright divides them.
 * @param {SVGSVGElement} svg
 * @param {number} index
 * @returns {[number, number]}
 */
function extent(svg, index) {
  const { width } = svg.viewBox.baseVal;
  const rule = /** @type {SVGGElement | null} */ (svg.querySelector('[data-part="rule"]'))?.getBBox();
  if (!rule || rule.width > rule.height) return [0, width];
  return index === 0 ? [0, rule.x - APART] : [rule.x + APART, width];
}
