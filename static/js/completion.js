// Ctrl+Space completes the word at the caret: names of the text, and operations with their derivative rules.

import { all, around, fetched, on } from "./elements.js";
import { insert } from "./typing.js";

const MOST = 8;
const WORD = /[\p{L}_][\p{L}\p{N}_]*$/u;

let operations;

export function completion(list, area) {
  let chosen = 0;

  const word = () => area.value.slice(0, area.selectionStart).match(WORD)?.[0] ?? "";

  async function open() {
    operations ??= await fetched(list.dataset.completions);
    const known = operations ? all(operations, "li") : [];
    const begun = word();
    const names = new Set(known.map(({ dataset }) => dataset.name));
    const own = [...new Set(area.value.match(/[\p{L}_][\p{L}\p{N}_]*/gu))].filter((name) => !names.has(name)).map(option);
    const fits = ({ dataset: { name, taken } }) => (taken || name !== begun) && name.toLowerCase().startsWith(begun.toLowerCase());
    show([...own.filter(fits), ...known.filter(fits)].slice(0, MOST).map((each) => each.cloneNode(true)));
  }

  function show(offers) {
    list.replaceChildren(...offers);
    list.hidden = !offers.length;
    choose(0);
  }

  function choose(index) {
    const { length } = list.children;
    chosen = (index + length) % length || 0;
    [...list.children].forEach((item, place) => {
      item.id = `offer-${place}`;
      item.ariaSelected = place === chosen;
    });
    if (length) area.setAttribute("aria-activedescendant", `offer-${chosen}`);
    else area.removeAttribute("aria-activedescendant");
  }

  const close = () => show([]);

  function take({ dataset: { name, taken } }) {
    area.setSelectionRange(area.selectionStart - word().length, area.selectionStart);
    close();
    insert(taken?.startsWith("(") ? `${name}(` : name);
  }

  on(area, "keydown", (event) => {
    if (event.key === " " && event.ctrlKey) open();
    else if (list.hidden) return;
    else if (event.key === "Escape") close();
    else if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter" || event.key === "Tab") take(list.children[chosen]);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });
  on(area, "input", () => !list.hidden && (word() ? open() : close()));
  on(area, "blur", close);
  on(list, "pointerdown", (event) => {
    event.preventDefault();
    const item = around(event.target, "li");
    if (item) take(item);
  });
}

function option(name) {
  const item = Object.assign(document.createElement("li"), { role: "option", innerHTML: "<code></code><span>in the text</span>" });
  item.dataset.name = item.firstChild.textContent = name;
  return item;
}
