// The pages of targets in a dialog: the link to them opens it, and their links change what is in it.

import { complain, fetched, follow, LOST, on } from "./elements.js";

export function share(dialog, announce, fresh) {
  const place = dialog.querySelector("div");
  let asked = 0;

  /** Show what an address says, unless something else was asked for meanwhile; the focus stays where it was pressed. */
  async function go(address, pressed) {
    const turn = ++asked;
    complain(pressed);
    const card = (await fetched(address))?.querySelector("[data-share]");
    if (turn !== asked) return;
    if (!card) return complain(pressed, LOST);
    const scrolled = dialog.querySelector(".share-targets")?.scrollTop ?? 0;
    place.replaceChildren(card);
    dialog.querySelector(".share-targets").scrollTo(0, scrolled);
    if (dialog.open) announce(dialog.querySelector("h1").textContent);
    else dialog.showModal();
    const goal = document.getElementById(pressed.id) ?? dialog.querySelector('.share-targets [aria-current="page"]');
    goal?.focus({ preventScroll: true });
  }

  follow(document, "a.share-link, .share-dialog a[href*='/share/']", (link) => {
    Promise.resolve(fresh(link)).then(() => go(link.href, link), ({ message }) => complain(link, message));
  });
  on(dialog, "submit", (event) => {
    if (event.target.method === "dialog") return;
    event.preventDefault();
    go(`${event.target.action}?${new URLSearchParams(new FormData(event.target))}`, event.target.elements["share-stops"]);
  });
}
