// The address that the form stands for; empty values and options at their defaults are left out, so links stay short.

export function address(form) {
  const query = new URLSearchParams();
  // Not by FormData, which has the whole page laid out first.
  for (const each of form.elements) {
    const { name, type } = each;
    const said = each.matches(".field") ? each.dataset.given ?? "" : each.value;
    if (!name || /button|submit/.test(type) || (/radio|checkbox/.test(type) && !each.checked)) continue;
    if (name === "e" || (said.trim() !== "" && !usual(each))) query.append(name, said);
  }
  const path = new URL(form.action).pathname;
  // A + would be taken for a plus that was lost, where the address becomes a picture's.
  return `${path}?${String(query).replaceAll("+", "%20")}`;
}

const usual = (field) => "default" in (field.selectedOptions?.[0] ?? field).dataset;

/** What can be undone: all that an address says but what is looked at. */
export const substance = (address) => address.replace(LOOKED, "");
export const LOOKED = /&(?:step|gate|iteration)=[^&]*/g;

/** Whether two addresses ask for the same page; the step of a walk changes without asking. */
export function alike(one, other) {
  const page = (address) => address.replace(/([?&]step=)\d+/, "$1");
  return page(one) === page(other);
}

export const touched = (form) => [...form.elements].some(changed);

function changed({ type, value, defaultValue, checked, defaultChecked, options }) {
  if (/radio|checkbox/.test(type)) return checked !== defaultChecked;
  if (options) return [...options].some((each) => each.selected && !each.defaultSelected);
  // A slider is not seen before the script has come, and rounds what the server sent.
  return type !== "range" && defaultValue !== undefined && value !== defaultValue;
}
