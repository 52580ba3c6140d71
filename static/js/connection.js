// The line to the server: a slow answer shows, a lost server is told in plain sight, and one that comes back is noticed.

const SLOW = 300;
const FIRST_RETRY = 2000;
const LAST_RETRY = 30_000;

/**
 * @param {HTMLElement} results what an answer changes
 * @param {HTMLElement} bar the notice, hidden while all is well
 * @param {() => void} ask asks the server anew
 */
export function connection(results, bar, ask) {
  let slow = 0;
  let retry = 0;
  let pause = FIRST_RETRY;

  function tell(lost) {
    bar.hidden = !lost;
    document.body.classList.toggle("lost", lost);
    clearTimeout(retry);
  }

  const again = () => !bar.hidden && ask();
  bar.querySelector("button")?.addEventListener("click", again);
  addEventListener("online", again);

  return {
    /** @param {boolean} asking whether a question is on its way */
    busy(asking) {
      results.setAttribute("aria-busy", String(asking));
      clearTimeout(slow);
      if (asking) slow = setTimeout(() => document.body.classList.add("waiting"), SLOW);
      else document.body.classList.remove("waiting");
    },
    lost() {
      tell(true);
      retry = setTimeout(again, pause);
      pause = Math.min(LAST_RETRY, pause * 2);
    },
    found() {
      tell(false);
      pause = FIRST_RETRY;
    },
  };
}
