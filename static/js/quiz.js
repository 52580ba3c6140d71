// Predicting: what is blank is typed, judged by the server, and counted. The score stays in this page.

/**
 * @param {HTMLElement} results the figure and the table
 * @param {() => string} current the address of the page
 * @param {() => void} ask asks for the page anew
 */
export function quiz(results, current, ask) {
  let right = 0;
  let tried = 0;
  /** What was answered rightly, by field. @type {Set<string>} */
  const done = new Set();

  /** @param {HTMLInputElement} field */
  async function judge(field) {
    const answer = field.value.trim();
    if (!answer || field.readOnly || field.dataset.judged === answer) return;
    field.dataset.judged = answer;
    const asked = new URLSearchParams({ of: field.name, answer });
    const reply = await fetch(`${current().replace("/?", "/judge?")}&${asked}`).catch(() => null);
    if (!reply?.ok) return say("The server could not be asked.");
    const found = await reply.json();
    tried += 1;
    field.setAttribute("aria-invalid", String(!found.right));
    field.classList.toggle("right", found.right);
    field.readOnly = found.right;
    if (found.right && !done.has(field.name)) right += 1;
    if (found.right) done.add(field.name);
    say(`${field.getAttribute("aria-label")}: ${found.said}`);
  }

  /** @param {string} text */
  function say(text) {
    const bar = results.querySelector("[data-said]");
    const score = results.querySelector("[data-score]");
    if (bar) bar.textContent = text;
    const all = results.querySelectorAll(".answer").length;
    if (score) score.textContent = `${right} of ${all} right, ${tried} tried`;
  }

  results.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && target.matches(".answer")) judge(target);
    if (target instanceof Element && target.matches("#option-hide")) ask();
  });
  results.addEventListener("click", ({ target }) => target instanceof Element && target.closest("[data-print]") && print());
  results.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || !field.matches(".answer") || event.key !== "Enter") return;
    event.preventDefault();
    judge(field);
  });
  return {};
}
