// A file that is dropped on the page is opened: the server finds the program, values and options in it.

import { answered, on } from "./elements.js";

export function reopen(form, tell) {
  on(window, "dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());
  on(window, "drop", async (event) => {
    const file = event.dataTransfer.files[0];
    if (!file) return;
    event.preventDefault();
    const answer = await answered(`${form.dataset.root}/open`, { method: "POST", body: file }).catch(({ message }) => tell(`${file.name}: ${message}`));
    const query = await answer?.text();
    if (query) location.assign(`${new URL(form.action).pathname}?${query}`);
    else if (answer) tell(`There is no program of Backpass in ${file.name}.`);
  });
}
