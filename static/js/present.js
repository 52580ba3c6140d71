// Presenting: the figure and what the step says, alone on the screen, moved by a clicker's keys.

import { around, chorded, on, one } from "./elements.js";
import { presenting } from "./figure.js";
import { KEYS } from "./steps.js";

const CLICKS = { ...KEYS, ArrowDown: "next", Enter: "next", " ": "next", ArrowUp: "back" };

export function present(button, card, walk) {
  const page = document.body.classList;

  function change(on) {
    page.toggle("presenting", on);
    page.remove("blanked");
    button.textContent = on ? "End" : "Present";
    if (on) one(card, ".scroller")?.focus();
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
    const { key, target, shiftKey } = event;
    const where = key === " " && shiftKey ? "back" : CLICKS[key];
    // A clicker's keys are for the walk, wherever the focus was left.
    const taken = around(target, "select") ? !key.startsWith("Page") : around(target, { Enter: "a, button", " ": "button" }[key]);
    if (key === "Escape") stop();
    else if (key === "b" || key === ".") page.toggle("blanked");
    else if (key === "d") document.getElementById("theme").click();
    else if (!where || taken) return;
    else if (walk.walking()) walk.move(where);
    else walk.begin();
    event.preventDefault();
    event.stopPropagation();
  }

  on(button, "click", () => (presenting() ? stop() : start()));
  on(window, "keydown", pressed, { capture: true });
  on(document, "fullscreenchange", () => !document.fullscreenElement && presenting() && change(false));
}
