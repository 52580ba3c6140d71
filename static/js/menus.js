// Menus close on Escape, on a choice, and on a click elsewhere.

/** @returns {HTMLDetailsElement[]} */
const open = () => [...document.querySelectorAll(/** @type {"details"} */ ("details.menu[open]"))];

export function menus() {
  document.addEventListener("click", ({ target }) => {
    for (const menu of open()) {
      if (!(target instanceof Element) || !menu.contains(target) || target.closest("a")) menu.open = false;
    }
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  });
}
