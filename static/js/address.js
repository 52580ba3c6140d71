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
    else if (value.trim() !== "" && !isDefault(form, name, value)) query.append(name, value);
  }
  const path = new URL(form.action).pathname;
  // A space as + would be taken for a plus that was lost, wherever the address goes on to be a picture's.
  return `${path}?${String(query).replaceAll("+", "%20")}`;
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} value
 * @returns {boolean}
 */
function isDefault(form, name, value) {
  const chosen = [...form.querySelectorAll("[data-default]")].find((choice) => choiceName(choice) === name);
  return chosen instanceof HTMLInputElement || chosen instanceof HTMLOptionElement ? chosen.value === value : false;
}

/**
 * @param {Element} choice a radio button, or an option of a list
 * @returns {string | undefined}
 */
function choiceName(choice) {
  return choice instanceof HTMLInputElement ? choice.name : choice.closest("select")?.name;
}
