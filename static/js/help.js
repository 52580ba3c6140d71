// The help page's search hides what does not have all of the words, and headings that have nothing left.

import { all, named, on, one } from "./elements.js";

const [search, found, nothing] = named("search", "found", "nothing");
const book = one(document, ".book");
const entries = all(book, ".entry");

function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const entry of entries) entry.hidden = !words.every((word) => entry.dataset.words.includes(word));
  book.classList.toggle("searched", words.length > 0);
  for (const link of all(document, ".contents a")) link.classList.toggle("without", !one(document, link.hash).checkVisibility());
  const left = entries.filter((entry) => !entry.hidden).length;
  nothing.hidden = left > 0;
  found.textContent = words.length ? `${left} of ${entries.length}` : "";
}

function clear() {
  search.value = "";
  filter();
}

/** A link to an entry shows it, whatever is searched for. */
function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target || target.checkVisibility()) return;
  clear();
  target.scrollIntoView();
}

on(search, "input", filter);
on(search, "keydown", ({ key }) => key === "Escape" && clear());
on(window, "hashchange", reveal);
if (search.value) filter();
