// Asking the server for the page of the newest address, and dropping every answer that comes too late.

import { alike } from "./address.js";
import { fetched } from "./elements.js";
import { part } from "./parts.js";

/** Nobody is asked before a hand has paused for so long: for twice what the last answer took, within these bounds. */
const [SHORTEST, PAUSE] = [40, 150];

/**
 * `asks` is told of each address, and `suited` makes it one for this window. `show` takes the newest answer, whether the form becomes
 * what it says (`returning`), and whether that still says what was asked (`current`). `lost` is told the status of what is not ours,
 * and `free` is kept once nobody's finger is on what an answer replaces.
 */
export function answers({ current, asks, show, busy, lost, suited, free }) {
  let asking = null;
  let again = false;
  let timer = 0;
  let pause = PAUSE;
  /** What the page is of, and who waits. */
  let standing;
  const waiting = [];

  /** Ask for what the form says, or for a `past` address to return to. */
  async function ask(past) {
    clearTimeout(timer);
    asking?.abort();
    const mine = new AbortController();
    asking = mine;
    again = false;
    timer = 0;
    busy(true);
    const before = current();
    if (past === undefined) asks(before);
    const start = performance.now();
    const answer = await fetched(suited(past ?? before), mine.signal);
    const page = answer && part("figure", answer) ? answer : null;
    if (page) pause = Math.min(PAUSE, Math.max(SHORTEST, 2 * (performance.now() - start)));
    await free();
    if (asking !== mine) return;
    const asked = { returning: past !== undefined, current: () => alike(current(), before) };
    // A person was quicker than the server: what they did since is asked for now, unless they are still at it.
    if (page && !asked.current() && !timer) again = true;
    try {
      if (page) show(page, asked);
      else if (!mine.signal.aborted) lost(answer?.status);
    } finally {
      asking = null;
      if (again) ask();
      else rest(page && (past ?? before));
    }
  }

  /** The page is of the address that was `answered`, if any. Who waits is told once the form says that, too. */
  function rest(answered) {
    busy(false);
    standing = answered ?? standing;
    if (timer) return;
    if (answered && waiting.length && current() !== standing) ask();
    else for (const told of waiting.splice(0)) told(answered !== null);
  }

  function soon(after = pause) {
    clearTimeout(timer);
    timer = setTimeout(() => ask(), after);
  }

  return {
    soon,
    /** After the longest pause, and a question on its way is given up: what it asks about has changed. */
    rest() {
      asking?.abort();
      soon(PAUSE);
    },
    /** At once, or as soon as the answer on its way is there. */
    now() {
      clearTimeout(timer);
      if (asking) again = true;
      else ask();
    },
    /** What an earlier address showed; a question on its way is given up. */
    past: ask,
    /** Kept once what the form says is shown, false where it cannot be; null where it is. */
    newest() {
      if (timer || (!asking && current() !== (standing ??= current()))) ask();
      return asking && new Promise((resolve) => waiting.push(resolve));
    },
  };
}
