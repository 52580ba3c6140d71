// The question of a lesson: the server judges the answer, and the page is not left.

import { fetched, LOST, named, on } from "./elements.js";

const [form, field, verdict] = named("answering", "answer", "verdict");
let asked = 0;

on(form, "submit", async (event) => {
  event.preventDefault();
  const mine = ++asked;
  const page = await fetched(`${form.action.replace(/#.*/, "")}?${new URLSearchParams({ answer: field.value })}`);
  if (mine !== asked) return;
  const found = page?.getElementById("verdict");
  if (!found) return verdict.replaceChildren(LOST);
  verdict.replaceChildren(...found.childNodes);
  field.ariaInvalid = page.getElementById("answer").ariaInvalid;
});
