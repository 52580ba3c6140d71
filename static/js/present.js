// Presenting: the figure and what the step says, alone on the screen, moved by the keys that a clicker sends.

/**
 * @typedef {object} Walk
 * @property {() => boolean} walking
 * @property {(where: string) => void} move
 * @property {() => void} begin
 */

/** @type {Record<string, string>} */
const KEYS = {
  ArrowRight: "next", ArrowDown: "next", PageDown: "next", Enter: "next", ArrowLeft: "back", ArrowUp: "back", PageUp: "back",
  " ": "play", Home: "first", End: "last",
};

/**
 * @param {HTMLElement} button
 * @param {HTMLElement} card the figure with its steps
 * @param {Walk} walk
 */
export function present(button, card, walk) {
  const presenting = () => document.body.classList.contains("presenting");

  /** @param {boolean} on */
  function change(on) {
    document.body.classList.toggle("presenting", on);
    document.body.classList.remove("blanked");
    button.setAttribute("aria-pressed", String(on));
    if (on) /** @type {HTMLElement | null} */ (card.querySelector(".scroller"))?.focus();
    else button.focus();
  }

  async function start() {
    change(true);
    // Where a browser has no full screen, the page itself gives way.
    await document.documentElement.requestFullscreen?.().catch(() => undefined);
  }

  async function stop() {
    change(false);
    if (document.fullscreenElement) await document.exitFullscreen();
  }

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    if (!presenting() || event.ctrlKey || event.metaKey || event.altKey) return;
    const inField = event.target instanceof Element && event.target.matches("input, select, textarea");
    const onButton = event.target instanceof Element && event.target.closest("a, button") !== null;
    if (event.key === "Escape") stop();
    else if (event.key === "b" || event.key === ".") document.body.classList.toggle("blanked");
    else if (event.key === "d") document.getElementById("theme")?.click();
    else if (KEYS[event.key] && !inField && !(onButton && (event.key === "Enter" || event.key === " "))) go(KEYS[event.key]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {string} where */
  function go(where) {
    if (walk.walking()) walk.move(where);
    else walk.begin();
  }

  button.addEventListener("click", () => (presenting() ? stop() : start()));
  addEventListener("keydown", pressed, { capture: true });
  document.addEventListener("fullscreenchange", () => !document.fullscreenElement && presenting() && change(false));
}
