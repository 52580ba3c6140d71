// Asking the server for the page of the newest address, and dropping every answer that comes too late.

import { alike } from "./address.js";
import { fetched } from "./elements.js";
import { part } from "./parts.js";

/** Nobody is asked before a hand has paused for so long: for twice what the last answer took, within these bounds. */
const [SHORTEST, PAUSE] = [40, 150];

/**
 * @typedef {{ returning: boolean, current: () => boolean }} Asked what an answer is to: whether the form is to become what it says, too,
 * and whether the form still says what it said when it was asked
 *
 * @param {() => string} page.current the address to ask for, read at the moment of asking
 * @param {(address: string) => void} page.asks told what is asked for, unless it is something past
 * @param {(page: Document, asked: Asked) => void} page.show takes the newest answer
 * @param {(busy: boolean) => void} page.busy told when a question is on its way, and when none is
 * @param {() => void} page.lost told when the server cannot be reached, or something that is not ours answers for it
 * @param {(address: string) => string} page.suited the address at which the server answers as this window needs it
 * @param {() => Promise<void>} page.free kept once what an answer replaces is under nobody's finger
 */
export function answers({ current, asks, show, busy, lost, suited, free }) {
  let asking = null;
  let again = false;
  let timer = 0;
  let pause = PAUSE;

  /** @param [past] an address to return to */
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
      else if (!mine.signal.aborted) lost();
    } finally {
      asking = null;
      if (again) ask();
      else busy(false);
    }
  }

  function soon(after = pause) {
    clearTimeout(timer);
    timer = setTimeout(() => ask(), after);
  }

  return {
    /** After a pause. */
    soon: () => soon(),
    /** After the longest pause, and a question on its way is given up: what it asks about has changed. */
    rest() {
      asking?.abort();
      soon(PAUSE);
    },
    /** At once, or as soon as the answer on its way is there: a slider that moves shows every figure that there is time for. */
    now() {
      clearTimeout(timer);
      if (asking) again = true;
      else ask();
    },
    /** What an earlier address showed; a question on its way is given up. */
    past: ask,
  };
}
