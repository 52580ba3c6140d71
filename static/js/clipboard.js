// Copying: the address, which holds everything that is on the page, the picture, and what a button carries with it.

import { delegate } from "./elements.js";

export function clipboard(page, announce) {
  delegate(page, "click", ":is([data-copy], [data-copy-file]):not(.copied)", async (button) => {
    try {
      await put(button.dataset);
    } catch {
      announce(button.id === "copy" ? "The link could not be copied; it is in the address bar." : "This browser does not let a page copy.");
      return;
    }
    const before = [...button.childNodes];
    const done = button.dataset.done ?? "Copied";
    button.classList.add("copied");
    button.textContent = done;
    announce(done);
    setTimeout(() => {
      button.replaceChildren(...before);
      button.classList.remove("copied");
    }, 1600);
  });
}

const SVG = "image/svg+xml";

/** Copy a text, in which {origin} is our host, or the file at an address; no text is the page's own address. */
async function put({ copy, copyFile }) {
  if (copyFile === undefined) return navigator.clipboard.writeText(copy?.replaceAll("{origin}", location.origin) || location.href);
  const file = fetch(copyFile).then((answer) => (answer.ok ? answer : Promise.reject(new Error(answer.statusText))));
  // Some browsers want to be told at once that something will come.
  const content = file.then((answer) => answer.blob());
  const as = (type) => [type, content.then((blob) => new Blob([blob], { type }))];
  const path = new URL(copyFile, location.href).pathname;
  // A picture for programs that draw, its text for those that write.
  const kinds = path.endsWith(".png") ? ["image/png"] : path.endsWith(".svg") && ClipboardItem.supports?.(SVG) ? ["text/plain", SVG] : ["text/plain"];
  return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(kinds.map(as)))]);
}
