// Asking the server for the page of the newest address, and dropping every answer that comes too late.

import { alike } from "./address.js";
import { part } from "./parts.js";

/** Nobody is asked before a hand has paused for so long: for twice what the last answer took, within these bounds. */
const [SHORTEST, PAUSE] = [40, 150];

/**
 * @typedef {{ address: string, returning: boolean, current: () => boolean }} Asked what an answer is to: whether the form is to become what
 * it says, too, and whether the form still says what it said when it was asked
 *
 * @param {() => string} current the address to ask for, read at the moment of asking
 * @param {(address: string) => void} asks told what is asked for, unless it is something past
 * @param {(page: Document, asked: Asked) => void} show takes the newest answer
 * @param {(busy: boolean) => void} busy told when a question is on its way, and when none is
 * @param {() => void} lost told when the server cannot be reached, or something that is not ours answers for it
 * @param {(address: string) => string} suited the address at which the server answers as this window needs it
 * @param {() => Promise<void>} free kept once what an answer replaces is under nobody's finger
 */
export function answers(current, asks, show, busy, lost, suited, free) {
  let asking = null;
  let again = false;
  let timer = 0;
  let pause = PAUSE;

  /** @param {string} [past] an address to return to */
  async function ask(past) {
    clearTimeout(timer);
    asking?.abort();
    const mine = new AbortController();
    asking = mine;
    again = false;
    timer = 0;
    busy(true);
    const before = current();
    const address = past ?? before;
    if (past === undefined) asks(before);
    const start = performance.now();
    const page = await answered(suited(address), mine.signal);
    if (page) pause = Math.min(PAUSE, Math.max(SHORTEST, 2 * (performance.now() - start)));
    await free();
    if (asking !== mine) return;
    const asked = { address, returning: past !== undefined, current: () => alike(current(), before) };
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

  /** The page at an address; null where nothing of ours answers. */
  async function answered(address, signal) {
    try {
      const answer = await fetch(address, { signal, headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      return part("figure", page) ? page : null;
    } catch {
      return null;
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
