// Menus close on Escape, on a choice, and on a click elsewhere.

import { all, around, on, one } from "./elements.js";

export function menus() {
  on(document, "click keydown", ({ type, key, target }) => {
    for (const menu of all(document, "details.menu[open]")) {
      if (type === "click" ? menu.contains(target) && !around(target, "a") : key !== "Escape") continue;
      menu.open = false;
      if (key) one(menu, "summary").focus();
    }
  });
}
