// The pages of targets in a dialog: the link to them opens it, and their links change what is in it. Escape closes, and focus returns.

import { followed } from "./elements.js";

/**
 * @param {HTMLElement} tools where the link stands, whose address each answer renews
 * @param {(message: string) => void} announce
 */
export function share(tools, announce) {
  const dialog = document.createElement("dialog");
  dialog.className = "share-dialog";
  dialog.setAttribute("aria-labelledby", "share-title");
  document.body.append(dialog);
  let asked = 0;

  /** @param {string} address @returns {Promise<boolean>} whether what it says is shown, and nothing else was asked for since */
  async function fill(address) {
    const turn = ++asked;
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const card = page.querySelector("[data-share]");
    if (turn !== asked) return false;
    if (!card) throw new Error(answer.statusText);
    dialog.replaceChildren(closer(), document.adoptNode(card));
    return true;
  }

  /** @returns {HTMLButtonElement} */
  function closer() {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button round share-close", textContent: "×", ariaLabel: "Close" });
    button.addEventListener("click", () => dialog.close());
    return button;
  }

  /** @param {string} address @param {() => void} then */
  function follow(address, then) {
    fill(address).then(
      (shown) => shown && then(),
      () => announce("The server cannot be reached."),
    );
  }

  tools.addEventListener("click", (event) => {
    const link = followed(event, "a.share-link");
    if (link) follow(link.href, () => {
      if (!dialog.open) dialog.showModal();
      current()?.focus();
    });
  });

  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) return dialog.close();
    const link = followed(event, 'a[href*="/share/"]');
    if (!link) return;
    go(link.href, link.id);
  });
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    go(`${event.target.action}?${new URLSearchParams(new FormData(event.target))}`, "share-stops");
  });

  /** @param {string} id what gets the focus */
  function go(address, id) {
    const scrolled = dialog.querySelector(".share-targets")?.scrollTop ?? 0;
    follow(address, () => {
      dialog.querySelector(".share-targets")?.scrollTo(0, scrolled);
      (document.getElementById(id) ?? current())?.focus({ preventScroll: true });
      announce(dialog.querySelector("h1")?.textContent ?? "");
    });
  }

  /** @returns {HTMLElement | null} */
  const current = () => dialog.querySelector('.share-targets [aria-current="page"]');
}
