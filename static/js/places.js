// Remarks and mistakes point at their places in the text, and a "did you mean" can be taken at its word.

import { around, delegate, on } from "./elements.js";

export const rested = () => document.querySelector("li[data-line]:is(:hover, :focus-within)");

export function places(page, text) {
  const item = (target) => around(target, "li[data-line]");
  on(page, "pointerover focusin", ({ target }) => text.point(item(target)));
  delegate(page, "click", "button.place", (button) => text.select(item(button)));
  delegate(page, "click", ".fix", (button) => text.correct(item(button), button.querySelector("code").textContent, "repair" in button.dataset));
}

/** Make a button of the name that a hint proposes, where what is wrong in the text is a name too. */
export function offer(item, wrong) {
  const name = item.querySelector(".hint code");
  if (!name?.closest(".hint").textContent.startsWith("did you mean") || !/^[\p{L}\p{N}_.]+$/u.test(wrong)) return;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "fix", title: "put it in" });
  name.replaceWith(button);
  button.append(name);
}
