// Pan and zoom of the figure in its frame: wheel with Ctrl, pinch, drag, + − 0, double tap, buttons.

import { bring, foot } from "./bring.js";
import { around, chorded, delegate, on, one } from "./elements.js";
import { em, presenting } from "./figure.js";

const FRAME = ".figure .scroller";
const [LEAST, MOST, STEP] = [0.1, 8, 1.25];
/** Pixels in an em of the figure at scale 1: eleven points. */
const NATURAL = 44 / 3;
/** A hand that moves less means a click. */
const STILL = 4;

export function zoom(card) {
  /** What says at which scale the figure is drawn; nothing while the page says it. */
  let chosen = null;
  let pinched = 0;

  const frame = () => one(card, FRAME);
  const drawing = () => one(card, ".stage > svg:not(.strut)");
  const natural = () => drawing()?.width.baseVal.value ?? 1;
  const now = () => (drawing()?.getBoundingClientRect().width ?? 1) / natural();

  function apply() {
    const size = (chosen ?? home)();
    card.classList.toggle("zoomed", size > 0);
    drawing()?.style.setProperty("width", size ? `${natural() * size}px` : "");
  }

  /** Presented, as large as it fits and can be read from the last row. */
  const home = () => (presenting() ? Math.max(whole(), em() / NATURAL) : 0);

  const exactly = (scale) => () => Math.min(MOST, Math.max(LEAST, scale));

  /** What lies under a point stays there. */
  function set(next, point) {
    const [box, svg] = [frame(), drawing()];
    if (!box || !svg) return;
    const seen = box.getBoundingClientRect();
    const { x, y } = point ?? { x: seen.left + seen.width / 2, y: seen.top + seen.height / 2 };
    const before = svg.getBoundingClientRect();
    chosen = next;
    apply();
    const off = (side, size, at) => {
      const after = svg.getBoundingClientRect();
      return after[side] + ((at - before[side]) / before[size]) * after[size] - at;
    };
    box.scrollLeft += off("left", "width", x);
    box.scrollTop += off("top", "height", y);
    // The window goes on.
    scrollBy(0, off("top", "height", y));
  }

  function whole() {
    const [box, svg] = [frame(), drawing()];
    if (!box || !svg) return 1;
    const height = presenting() ? box.clientHeight : Math.min(innerHeight * 0.85, foot(document));
    return Math.min(box.clientWidth / natural(), height / svg.height.baseVal.value);
  }

  function fit() {
    set(whole);
    bring(document, () => [drawing()], true);
  }

  const ways = { in: () => set(exactly(now() * STEP)), out: () => set(exactly(now() / STEP)), full: () => set(exactly(1)), fit, back: () => set(null) };
  const keys = { "+": "in", "=": "in", "-": "out", "−": "out", 0: "back", f: "fit" };

  delegate(card, "click", "[data-zoom]", ({ dataset }) => ways[dataset.zoom]());
  delegate(card, "keydown", FRAME, (_, event) => {
    const way = keys[event.key];
    if (!way || chorded(event)) return;
    event.preventDefault();
    ways[way]();
  });
  delegate(card, "wheel", FRAME, (_, event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    set(exactly(now() * Math.exp(-event.deltaY * 0.003)), event);
  }, { passive: false });
  delegate(card, "touchmove", FRAME, (_, event) => {
    if (event.touches.length !== 2) return;
    event.preventDefault();
    const [one, other] = [...event.touches].map(({ clientX: x, clientY: y }) => ({ x, y }));
    const apart = Math.hypot(one.x - other.x, one.y - other.y);
    if (pinched) set(exactly((now() * apart) / pinched), { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 });
    pinched = apart;
  }, { passive: false });
  on(card, "touchstart touchend touchcancel", () => (pinched = 0));
  delegate(card, "dblclick", FRAME, (_, event) => {
    if (!around(event.target, '[data-kind="gate"]')) set(chosen ? null : exactly(now() * 2), event);
  });
  drag(card);
  new ResizeObserver(apply).observe(card);
  return { refresh: apply };
}

function drag(card) {
  let held = null;
  let moved = false;

  on(card, "pointerdown", ({ target, button, pointerType, clientX: x, clientY: y }) => {
    moved = false;
    const frame = around(target, FRAME);
    if (frame && !button && pointerType === "mouse") held = { x, y, frame, left: frame.scrollLeft, top: frame.scrollTop };
  });
  on(window, "pointermove", ({ clientX, clientY }) => {
    if (!held) return;
    const [x, y] = [clientX - held.x, clientY - held.y];
    if (!moved && Math.hypot(x, y) < STILL) return;
    moved = true;
    card.classList.add("dragged");
    held.frame.scrollTo({ left: held.left - x, top: held.top - y, behavior: "instant" });
  });
  on(window, "pointerup pointercancel", () => {
    held = null;
    card.classList.remove("dragged");
  });
  // Where a drag ends, nothing was clicked.
  delegate(card, "click", FRAME, (_, event) => {
    if (!moved) return;
    moved = false;
    event.stopPropagation();
    event.preventDefault();
  }, true);
}
