// The page: each change of the form asks the server anew, and the answer's parts take the place of the old ones.

import { address } from "./address.js";
import { answers } from "./answers.js";
import { clipboard } from "./clipboard.js";
import { editor } from "./editor.js";
import { inputs, merge } from "./inputs.js";
import { links } from "./links.js";
import { menus } from "./menus.js";
import { part, replace } from "./parts.js";

const form = /** @type {HTMLFormElement} */ (document.getElementById("form"));
const results = /** @type {HTMLElement} */ (document.getElementById("main"));
const announcer = /** @type {HTMLElement} */ (document.getElementById("announcer"));
const mistakes = /** @type {HTMLElement} */ (part("mistakes"));
const values = /** @type {HTMLElement} */ (part("inputs"));

/** @param {string} text read aloud, once */
function announce(text) {
  if (announcer.textContent !== text) announcer.textContent = text;
}

/**
 * @param {Document} page
 * @param {string} place
 */
function show(page, place) {
  const wrong = part("mistakes", page)?.querySelectorAll("li") ?? [];
  const told = [...wrong].map((item) => item.textContent?.replace(/\s+/g, " ").trim());
  announce(told.join(" ") || (announcer.textContent ? "The figure is up to date." : ""));
  document.title = page.title;
  history.replaceState(null, "", place);
  replace(page, ["check", "downloads", "mistakes", "output", "figure", "warnings", "trace"]);
  text.judge();
  const fresh = part("inputs", page);
  if (fresh && wrong.length === 0 && merge(values, fresh)) asking.now();
  seen.refresh();
}

const asking = answers(
  () => address(form),
  show,
  (busy) => results.setAttribute("aria-busy", String(busy)),
  () => announce("The server cannot be reached; the figure is the last one that it sent."),
);
const text = editor(/** @type {HTMLElement} */ (form.querySelector(".editor")), mistakes, asking.soon);
const seen = links(results);

inputs(values, asking);
menus();
clipboard(document.getElementById("copy"), announce);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  asking.now();
});
form.addEventListener("change", ({ target }) => {
  if (target instanceof Element && target.closest(".options")) asking.now();
});
