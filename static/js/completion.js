// Ctrl+Space completes the word at the caret: names of the text, and operations with their derivative rules, which the help page tells.

import { on } from "./elements.js";

const MOST = 8;
const WORD = /[\p{L}_][\p{L}\p{N}_]*$/u;

/** @typedef {{ name: string, taken: string, rule: string }} Offer `taken` is what it takes, `rule` its formulas as HTML of ours */

let operations;

/** @param {string} address of the help page */
async function learn(address) {
  const answer = await fetch(address);
  const help = new DOMParser().parseFromString(await answer.text(), "text/html");
  return [...help.querySelectorAll("#operations .entry")].map((entry) => {
    const call = entry.querySelector("h4 code");
    const name = call?.querySelector("b")?.textContent ?? "";
    const rules = [...entry.querySelectorAll(".rules li")].map((rule) => rule.innerHTML);
    return { name, taken: call?.textContent?.slice(name.length) ?? "", rule: rules.join(", ") };
  });
}

/** @param {HTMLElement} frame the editor @param {string} help the address of the help page */
export function completion(frame, area, help) {
  const list = document.createElement("ul");
  Object.assign(list, { id: "offers", className: "offers", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Completions");
  frame.after(list);
  area.setAttribute("aria-controls", "offers");
  let chosen = 0;
  let offers = [];

  const word = () => area.value.slice(0, area.selectionStart).match(WORD)?.[0] ?? "";

  async function open() {
    operations ??= learn(help);
    let known = [];
    try {
      known = await operations;
    } catch {
      operations = undefined;
    }
    const begun = word();
    const own = [...new Set(area.value.match(/[\p{L}_][\p{L}\p{N}_]*/gu))].map((name) => ({ name, taken: "", rule: "in the text" }));
    const all = [...own.filter(({ name }) => !known.some((each) => each.name === name)), ...known];
    const fitting = all.filter(({ name }) => name !== begun && name.toLowerCase().startsWith(begun.toLowerCase()));
    offers = fitting.slice(0, MOST);
    chosen = 0;
    show();
  }

  function show() {
    list.hidden = !offers.length;
    list.replaceChildren(...offers.map((offer, index) => row(offer, index === chosen, index)));
    if (list.hidden) area.removeAttribute("aria-activedescendant");
    else area.setAttribute("aria-activedescendant", `offer-${chosen}`);
  }

  function close() {
    offers = [];
    show();
  }

  function take({ name, taken }) {
    const stop = area.selectionStart;
    area.setSelectionRange(stop - word().length, stop);
    close();
    document.execCommand("insertText", false, taken.startsWith("(") ? `${name}(` : name);
  }

  on(area, "keydown", (event) => {
    if (event.key === " " && event.ctrlKey) open();
    else if (list.hidden) return;
    else if (event.key === "Escape") close();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : -1) + offers.length) % offers.length;
      show();
    } else if (event.key === "Enter" || event.key === "Tab") take(offers[chosen]);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });
  // What is typed on narrows the list; a caret that goes elsewhere ends it.
  on(area, "input", () => !list.hidden && (word() ? open() : close()));
  on(area, "blur", close);
  on(list, "pointerdown", (event) => {
    event.preventDefault();
    const item = event.target.closest("li");
    if (item) take(offers[[...list.children].indexOf(item)]);
  });
}

function row({ name, taken, rule }, chosen, index) {
  const item = document.createElement("li");
  item.id = `offer-${index}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", String(chosen));
  const [code, told] = [document.createElement("code"), document.createElement("span")];
  code.textContent = name + taken;
  told.innerHTML = rule;
  item.append(code, told);
  return item;
}
