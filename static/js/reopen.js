// A file that is dropped or pasted is opened: the server finds the program, values and options in it.

import { answered, on } from "./elements.js";

export function reopen(form, tell) {
  on(window, "dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());
  on(window, "drop paste", async (event) => {
    const { files: [file], types } = event.dataTransfer ?? event.clipboardData;
    // A spreadsheet gives its cells as a picture, too.
    if (!file || types.includes("text/plain")) return;
    event.preventDefault();
    const answer = await answered(`${form.dataset.root}/open`, { method: "POST", body: file }).catch(({ message }) => tell(`${file.name}: ${message}`));
    const query = await answer?.text();
    if (query) location.assign(`${new URL(form.action).pathname}?${query}`);
    else if (answer) tell(`There is no program of Backpass in ${file.name}. Type what it shows, or paste it as text: mathematics may be LaTeX.`);
  });
}
