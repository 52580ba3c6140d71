// Menus close on Escape, on a choice, and on a click elsewhere.

import { all, around, on } from "./elements.js";

const open = () => all(document, "details.menu[open]");

export function menus() {
  on(document, "click", ({ target }) => {
    for (const menu of open()) {
      if (!menu.contains(target) || around(target, "a")) menu.open = false;
    }
  });
  on(document, "keydown", ({ key }) => {
    if (key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  });
}
