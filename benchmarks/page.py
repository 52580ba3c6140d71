"""In a real browser: from a key, a slider or a step to the frame that shows it, as a person at the page waits.

The clock is the browser's own: it starts with the event, and stops with the frame in which what was waited for has been painted.
"""

from __future__ import annotations

from statistics import median, quantiles
from urllib.parse import urlencode

from playwright.sync_api import Page, sync_playwright

from app.examples import find
from app.query import Query
from tests.browser import launch
from tests.server import running

ROUNDS = 40

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
SLIDER = """(round) => timed(() => {
  const slider = document.querySelector("#form input[type=range]");
  slider.value = Number(slider.min) + (Number(slider.max) - Number(slider.min)) * ((round * 37) % 100) / 100;
  slider.dispatchEvent(new InputEvent("input", { bubbles: true }));
}, "#figure .stage")"""
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
                    "slider": waited(page, f"/?{query}", SLIDER),
                    "step": waited(page, f"/?{query}&step=1", STEP),
                    "key": waited(page, f"/?{query}", KEY),
                }
                print(f"  {name:<12}" + "".join(f"{way:>8} {told(times)}" for way, times in waits.items()), flush=True)
                page.context.close()


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
