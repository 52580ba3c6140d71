// The line to the server: a slow answer shows, a lost server is told, one that comes back is noticed.

import { delegate, on } from "./elements.js";

const RETRY = 5000;

export function connection(results, bar, ask) {
  let retry = 0;

  function tell(lost) {
    bar.hidden = !lost;
    clearTimeout(retry);
  }

  const again = () => !bar.hidden && ask();
  delegate(bar, "click", "button", again);
  on(window, "online", again);

  return {
    busy(asking) {
      results.ariaBusy = asking;
      if (!asking) document.body.classList.remove("composing");
    },
    lost(status) {
      tell(true);
      // By a server, or by what stands before it.
      if (bar.classList.toggle("too-long", status === 414 || status === 431)) return;
      retry = setTimeout(again, RETRY);
    },
    found: () => tell(false),
  };
}
