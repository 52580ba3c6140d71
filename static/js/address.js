// The address that the form stands for: values that are empty and options at their defaults are left out, so links stay short.

/**
 * @param {HTMLFormElement} form
 * @returns {string} the address, from the root of the server
 */
export function address(form) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string") continue;
    if (name === "e") query.append(name, value.replace(/\r\n?/g, "\n"));
    else if (value.trim() !== "" && !isDefault(name, value)) query.append(name, value);
  }
  const path = new URL(form.action).pathname;
  // A space as + would be taken for a plus that was lost, wherever the address goes on to be a picture's.
  return `${path}?${String(query).replaceAll("+", "%20")}`;
}

/**
 * @param {string} name
 * @param {string} value
 * @returns {boolean}
 */
function isDefault(name, value) {
  const chosen = [...document.querySelectorAll("[data-default]")].find((choice) => choiceName(choice) === name);
  return chosen instanceof HTMLInputElement || chosen instanceof HTMLOptionElement ? chosen.value === value : false;
}

/**
 * @param {Element} choice a radio button, or an option of a list
 * @returns {string | undefined}
 */
function choiceName(choice) {
  return choice instanceof HTMLInputElement ? choice.name : choice.closest("select")?.name;
}

/**
 * What can be undone: all that an address says but what is looked at.
 * @param {string} address
 */
export const substance = (address) => address.replace(/&(?:step|gate|iteration)=[^&]*/g, "");

/**
 * Whether two addresses ask for the same page; the step of a walk changes without asking.
 * @param {string} one
 * @param {string} other
 */
export function alike(one, other) {
  /** @param {string} address */
  const page = (address) => address.replace(/([?&]step=)\d+/, "$1");
  return page(one) === page(other);
}
