// The question of a lesson: the server judges the answer, and what it says takes its place without the page being left.

import { on } from "./elements.js";

const form = document.getElementById("answering");
const field = document.getElementById("answer");
const verdict = document.getElementById("verdict");
let asked = 0;

on(form, "submit", async (event) => {
  event.preventDefault();
  const mine = ++asked;
  const address = new URL(form.action);
  address.hash = "";
  address.search = String(new URLSearchParams({ answer: field.value }));
  const reply = await fetch(address).catch(() => null);
  const page = reply?.ok ? new DOMParser().parseFromString(await reply.text(), "text/html") : null;
  if (mine === asked) show(page);
});

/** @param {Document | null} page the answer, or nothing where the server could not be asked */
function show(page) {
  const found = page?.getElementById("verdict");
  if (!found) return verdict.replaceChildren("The server could not be asked. Try again.");
  verdict.replaceChildren(...found.childNodes);
  const wrong = page?.getElementById("answer")?.hasAttribute("aria-invalid") ?? false;
  field.toggleAttribute("aria-invalid", wrong);
  if (wrong) field.setAttribute("aria-invalid", "true");
}
