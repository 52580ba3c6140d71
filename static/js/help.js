// The help page's search: what does not have all of the words is hidden, and so is a heading with nothing left under it.

import { all, on } from "./elements.js";

const search = document.getElementById("search");
const found = document.getElementById("found");
const nothing = document.getElementById("nothing");
const contents = document.querySelector(".contents");
const book = document.querySelector(".book");

const entries = all(book, ".entry");
const sections = all(book, "section");
const intros = all(book, ".intro");

function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const entry of entries) entry.hidden = !words.every((word) => entry.dataset.words?.includes(word));
  const left = entries.filter((entry) => !entry.hidden).length;
  for (const section of sections) section.hidden = !section.querySelector(".entry:not([hidden])");
  for (const intro of intros) intro.hidden = words.length > 0;
  for (const link of contents.querySelectorAll("a")) {
    const target = document.querySelector(link.hash);
    link.classList.toggle("without", target?.hidden);
  }
  nothing.hidden = left > 0;
  found.textContent = words.length ? `${left} of ${entries.length}` : "";
}

/** A link to an entry shows it, whatever is searched for. */
function reveal() {
  const target = location.hash && document.querySelector(CSS.escape(location.hash).replace("\\#", "#"));
  if (!target || !search.value || !target.closest("[hidden]")) return;
  search.value = "";
  filter();
  target.scrollIntoView();
}

on(search, "input", filter);
on(search, "keydown", ({ key }) => {
  if (key !== "Escape") return;
  search.value = "";
  filter();
});
addEventListener("hashchange", reveal);
if (search.value) filter();
