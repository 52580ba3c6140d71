"""In a real browser: from a key, a slider or a step to the frame that shows it, as a person at the page waits.

The clock is the browser's own: it starts with the event, and stops with the frame in which what was waited for has been painted.
"""

from __future__ import annotations

from math import sin
from statistics import median, quantiles
from urllib.parse import urlencode

from playwright.sync_api import Page, sync_playwright

from app.examples import find
from app.query import Query
from tests.browser import launch
from tests.server import running

ROUNDS = 40
SWING, SLOWLY, FRAME = 0.3, 12, 16
"""How far a hand moves a slider to either side, in so many frames a radian, and how long a frame is in milliseconds."""
REACH = 200
"""So many milliseconds lie between a pointer's coming to a slider and its being pressed: no hand is quicker."""

CLOCK = """() => {
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  window.timed = async (act, region) => {
    const place = document.querySelector(region);
    const changed = new Promise((done) => {
      const watcher = new MutationObserver(() => { watcher.disconnect(); done(); });
      watcher.observe(place, { subtree: true, childList: true, attributes: true, characterData: true });
    });
    const start = performance.now();
    act();
    await changed;
    await painted();
    return performance.now() - start;
  };
}"""
KEY = """(round) => timed(() => {
  const program = document.getElementById("program");
  window.base ??= program.value.trimEnd();
  const last = [...window.base.matchAll(/^(\\w+) *=/gm)].at(-1)?.[1] ?? "x";
  program.value = `${window.base}\\nk${round} = ${round + 2} * ${last}`;
  program.dispatchEvent(new InputEvent("input", { bubbles: true }));
}, "#figure .stage")"""
WATCH = """() => {
  window.waits = [];
  document.addEventListener("input", ({ target }) => {
    if (target.type !== "range") return;
    const start = performance.now();
    new MutationObserver((_, watcher) => {
      watcher.disconnect();
      requestAnimationFrame(() => setTimeout(() => window.waits.push(performance.now() - start)));
    }).observe(document.querySelector("#figure .stage"), { subtree: true, childList: true, attributes: true, characterData: true });
  }, true);
}"""
STEP = """(round) => timed(() => document.querySelector(`[data-go="${round % 2 ? "back" : "next"}"]`).click(), "#figure .stage")"""


def programs() -> dict[str, str]:
    """By name, the address of each page that is measured."""
    found = {name: example for name in ("gate", "neuron", "network", "batch-norm") if (example := find(name))}
    pages = {name: Query.of_example(example).string() for name, example in found.items()}
    for gates in (40, 200):
        text = "".join(f"x{index + 1} = tanh(w*x{index})\n" for index in range(gates // 2))
        pages[f"{gates} gates"] = urlencode({"e": text, "x0": "0.5", "w": "0.9"})
    return pages


def main() -> None:
    """Print the median and the 95th percentile of each way, page by page."""
    print("In the browser: milliseconds to the painted frame, median and 95th percentile")
    with running() as address, sync_playwright() as playwright:
        browser, _ = launch(playwright)
        with browser:
            for name, query in programs().items():
                page = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900}).new_page()
                waits = {
                    "slider": dragged(page, f"/?{query}"),
                    "step": waited(page, f"/?{query}&step=1", STEP),
                    "key": waited(page, f"/?{query}", KEY),
                }
                print(f"  {name:<12}" + "".join(f"{way:>8} {told(times)}" for way, times in waits.items()), flush=True)
                page.context.close()


def dragged(page: Page, address: str) -> list[float]:
    """The times of a drag to and fro by the mouse, from the event to the frame that shows what it says; its beginning counts too."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.evaluate(WATCH)
    slider = page.locator("#form input[type=range]").first
    slider.hover()
    box = slider.bounding_box()
    assert box
    page.wait_for_timeout(REACH)
    page.mouse.down()
    for moment in range(2 * ROUNDS):
        page.mouse.move(box["x"] + box["width"] * (0.5 + SWING * sin(moment / SLOWLY)), box["y"] + box["height"] / 2)
        page.wait_for_timeout(FRAME)
    page.mouse.up()
    page.wait_for_function("window.waits.length > 2")
    return [float(wait) for wait in page.evaluate("window.waits")]


def waited(page: Page, address: str, act: str) -> list[float]:
    """The times of one act, done again and again; the first few do not count."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.evaluate(CLOCK)
    return [float(page.evaluate(act, round_)) for round_ in range(ROUNDS + 3)][3:]


def told(times: list[float]) -> str:
    return f"{median(times):6.1f} {quantiles(times, n=20)[-1]:6.1f}"


if __name__ == "__main__":
    main()
