// Presenting: the figure and what the step says, alone on the screen, moved by the keys that a clicker sends.

import { around, chorded, on } from "./elements.js";
import { presenting } from "./figure.js";

const KEYS = {
  ArrowRight: "next", ArrowDown: "next", PageDown: "next", Enter: "next", ArrowLeft: "back", ArrowUp: "back", PageUp: "back",
  " ": "play", Home: "first", End: "last",
};

/** @param {HTMLElement} card the figure with its steps @param {ReturnType<typeof import("./steps.js").steps>} walk */
export function present(button, card, walk) {
  function change(on) {
    document.body.classList.toggle("presenting", on);
    document.body.classList.remove("blanked");
    button.setAttribute("aria-pressed", String(on));
    if (on) card.querySelector(".scroller")?.focus();
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

  function pressed(event) {
    if (!presenting() || chorded(event)) return;
    const inField = around(event.target, "input, select, textarea");
    const onButton = around(event.target, "a, button");
    if (event.key === "Escape") stop();
    else if (event.key === "b" || event.key === ".") document.body.classList.toggle("blanked");
    else if (event.key === "d") document.getElementById("theme")?.click();
    else if (KEYS[event.key] && !inField && !(onButton && (event.key === "Enter" || event.key === " "))) go(KEYS[event.key]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function go(where) {
    if (walk.walking()) walk.move(where);
    else walk.begin();
  }

  on(button, "click", () => (presenting() ? stop() : start()));
  addEventListener("keydown", pressed, { capture: true });
  on(document, "fullscreenchange", () => !document.fullscreenElement && presenting() && change(false));
}
