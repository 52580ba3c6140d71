// Bringing parts of the figure into view: in the frame that scrolls, and in the window as far as nothing stands before it.

const APART = 16;

/** The first of the parts counts most where there is no room for all; `around`: whether the window scrolls, too. */
export function bring(results, parts, around = false) {
  const [frame, stepping] = [".figure .scroller", ".stepping"].map((place) => results.querySelector(place));
  if (!frame || !parts.length) return;
  const seen = frame.getBoundingClientRect();
  const low = getComputedStyle(stepping).position === "sticky" ? stepping.getBoundingClientRect().top : innerHeight;
  const boxes = parts.map((each) => each.getBoundingClientRect());
  const room = Math.min(frame.scrollHeight > frame.clientHeight ? seen.height : Infinity, low);
  const whole = boxes.reduce(union);
  const { left, top, right, bottom } = whole.bottom - whole.top + 2 * APART > room || whole.right - whole.left > seen.width ? boxes[0] : whole;
  const across = frame.scrollWidth > frame.clientWidth ? beyond(left, right, seen.left, seen.right) : 0;
  const down = frame.scrollHeight > frame.clientHeight ? beyond(top, bottom, seen.top, seen.bottom) : 0;
  const below = around ? beyond(top - down, bottom - down, 0, low) : 0;
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
  // By nothing, too: what is on its way to a place in an earlier figure ends.
  frame.scrollBy({ left: across, top: down, behavior });
  if (below) scrollBy({ top: below, behavior });
}

const union = (one, other) => ({
  left: Math.min(one.left, other.left),
  top: Math.min(one.top, other.top),
  right: Math.max(one.right, other.right),
  bottom: Math.max(one.bottom, other.bottom),
});

/** How far to scroll so that a stretch is in the middle of what is seen; 0 where it is seen already. */
const beyond = (start, stop, from, to) => (start >= from && stop <= to ? 0 : (start + stop - from - to) / 2);
