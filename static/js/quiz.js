// Predicting: what is blank is typed, judged by the server, and counted. The score stays in this page.

import { around, on } from "./elements.js";

/**
 * @param {HTMLElement} results the figure and the table
 * @param {() => string} current the address of the page
 * @param {() => void} ask asks for the page anew
 */
export function quiz(results, current, ask) {
  let right = 0;
  let tried = 0;
  /** What was answered rightly, by field. */
  const done = new Set();

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

  function say(text) {
    const bar = results.querySelector("[data-said]");
    const score = results.querySelector("[data-score]");
    if (bar) bar.textContent = text;
    const all = results.querySelectorAll(".answer").length;
    if (score) score.textContent = `${right} of ${all} right, ${tried} tried`;
  }

  on(results, "change", ({ target }) => {
    if (target.matches(".answer")) judge(target);
    if (target.id === "option-hide") ask();
  });
  on(results, "click", ({ target }) => around(target, "[data-print]") && print());
  on(results, "keydown", (event) => {
    const field = event.target;
    if (!field.matches(".answer") || event.key !== "Enter") return;
    event.preventDefault();
    judge(field);
  });
  return {};
}
