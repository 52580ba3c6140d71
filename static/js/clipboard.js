// Copying: the page's address, and what a button carries or names.

import { delegate, fetched } from "./elements.js";

const SVG = "image/svg+xml";

export function clipboard(page, announce, fresh = () => null) {
  delegate(page, "click", ":is([data-copy], [data-copy-file]):not(.copied)", async (button) => {
    const said = await copied(button, fresh(button));
    const before = [...button.childNodes];
    button.classList.add("copied");
    button.textContent = said;
    announce(said);
    setTimeout(() => {
      button.replaceChildren(...before);
      button.classList.remove("copied");
    }, 1600);
  });
}

async function copied(button, answer) {
  try {
    // The address is new as soon as it is asked for.
    await (button.id === "copy" ? navigator.clipboard.writeText(location.href) : put(button, answer));
    return button.dataset.done ?? "Copied";
  } catch {
    return Promise.resolve(answer).then(() => "This browser does not let a page copy.", ({ message }) => message);
  }
}

/** What the button says once `answer` is kept; some browsers want to be told at once. */
function put({ dataset }, answer) {
  const path = dataset.copyFile?.replace(/\?.*/, "") ?? "";
  const content = Promise.resolve(answer).then(() => (path ? found(path, dataset.copyFile) : dataset.copy));
  const as = (type) => [type, content.then((said) => new Blob([said], { type }))];
  // A picture for programs that draw, its text for those that write.
  const kinds = path.endsWith(".png") ? ["image/png"] : path.endsWith(".svg") && ClipboardItem.supports?.(SVG) ? ["text/plain", SVG] : ["text/plain"];
  return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(kinds.map(as)))]);
}

async function found(path, address) {
  if (path.includes("/share/")) return (await fetched(address)).querySelector(".share-paste").textContent;
  const answer = await fetch(address);
  if (!answer.ok) throw answer;
  return answer.blob();
}
