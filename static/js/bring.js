// Bringing parts of the figure into view, softly: in its frame, and in the window as far as nothing stands before it.
// Each moment looks anew at where they are: a figure may be replaced, or its frame grow.

import { on, one } from "./elements.js";

let moment = 0;
const stop = () => cancelAnimationFrame(moment);
// A hand that scrolls is not held.
on(window, "wheel touchmove", stop, { capture: true, passive: true });

/** As many of the `parts`, from the first on, as there is room for; `around`: whether the window scrolls, too. */
export function bring(results, parts, around = false) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  /** Which ways are gone, to the middle: those at whose end not all was seen. */
  const gone = [];

  function approach([place, side, start, end, from, to, least = -Infinity, most = Infinity], way) {
    gone[way] ??= start < from || end > to;
    const far = gone[way] && Math.trunc(Math.max(least, Math.min(most, (start + end - from - to) / 2)));
    const before = place[side];
    place[side] += calm ? far : Math.trunc(far / 4) || Math.sign(far);
    return place[side] !== before;
  }

  stop();
  moment = requestAnimationFrame(function go() {
    // One way after the other: where the frame is at rest, the window goes on.
    if (ways(results, parts()).slice(0, around ? 3 : 2).some(approach)) moment = requestAnimationFrame(go);
  });
}

/** How far down the window a figure is seen: to what a walk says, or, where that is further up, below all of it. */
export function foot(results) {
  const stepping = one(results, ".stepping");
  return innerHeight - (getComputedStyle(stepping).position === "sticky" ? stepping.offsetHeight : 0);
}

/**
 * What scrolls, how, the stretch to be seen and where it is seen: the frame, and the window, at the most until the frame ends with it.
 */
function ways(results, parts) {
  const frame = one(results, ".figure .scroller");
  if (!frame || !parts.length) return [];
  const { left, top, right, bottom, width, height } = frame.getBoundingClientRect();
  const low = foot(results);
  const boxes = parts.map((each) => each.getBoundingClientRect());
  const stretch = (start, end) => [Math.min(...boxes.map((box) => box[start])), Math.max(...boxes.map((box) => box[end]))];
  const [across, down] = [stretch("left", "right"), stretch("top", "bottom")];
  const fits = across[1] - across[0] <= width && down[1] - down[0] <= Math.min(height, low);
  if (!fits && parts.length > 1) return ways(results, parts.slice(0, -1));
  return [
    [frame, "scrollLeft", ...across, left, right],
    [frame, "scrollTop", ...down, top, bottom],
    [document.scrollingElement, "scrollTop", ...down, 0, low, Math.min(0, top), Math.max(0, bottom - low)],
  ];
}
