// Light or dark: what the system prefers, or the person has chosen in this browser.

const KEY = "backpass-theme";
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");
const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

// Where a browser keeps nothing for us, a choice holds for this page.
let kept = {};
try {
  kept = localStorage;
} catch {}

function connect() {
  const button = document.getElementById("theme");
  const show = () => (button.ariaPressed = dark());
  button.addEventListener("click", () => {
    kept[KEY] = root.dataset.theme = dark() ? "light" : "dark";
    show();
  });
  system.addEventListener("change", show);
  show();
}

const before = kept[KEY];
if (/^(light|dark)$/.test(before)) root.dataset.theme = before;
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", connect);
else connect();
