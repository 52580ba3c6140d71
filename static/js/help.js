// The help page's search: what does not have all of the words is hidden, and so is a heading with nothing left under it.

const search = /** @type {HTMLInputElement} */ (document.getElementById("search"));
const found = /** @type {HTMLElement} */ (document.getElementById("found"));
const nothing = /** @type {HTMLElement} */ (document.getElementById("nothing"));
const contents = /** @type {HTMLElement} */ (document.querySelector(".contents"));
const book = /** @type {HTMLElement} */ (document.querySelector(".book"));

/** @type {HTMLElement[]} */
const entries = [...book.querySelectorAll(/** @type {"div"} */ (".entry"))];
/** @type {HTMLElement[]} */
const sections = [...book.querySelectorAll("section")];
/** @type {HTMLElement[]} */
const intros = [...book.querySelectorAll(/** @type {"div"} */ (".intro"))];

function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const entry of entries) entry.hidden = !words.every((word) => entry.dataset.words?.includes(word));
  const left = entries.filter((entry) => !entry.hidden).length;
  for (const section of sections) section.hidden = !section.querySelector(".entry:not([hidden])");
  for (const intro of intros) intro.hidden = words.length > 0;
  for (const link of contents.querySelectorAll("a")) {
    const target = document.querySelector(link.hash);
    link.classList.toggle("without", target instanceof HTMLElement && target.hidden);
  }
  nothing.hidden = left > 0;
  found.textContent = words.length ? `${left} of ${entries.length}` : "";
}

/** A link to an entry shows it, whatever is searched for. */
function reveal() {
  const target = location.hash && document.querySelector(CSS.escape(location.hash).replace("\\#", "#"));
  if (!(target instanceof HTMLElement) || !search.value || !target.closest("[hidden]")) return;
  search.value = "";
  filter();
  target.scrollIntoView();
}

search.addEventListener("input", filter);
search.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  search.value = "";
  filter();
});
addEventListener("hashchange", reveal);
if (search.value) filter();
