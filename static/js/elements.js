// Elements: what surrounds the target of an event, whose keys are pressed, and fields that carry a choice into the address.

/** Listen to events of one or more kinds. @param {EventTarget} place @param {string} kinds @param {(event: any) => void} act @param {object} [how] */
export function on(place, kinds, act, how) {
  for (const kind of kinds.split(" ")) place.addEventListener(kind, act, how);
}

/** @param {ParentNode} place @param {string} selector @returns {any[]} */
export const all = (place, selector) => [...place.querySelectorAll(selector)];

/** The nearest element from a target outwards that fits. @param {string} selector @returns {any} */
export const around = (target, selector) => (target instanceof Element ? target.closest(selector) : null);

/** Whether a key belongs to the browser. */
export const chorded = ({ ctrlKey, metaKey, altKey }) => ctrlKey || metaKey || altKey;

/** A link that is clicked to be followed here, not in another tab or window. @param {MouseEvent} event @returns {any} */
export function followed(event, selector) {
  const link = event.ctrlKey || event.metaKey || event.shiftKey ? null : around(event.target, selector);
  if (link) event.preventDefault();
  return link;
}

/** The names in a list, as in `data-parts`. */
export const words = (list) => (list ?? "").split(" ").filter(Boolean);

/** A hidden field of the page's form. @param {string} [value] */
export function hidden(name, value = "") {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name, value });
  field.setAttribute("form", "form");
  return field;
}
