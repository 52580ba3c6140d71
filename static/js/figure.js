// How the figure stands in its frame: titles stay in view, and its size is only asked for where it matters.

import { all, delegate, on, one } from "./elements.js";

const APART = 8;
/** So many pixels an em of the figure's main type has at least; for a projector, such a share of the screen's height or width. */
const [EM, HIGH, WIDE] = [13, 1 / 42, 1 / 25];
/** The widths that figures are composed for, in em: a window that changes a little keeps its figure. */
const CLASSES = [22, 25.2, 28, 32, 38, 44, 50, 56, 62, 70, 75, 82, 90, 100, 112, 126];

const here = () => document.getElementById("figure");

export const presenting = () => document.body.classList.contains("presenting");

export const em = () => (presenting() ? Math.max(EM, Math.min(innerHeight * HIGH, innerWidth * WIDE)) : EM);

/** The address of the figure for this window, unless it says for which. */
export function suited(address) {
  return framed(address) ? address : `${address}${address.includes("?") ? "&" : "?"}frame=${room()}`;
}

/** The other way round. */
export const own = (address) => (framed(location.search) ? address : address.replace(/&frame=[^&]*/, ""));

let widest = 0;

/** The widest class that there is room for, measured when that changes: it has the page laid out. */
function room() {
  if (!widest) {
    const wide = (here()?.clientWidth ?? 0) / em();
    widest = CLASSES.findLast((width) => width <= wide) ?? CLASSES[0];
  }
  return widest;
}

/** Whether the figure that came with the page stays. */
export function fits() {
  const { frame } = here().dataset;
  return !frame || framed(location.search) || Number(frame) === room();
}

const framed = (address) => /[?&]frame=/.test(address);

export function figure(card, again) {
  let composed = Number(here().dataset.frame ?? room());
  const refresh = () => {
    const scroller = one(card, ".scroller");
    const svg = one(card, ".stage > svg");
    if (!scroller || !svg) return;
    scroller.classList.toggle("whole-seen", scroller.scrollWidth <= scroller.clientWidth);
    follow(scroller, svg);
  };
  const measure = () => {
    refresh();
    widest = 0;
    const width = room();
    if (width === composed) return;
    composed = width;
    again();
  };
  on(card, "scroll", refresh, { capture: true, passive: true });
  delegate(card, "click", "[data-zoom]", refresh);
  new ResizeObserver(framed(location.search) ? refresh : measure).observe(card);
  return { refresh };
}

/** Each title goes to the middle of what is in view of its panel. */
function follow(scroller, svg) {
  const seen = scroller.getBoundingClientRect();
  const { a, e } = svg.getScreenCTM().inverse();
  const [left, right] = [seen.left, seen.right].map((edge) => a * edge + e);
  all(svg, '[data-kind="title"] > g').forEach((title, index) => {
    const [from, to] = extent(svg, index);
    const place = title.transform.baseVal.getItem(0).matrix;
    const home = Number((title.dataset.home ??= place.e));
    const width = title.getBBox().width;
    const middle = (Math.max(from, left) + Math.min(to, right)) / 2;
    const whole = left <= from + 1 && to - 1 <= right;
    place.e = whole ? home : Math.max(from, Math.min(to - width, middle - width / 2));
  });
}

/** From where to where a panel reaches: a rule that stands upright divides them. */
function extent(svg, index) {
  const { width } = svg.viewBox.baseVal;
  const rule = one(svg, '[data-part="rule"]')?.getBBox();
  if (!rule || rule.width > rule.height) return [0, width];
  return index === 0 ? [0, rule.x - APART] : [rule.x + APART, width];
}
