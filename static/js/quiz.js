// Predicting: what is blank is typed, judged by the server, and counted. The score stays in this page.

import { all, answered, delegate, one } from "./elements.js";

export function quiz(results, current, ask) {
  let tried = 0;
  const done = new Set();

  async function judge(field) {
    const answer = field.value.trim();
    if (!answer || field.readOnly || field.dataset.judged === answer) return;
    const asked = new URLSearchParams({ of: field.name, answer });
    const reply = await answered(`${current().replace("/?", "/judge?")}&${asked}`).catch(({ message }) => say(message));
    if (!reply) return;
    const { right, said } = await reply.json();
    field.dataset.judged = answer;
    tried += right === null ? 0 : 1;
    field.ariaInvalid = !right;
    field.classList.toggle("right", right);
    field.readOnly = right;
    if (right) done.add(field.name);
    say(`${field.ariaLabel}: ${said}`);
  }

  function say(text) {
    const bar = one(results, "[data-said]");
    if (!bar) return;
    bar.textContent = text;
    one(results, "[data-score]").textContent = `${done.size} of ${all(results, ".answer").length} right, ${tried} tried`;
  }

  // Enter is a change, too.
  delegate(results, "change", ".answer", judge);
  delegate(results, "change", "#option-hide", ask);
  delegate(results, "click", "[data-print]", () => print());
}
