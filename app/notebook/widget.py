"""A figure that steps in a notebook: the file for a browser in a frame, by `anywidget` where that is installed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from typing import Any

WIDGET = "application/vnd.jupyter.widget-view+json"
SCRIPT = """
function render({ model, el }) {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.title = "Backpass";
  frame.style.cssText = "border:0;width:100%;height:420px";
  frame.srcdoc = model.get("page");
  let still = null;
  const heard = ({ source, data }) => {
    if (source !== frame.contentWindow || !data?.backpass) return;
    // The same figure stands before it for whoever opens the notebook without widgets.
    const before = (each) => (each.src || each.outerHTML).includes(model.get("still")) && each.compareDocumentPosition(el) & 4;
    still ??= [...document.querySelectorAll("svg, img")].findLast(before);
    if (still) still.style.display = "none";
    const { height, step } = data.backpass;
    if (height) frame.style.height = `${height}px`;
    if (step !== undefined && step !== model.get("step")) { model.set("step", step); model.save_changes(); }
  };
  const asked = () => frame.contentWindow?.postMessage({ backpass: { step: model.get("step") } }, "*");
  addEventListener("message", heard);
  model.on("change:step", asked);
  el.append(frame);
  return () => {
    removeEventListener("message", heard);
    model.off("change:step", asked);
    if (still) still.style.display = "";
  };
}
export default { render };
"""


def has_widgets() -> bool:
    return find_spec("anywidget") is not None


@cache
def kind() -> Any:
    """The widget's class, whose `step` follows the reader and moves the figure. Made where it is needed, as it needs anywidget."""
    import anywidget  # noqa: PLC0415
    import traitlets  # noqa: PLC0415

    traits = {
        "page": traitlets.Unicode().tag(sync=True),
        "still": traitlets.Unicode().tag(sync=True),
        "step": traitlets.Int(0).tag(sync=True),
        "_esm": SCRIPT,
    }
    return type("Stepper", (anywidget.AnyWidget,), traits)


def stepper(page: str, still: str) -> Mapping[str, object]:
    """The view of a new widget that shows a page, in the place of a picture in which the word `still` occurs."""
    view: Mapping[str, object] = kind()(page=page, still=still)._repr_mimebundle_()[0][WIDGET]
    return view
