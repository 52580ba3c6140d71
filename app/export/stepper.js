// Steps through the figure: by keys, clicks and messages of the page around it. What it does not use goes on to that page.
"use strict";
(() => {
  const groups = [...document.querySelectorAll("[data-step]")];
  const said = [...document.querySelectorAll("ol > li")];
  const count = document.querySelector("output");
  const last = said.length;
  let step = Number(document.body.dataset.start ?? last);
  let left = false;

  const tell = (message) => parent !== window && parent.postMessage({ backpass: message }, "*");
  // reveal.js takes commands as JSON. A frame that loads on the slide that is shown never hears that its slide starts.
  const reveal = (method) => !left && parent !== window && parent.postMessage(JSON.stringify({ method, args: [] }), "*");

  function show() {
    for (const group of groups) group.classList.toggle("blank", Number(group.dataset.step) > step);
    said.forEach((item, index) => (item.hidden = index !== step - 1));
    if (count) count.value = `${step} of ${last}`;
    for (const button of document.querySelectorAll("button")) button.disabled = target(button.dataset.go) === step;
    tell({ step, steps: last });
  }

  function target(name) {
    const places = { first: 0, back: Math.max(0, step - 1), next: Math.min(last, step + 1), last };
    return places[name] ?? step;
  }

  function go(to) {
    if (to === step) return false;
    step = to;
    show();
    return true;
  }

  // On its slide the figure has the keys, so that nobody has to click it first; they are the deck's again when the slide is left.
  function turn(away) {
    left = away;
    if (!away) focus();
    else if (document.hasFocus()) parent.focus();
  }

  const KEYS = { ArrowRight: "next", ArrowLeft: "back", PageDown: "next", PageUp: "back", " ": "next", Home: "first", End: "last" };

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const name = event.shiftKey && event.key === " " ? "back" : KEYS[event.key];
    if (name && go(target(name))) return event.preventDefault();
    tell({ key: event.key });
    if (name === "next" || name === "back") reveal(name === "next" ? "next" : "prev");
  });

  addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (button) return go(target(button.dataset.go));
    if (!go(target("next"))) reveal("next");
  });

  addEventListener("message", ({ source, data }) => {
    if (source !== parent || parent === window) return;
    if (data === "slide:start" || data === "slide:stop") turn(data === "slide:stop");
    const wanted = data && typeof data === "object" ? data.backpass?.step : undefined;
    if (typeof wanted === "string") go(target(wanted));
    if (Number.isInteger(wanted)) go(Math.max(0, Math.min(last, wanted)));
  });

  if (!last) return;
  document.body.classList.add("walking");
  show();
  new ResizeObserver(() => tell({ height: Math.ceil(document.documentElement.getBoundingClientRect().height) })).observe(document.body);
})();
