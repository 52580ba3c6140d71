// The pages of targets in a dialog: the link to them opens it, and their links change what is in it.

import { fetched, follow, on } from "./elements.js";

export function share(dialog, announce, fresh) {
  const place = dialog.querySelector("div");
  let asked = 0;

  /** Show what an address says, unless something else was asked for meanwhile; then what has the id gets the focus. */
  async function go(address, id) {
    const turn = ++asked;
    const card = (await fetched(address))?.querySelector("[data-share]");
    if (turn !== asked) return;
    if (!card) return announce("The server cannot be reached.");
    const scrolled = dialog.querySelector(".share-targets")?.scrollTop ?? 0;
    place.replaceChildren(card);
    dialog.querySelector(".share-targets").scrollTo(0, scrolled);
    if (dialog.open) announce(dialog.querySelector("h1").textContent);
    else dialog.showModal();
    const goal = document.getElementById(id) ?? dialog.querySelector('.share-targets [aria-current="page"]');
    goal?.focus({ preventScroll: true });
  }

  follow(document, "a.share-link, .share-dialog a[href*='/share/']", (link) => {
    Promise.resolve(fresh(link)).then(() => go(link.href, link.id), ({ message }) => announce(message));
  });
  on(dialog, "submit", (event) => {
    if (event.target.method === "dialog") return;
    event.preventDefault();
    go(`${event.target.action}?${new URLSearchParams(new FormData(event.target))}`, "share-stops");
  });
}
