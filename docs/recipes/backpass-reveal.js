// reveal.js: a plug-in for slides with figures in frames, <iframe src="https://your.server/embed?e=…&step=0" sandbox="allow-scripts"></iframe>.
//
//     <script src="backpass-reveal.js"></script>
//     <script>Reveal.initialize({ plugins: [RevealBackpass] });</script>
//
// A figure becomes as high as it is, begins anew when its slide is shown, and keys that it has no use for are reveal's.

window.RevealBackpass = () => ({
  id: "backpass",

  init(deck) {
    const NAMED = { Enter: 13, Escape: 27 };
    const frames = () => [...deck.getRevealElement().querySelectorAll("iframe")];

    addEventListener("message", ({ data, source }) => {
      const frame = frames().find(({ contentWindow }) => contentWindow === source);
      const said = frame && data?.backpass;
      if (!said) return;
      if (said.height) {
        frame.style.height = `${said.height}px`;
        deck.layout();
      }
      // The arrows at the ends of a figure reach reveal by its own messages already.
      if (said.key === "?") deck.toggleHelp();
      else if (said.key && !/^(Arrow|Page)|^ $/.test(said.key)) {
        const keyCode = NAMED[said.key] ?? (said.key.length === 1 ? said.key.toUpperCase().charCodeAt(0) : 0);
        document.dispatchEvent(new KeyboardEvent("keydown", { key: said.key, keyCode, bubbles: true }));
      }
    });

    deck.on("slidechanged", ({ currentSlide, previousSlide }) => {
      if (previousSlide?.compareDocumentPosition(currentSlide) & Node.DOCUMENT_POSITION_PRECEDING) return;
      for (const { contentWindow } of currentSlide.querySelectorAll("iframe")) contentWindow.postMessage({ backpass: { step: "first" } }, "*");
    });
  },
});
