// The pages of targets in a dialog: the link to them opens it, and their links change what is in it.

import { complain, fetched, follow, LOST, on } from "./elements.js";

export function share(dialog, announce, fresh) {
  const place = dialog.querySelector("div");
  let before = Promise.resolve();

  /** One press after another, since each asks for what is shown and one thing else. */
  function press(pressed) {
    const { id, value } = pressed;
    before = before.then(() => go(Object.assign(document.getElementById(id) ?? pressed, { value })));
  }

  /** Show what a link or a field's form says; the focus stays there. */
  async function go(pressed) {
    const { form, href = `${form.action}?${new URLSearchParams(new FormData(form))}` } = pressed;
    complain(pressed);
    const card = (await fetched(href))?.querySelector("[data-share]");
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
    Promise.resolve(fresh(link)).then(() => press(link), ({ message }) => complain(link, message));
  });
  on(dialog, "submit", (event) => {
    if (event.target.method === "dialog") return;
    event.preventDefault();
    press(event.target.elements["share-stops"]);
  });
}
