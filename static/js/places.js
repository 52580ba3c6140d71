// Remarks and mistakes point at their places in the text, and a repair can be taken at its word.

import { around, delegate, on, one } from "./elements.js";

export const rested = () => one(document, "li[data-line]:is(:hover, :focus-within)");

export function places(page, text) {
  const item = (target) => around(target, "li[data-line]");
  on(page, "pointerover focusin", ({ target }) => text.point(item(target)));
  delegate(page, "click", "button.place", (button) => text.select(item(button)));
  delegate(page, "click", ".fix", (button) => text.correct(item(button), one(button, "code").textContent));
}
