// A file of ours that is dropped on the page opens again: the server finds the program, values and options that are in it.

import { on } from "./elements.js";

export function reopen(form, tell) {
  on(window, "dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());
  on(window, "drop", async (event) => {
    const file = event.dataTransfer.files[0];
    if (!file) return;
    event.preventDefault();
    const answer = await fetch(`${form.dataset.root}/open`, { method: "POST", body: file }).catch(() => null);
    const query = answer?.ok ? await answer.text() : "";
    if (query) location.assign(`${new URL(form.action).pathname}?${query}`);
    else if (answer?.ok) tell(`There is no program of Backpass in ${file.name}.`);
    else tell(answer?.status === 413 ? `${file.name} is too large to be opened here.` : `${file.name} could not be sent to the server.`);
  });
}
