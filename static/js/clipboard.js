// Copying the address, which holds everything that is on the page.

/**
 * @param {HTMLElement | null} button
 * @param {(text: string) => void} announce
 */
export function clipboard(button, announce) {
  const title = button?.textContent ?? "";
  button?.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(location.href);
    } catch {
      announce("The link could not be copied; it is in the address bar.");
      return;
    }
    const done = button.dataset.done ?? "";
    button.textContent = done;
    announce(done);
    setTimeout(() => (button.textContent = title), 1600);
  });
}
