// Light or dark: what the system prefers, until the person chooses; the choice stays in this browser.

const KEY = "backpass-theme";
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");

/** Whether the page is dark now. */
const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

/** @returns {string | null} the choice made here before, if the browser lets us keep one */
function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function choose(theme) {
  root.dataset.theme = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // It holds for this page then.
  }
}

function connect() {
  const button = document.getElementById("theme");
  const show = () => button?.setAttribute("aria-pressed", String(dark()));
  button?.addEventListener("click", () => {
    choose(dark() ? "light" : "dark");
    show();
  });
  system.addEventListener("change", show);
  show();
}

const before = remembered();
if (before === "light" || before === "dark") root.dataset.theme = before;
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", connect);
else connect();
