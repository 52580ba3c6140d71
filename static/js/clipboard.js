// Copying: the address, which holds everything that is on the page, and what a button carries with it.

/**
 * @param {HTMLElement} page
 * @param {(text: string) => void} announce
 */
export function clipboard(page, announce) {
  page.addEventListener("click", async ({ target }) => {
    const button = target instanceof Element ? target.closest("#copy, [data-copy]") : null;
    if (!(button instanceof HTMLElement)) return;
    const title = (button.dataset.title ??= button.textContent ?? "");
    try {
      await navigator.clipboard.writeText(button.dataset.copy ?? location.href);
    } catch {
      announce(button.id === "copy" ? "The link could not be copied; it is in the address bar." : "This browser does not let a page copy.");
      return;
    }
    const done = button.dataset.done ?? "";
    button.textContent = done;
    announce(done);
    setTimeout(() => (button.textContent = title), 1600);
  });
}
