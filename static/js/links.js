// Linking: a gate, wire or value under the pointer lights up in both panels, together with its row of the table.

/**
 * @param {HTMLElement} results the figure and the table
 */
export function links(results) {
  results.addEventListener("pointerover", ({ target }) => light(results, parts(target)));
  results.addEventListener("pointerleave", () => light(results, []));
  results.addEventListener("focusin", ({ target }) => light(results, parts(target)));
  results.addEventListener("focusout", () => light(results, []));
  results.addEventListener("keydown", (event) => walk(event, results));
  const refresh = () => results.querySelector("tbody tr")?.setAttribute("tabindex", "0");
  refresh();
  return { refresh };
}

/**
 * The names of the parts that something is about.
 * @param {EventTarget | null} target
 * @returns {string[]}
 */
function parts(target) {
  const row = target instanceof Element ? target.closest("[data-parts]") : null;
  if (row) return (row.getAttribute("data-parts") ?? "").split(" ").filter(Boolean);
  const part = target instanceof Element ? target.closest("svg [data-part]")?.getAttribute("data-part") : null;
  return part ? [part] : [];
}

/**
 * @param {HTMLElement} results
 * @param {string[]} names
 */
function light(results, names) {
  for (const element of results.querySelectorAll("svg [data-part]")) {
    element.classList.toggle("lit", names.includes(element.getAttribute("data-part") ?? ""));
  }
  for (const row of results.querySelectorAll("[data-parts]")) {
    const mine = (row.getAttribute("data-parts") ?? "").split(" ");
    row.classList.toggle("lit", names.some((name) => mine.includes(name)));
  }
}

/**
 * The arrow keys walk through the rows of the table, which is one stop for the tab key.
 * @param {KeyboardEvent} event
 * @param {HTMLElement} results
 */
function walk(event, results) {
  const row = event.target instanceof Element ? event.target.closest("tr[data-parts]") : null;
  if (!row || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
  const next = event.key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling;
  if (!(next instanceof HTMLElement)) return;
  event.preventDefault();
  for (const each of results.querySelectorAll("tbody tr")) each.setAttribute("tabindex", each === next ? "0" : "-1");
  next.focus();
}
