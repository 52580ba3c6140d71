// Server-sent events over fetch, which tells why it was refused and can be given up.

/** Whether the end was told; false where the connection broke before. */
export async function listen(address, signal, take) {
  const answer = await fetch(address, { signal, headers: { Accept: "text/event-stream" } });
  if (!answer.ok || !answer.body) {
    take("problem", await answer.json().catch(() => ({ detail: "The server refused it." })));
    return true;
  }
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let ended = false;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return ended;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const [, name = "", content = "{}"] = /^event: (.*)\ndata: (.*)$/.exec(block) ?? [];
      ended = name !== "progress";
      take(name, JSON.parse(content));
    }
  }
}
