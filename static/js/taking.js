// What is taken from the page is of what the form says: a click waits for the answer under way.

import { answered, complain, delegate, LOST } from "./elements.js";

/** Kept once an element says what the form does, broken where it never will; nothing where it does. */
export const taking = (newest) => (element) => newest()?.then((shown) => {
  if (!shown) throw new Error(LOST);
  if (!element.isConnected || element.closest(".stale")) throw new Error("Nothing was taken: the text has a mistake.");
});

/** Files are fetched first: of a download that fails a browser says next to nothing. */
export function downloads(page, fresh = () => null) {
  // A number of slides counts once it is typed.
  delegate(page, "change", ".share-stops", (form) => form.requestSubmit());
  // The menu does not hear of it: it is open until the file is there.
  delegate(page, "click", "a[download]", async (link, event) => {
    event.preventDefault();
    event.stopPropagation();
    if (link.ariaBusy) return;
    link.ariaBusy = "true";
    complain(link);
    try {
      await fresh(link);
      const file = await answered(link.href);
      const href = URL.createObjectURL(await file.blob());
      Object.assign(document.createElement("a"), { href, download: /"(.*)"/.exec(file.headers.get("content-disposition"))[1] }).click();
      setTimeout(URL.revokeObjectURL, 60_000, href);
      link.closest("details")?.removeAttribute("open");
    } catch ({ message }) {
      complain(link, message);
    } finally {
      link.ariaBusy = null;
    }
  }, { capture: true });
}
