// Elements, events on them, what they say in the form, and what is fetched for them.

export function on(place, kinds, act, how) {
  for (const kind of kinds.split(" ")) place.addEventListener(kind, act, how);
}

/** Act on events of whatever fits inside of a place: it gets that element, and the event. */
export function delegate(place, kinds, selector, act, how) {
  on(place, kinds, (event) => {
    const found = around(event.target, selector);
    if (found) act(found, event);
  }, how);
}

export const one = (place, selector) => place?.querySelector(selector) ?? null;
export const all = (place, selector) => [...place.querySelectorAll(selector)];

export const named = (...ids) => ids.map((id) => document.getElementById(id));

export const around = (target, selector) => (target instanceof Element ? target.closest(selector) : null);

/** Whether a key belongs to the browser. */
export const chorded = ({ ctrlKey, metaKey, altKey }) => ctrlKey || metaKey || altKey;

/** Act on links that are clicked to be followed here, not in another tab or window. */
export function follow(place, selector, act) {
  delegate(place, "click", selector, (link, event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    act(link);
  });
}

export const words = (list) => (list ?? "").split(" ").filter(Boolean);
export const numbers = (list) => words(list).map(Number);

/** Say something in the page's form, by a hidden field that stands in a place. */
export function tell(place, name, value) {
  const field = one(place, `input[name="${name}"]`) ?? place.appendChild(document.createElement("input"));
  Object.assign(field, { type: "hidden", name, value });
  field.setAttribute("form", "form");
}

export const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

export const LOST = "The server cannot be reached. Try again in a moment.";

/** What an address answers. Throws what is to be told where that is no success. */
export async function answered(address, how) {
  const answer = await fetch(address, how).catch(() => null);
  if (answer?.ok) return answer;
  const { title, detail } = (await answer?.json().catch(() => null)) ?? {};
  throw new Error(title ? `${title}. ${detail}` : LOST);
}

/** What went wrong is told beside what was pressed, until that is tried again. */
export function complain(pressed, message) {
  one(pressed.parentElement, ".untaken")?.remove();
  if (message) pressed.after(Object.assign(document.createElement("p"), { className: "untaken", role: "alert", textContent: message }));
}

/** The page at an address, with the status of the answer; null where nothing answers. */
export async function fetched(address, signal) {
  try {
    const answer = await fetch(address, { signal, headers: { Accept: "text/html" } });
    return Object.assign(parsed(await answer.text()), { status: answer.status });
  } catch {
    return null;
  }
}
