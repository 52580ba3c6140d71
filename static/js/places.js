// Remarks and mistakes point at their places in the text, and a "did you mean" can be taken at its word.

/** @typedef {{ point: (item: HTMLElement | null) => void, select: (item: HTMLElement) => void, correct: (item: HTMLElement, text: string, whole: boolean) => void }} Pointed */

/**
 * @param {HTMLElement} page
 * @param {Pointed} text
 */
export function places(page, text) {
  /** @param {EventTarget | null} target */
  const item = (target) => /** @type {HTMLElement | null} */ (target instanceof Element ? target.closest("li[data-line]") : null);
  for (const kind of /** @type {const} */ (["pointerover", "focusin"])) {
    page.addEventListener(kind, ({ target }) => text.point(item(target)));
  }
  page.addEventListener("click", ({ target }) => {
    const found = item(target);
    if (!found || !(target instanceof Element)) return;
    const fix = target.closest(".fix");
    if (fix) text.correct(found, fix.querySelector("code")?.textContent ?? "", fix.matches("[data-repair]"));
    else if (target.closest(".place")) text.select(found);
  });
}

/**
 * Make a button of the name that a hint proposes, where the mistake is a name too.
 * @param {HTMLElement} item
 * @param {string} wrong what stands in the text
 */
export function offer(item, wrong) {
  const hint = item.querySelector(".hint");
  const name = hint?.querySelector("code");
  if (!name || !hint?.textContent?.startsWith("did you mean") || !/^[\p{L}\p{N}_.]+$/u.test(wrong)) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "fix";
  button.title = "put it in";
  name.replaceWith(button);
  button.append(name);
}
