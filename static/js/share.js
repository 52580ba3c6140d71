// The pages of targets in a dialog: the link opens it, their links change it.

import { complain, delegate, fetched, follow, LOST, one } from "./elements.js";
import { morph } from "./morph.js";

/** A promise of each moment, kept once what was pressed in the dialog is shown. */
export function share(dialog, announce, fresh) {
  let before = Promise.resolve();

  /** In turn: each press asks for what is shown and one thing else. */
  function press(pressed) {
    const { id, value } = pressed;
    before = before.then(() => go(Object.assign(document.getElementById(id) ?? pressed, { value })));
  }

  async function go(pressed) {
    const { id, form, href = `${form.action}?${new URLSearchParams(new FormData(form))}` } = pressed;
    complain(pressed);
    pressed.ariaBusy = true;
    const card = one(await fetched(href), ".share-card");
    pressed.ariaBusy = null;
    // A hand that has gone on is not called back.
    const gone = dialog.open && ![null, pressed].includes(one(dialog, ":focus"));
    if (!card) return complain(pressed, LOST);
    morph(one(dialog, ".share-card"), card);
    if (dialog.open) announce(one(dialog, "h1").textContent);
    else dialog.showModal();
    const goal = document.getElementById(id) ?? one(dialog, '.share-targets [aria-current="page"]');
    if (!gone) goal?.focus({ preventScroll: true });
  }

  follow(document, "a.share-link, .share-dialog a[href*='/share/']", (link) => {
    Promise.resolve(fresh(link)).then(() => press(link), ({ message }) => complain(link, message));
  });
  delegate(dialog, "submit", ".share-stops", ({ elements }, event) => {
    event.preventDefault();
    press(elements["share-stops"]);
  });
  return () => before;
}
