// Copying: the address, which holds everything that is on the page, the picture, and what a button carries with it.

import { delegate, fetched } from "./elements.js";

/** What came of it stands on the button for so many milliseconds. */
const SHOWN = 1600;
const SVG = "image/svg+xml";

/** @param {import("./taking.js").Fresh} [fresh] */
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
    }, SHOWN);
  });
}

/** @returns {Promise<string>} what came of it */
async function copied(button, answer) {
  try {
    // The page's own address says what the form does as soon as it is asked for.
    await (button.id === "copy" ? navigator.clipboard.writeText(location.href) : put(button, answer));
    return button.dataset.done ?? "Copied";
  } catch {
    const unable = button.id === "copy" ? "The link could not be copied; it is in the address bar." : "This browser does not let a page copy.";
    return Promise.resolve(answer).then(() => unable, ({ message }) => message);
  }
}

/** A text, or what is at an address, as the button says once `answer` is kept. Some browsers want to be told at once that something will come. */
function put({ dataset }, answer) {
  const path = dataset.copyFile?.replace(/\?.*/, "") ?? "";
  const content = Promise.resolve(answer).then(() => (path ? found(path, dataset.copyFile) : dataset.copy));
  const as = (type) => content.then((content) => new Blob([content], { type }));
  if (path.endsWith(".png")) return navigator.clipboard.write([new ClipboardItem({ "image/png": as("image/png") })]);
  // A picture for programs that draw, its text for those that write.
  const drawn = path.endsWith(".svg") && ClipboardItem.supports?.(SVG) ? { [SVG]: as(SVG) } : {};
  return navigator.clipboard.write([new ClipboardItem({ "text/plain": as("text/plain"), ...drawn })]);
}

/** A file, or what the page of a target says is to be pasted. */
async function found(path, address) {
  if (path.includes("/share/")) return (await fetched(address)).querySelector(".share-paste").textContent;
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.blob();
}
