// The inputs: a slider and its number field move together, and a new answer changes them without taking the slider from the hand.

/** @typedef {{ soon: () => void, now: () => void }} Asking */

/**
 * @param {HTMLElement} section
 * @param {Asking} asking
 */
export function inputs(section, asking) {
  section.addEventListener("input", ({ target }) => {
    const row = /** @type {HTMLElement} */ (target).closest("li");
    const { field, slider } = controls(row);
    if (!row || !field || !(target === slider || target === field)) return;
    if (target === slider && slider) field.value = slider.value;
    else if (slider) slider.value = field.value || field.placeholder;
    row.classList.toggle("changed", field.value !== "" && Boolean(row.dataset.written));
    if (target === slider) asking.now();
    else asking.soon();
  });
  section.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && target.type === "checkbox") asking.now();
  });
  section.addEventListener("click", ({ target }) => {
    const button = /** @type {HTMLElement} */ (target).closest(".reset");
    if (button) restore(button.closest("li"), asking);
  });
  section.addEventListener("focusin", ({ target }) => open(/** @type {HTMLElement} */ (target)));
  section.addEventListener("focusout", ({ target }) => close(/** @type {HTMLElement} */ (target)));
}

/**
 * The field and the slider of an input's row.
 * @param {Element | null} row
 */
function controls(row) {
  const field = /** @type {HTMLInputElement | HTMLTextAreaElement | null} */ (row?.querySelector(".field") ?? null);
  const slider = /** @type {HTMLInputElement | null} */ (row?.querySelector("input[type=range]") ?? null);
  return { field, slider };
}

/**
 * Back to the value that the text gives.
 * @param {HTMLElement | null} row
 * @param {Asking} asking
 */
function restore(row, asking) {
  const { field } = controls(row);
  if (!row || !field) return;
  clear(row);
  // What the text says is known again with the next answer.
  field.placeholder = "";
  field.focus();
  asking.now();
}

/**
 * A field that shows the text's own value lets it be edited as if it had been typed there.
 * @param {HTMLElement} target
 */
function open(target) {
  if (!target.matches(".field:placeholder-shown")) return;
  const field = /** @type {HTMLInputElement} */ (target);
  field.value = field.placeholder;
  field.dataset.opened = field.placeholder;
  field.select();
}

/** @param {HTMLElement} target */
function close(target) {
  const field = /** @type {HTMLInputElement} */ (target);
  if (target.dataset.opened !== undefined && field.value === target.dataset.opened) field.value = "";
  delete target.dataset.opened;
}

/**
 * Take over what a new answer says of the inputs.
 * @param {HTMLElement} section
 * @param {HTMLElement} fresh
 * @returns {boolean} whether a value was given up because the text now says another: the answer is out of date then
 */
export function merge(section, fresh) {
  const rows = list(section);
  const next = list(fresh);
  if (rows.length !== next.length || rows.some((row, index) => kind(row) !== kind(next[index]))) {
    const outdated = next.filter((row) => overruled(rows.find((old) => kind(old) === kind(row)), row));
    for (const row of outdated) clear(row);
    section.replaceChildren(...fresh.childNodes);
    return outdated.length > 0;
  }
  const outdated = rows.filter((row, index) => overruled(row, next[index]));
  rows.forEach((row, index) => update(row, next[index]));
  for (const row of outdated) clear(row);
  return outdated.length > 0;
}

/** @param {ParentNode} section @returns {HTMLElement[]} */
const list = (section) => [...section.querySelectorAll("li")];

/** @param {HTMLElement} row @returns {string} */
const kind = (row) => `${row.dataset.input} ${row.dataset.kind}`;

/**
 * Whether the person has changed the text's own value of an input since they moved its slider.
 * @param {HTMLElement | undefined} row
 * @param {HTMLElement} next
 */
function overruled(row, next) {
  return row !== undefined && next.classList.contains("changed") && row.dataset.written !== next.dataset.written;
}

/** @param {HTMLElement} row */
function clear(row) {
  const { field } = controls(row);
  if (field) field.value = "";
  row.classList.remove("changed");
}

/**
 * @param {HTMLElement} row
 * @param {HTMLElement} next
 */
function update(row, next) {
  const mine = controls(row);
  const theirs = controls(next);
  row.dataset.written = next.dataset.written;
  row.querySelector(".gradient")?.replaceChildren(...(next.querySelector(".gradient")?.childNodes ?? []));
  if (mine.field && theirs.field) mine.field.placeholder = theirs.field.placeholder;
  if (!mine.slider || !theirs.slider || mine.slider === document.activeElement) return;
  const value = Number(theirs.slider.value);
  if (value < Number(mine.slider.min) || value > Number(mine.slider.max)) {
    for (const name of /** @type {const} */ (["min", "max", "step"])) mine.slider[name] = theirs.slider[name];
  }
  mine.slider.value = theirs.slider.value;
}
