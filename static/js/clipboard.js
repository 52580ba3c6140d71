// Copying: the page's address, and what a button carries or names.

import { answered, complain, delegate, one, parsed } from "./elements.js";

const SVG = "image/svg+xml";

export function clipboard(page, announce, fresh = () => null) {
  delegate(page, "click", ":is([data-copy], [data-copy-file]):not(.copied)", async (button) => {
    const { dataset } = button;
    const path = dataset.copyFile?.replace(/\?.*/, "") ?? "";
    const content = Promise.resolve(fresh(button)).then(() => (path ? found(path, dataset.copyFile) : dataset.copy));
    // A link is copied whatever comes of it.
    content.catch(() => null);
    complain(button);
    try {
      // The address is new as soon as it is asked for.
      await (button.id === "copy" ? navigator.clipboard.writeText(location.href) : put(path, content));
    } catch {
      return complain(button, await content.then(() => "This browser does not let a page copy.", ({ message }) => message));
    }
    const before = [...button.childNodes];
    button.classList.add("copied");
    announce((button.textContent = dataset.done ?? "Copied"));
    setTimeout(() => {
      button.replaceChildren(...before);
      button.classList.remove("copied");
    }, 1600);
  });
}

/** Some browsers want to be told at once. */
function put(path, content) {
  const as = (type) => [type, content.then((said) => new Blob([said], { type }))];
  // A picture for programs that draw, its text for those that write.
  const kinds = path.endsWith(".png") ? ["image/png"] : path.endsWith(".svg") && ClipboardItem.supports?.(SVG) ? ["text/plain", SVG] : ["text/plain"];
  return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(kinds.map(as)))]);
}

async function found(path, address) {
  const file = await answered(address);
  return path.includes("/share/") ? one(parsed(await file.text()), ".share-paste").textContent : file.blob();
}
