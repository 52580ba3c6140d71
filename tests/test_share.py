"""What other programs take of a figure: addresses that answer, files that can be made, snippets that run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from pptx import Presentation

from app.examples import EXAMPLES
from app.export import FORMATS, SETTINGS
from app.query import Query
from app.render import picture
from app.share import TARGETS, Offer, Place, offer, table
from app.share.snippets import mkdocs, python, quarto, sphinx
from backpass import Figure
from tests.conftest import Observed
from tests.pages import CLIPBOARD, held_back, intercept, kept, settled
from tests.targets_table import DOCUMENT

PLACE = Place("https://backpass.example/", "")
ADDRESS = re.compile(r"(?<=\()https://backpass\.example/[^\s)]*|(?<!\()https://backpass\.example/[^\s\"'<>\]]*")
"""In Markdown an address ends at a parenthesis, elsewhere at a quotation mark."""
QUERIES = {
    "plain": Query("q = x + y\nf = q * z", {"x": "-2", "y": "5", "z": "-4"}),
    "all": Query(
        "h = W @ x\nz = tanh(h) + naïve", {"W": "[[1,2],[3,4]]", "x": "[5,6]", "naïve": "1e-3"}, "[1,2]", ("x",), step="2",
        options={"style": "circuit", "fold": "primitive", "palette": "blue"}, settings={"theme": "dark"},
    ),
    "settings": Query("z = theme * scale # ]](\"'<b>", {"theme": "2", "scale": "3"}),
    "descent": Query("f = (w*x - t)**2", {"w": "2", "x": "1", "t": "4"}, training={"train.rate": "0.1", "iteration": "1"}),
}  # fmt: skip
WAYS = [(each, walked) for each, row in TARGETS.items() for walked in (False, True)[: 2 if row.walked else 1]]


def offers(query: Query) -> Iterator[Offer]:
    for key, walked in WAYS:
        made = offer(TARGETS[key], query, PLACE, walked=walked)
        assert made.walked is walked
        yield made


def asked(address: str, *settings: str) -> Query:
    return Query.of(parse_qsl(urlsplit(address).query, keep_blank_values=True), settings)


@pytest.mark.parametrize("name", QUERIES)
def test_every_address_says_the_same_and_is_no_mistake(name: str) -> None:
    query, made = QUERIES[name], set()
    for each in offers(query):
        found = [unescape(address) for address in ADDRESS.findall(each.paste)]
        assert found or "{svg" not in each.way.paste
        for address in [*found, each.href, each.preview]:
            path = urlsplit(address).path
            extension = path.rpartition(".")[2] if "diagram." in path else "html"
            again = asked(address, *(SETTINGS if path not in ("", "/") else ()))
            if address:
                assert (again.text, again.values, again.seed) == (query.text, query.values, query.seed)
                made.add((again.string(), extension))
    for text, extension in sorted(made):
        if extension not in ("gif", "webp", "pptx"):
            assert picture(asked(f"?{text}", *SETTINGS), extension)


def test_what_is_pasted_stays_within_its_marks() -> None:
    for each in offers(QUERIES["settings"]):
        if "<img" in each.paste or "<iframe" in each.paste:
            assert "<b>" not in each.paste
            assert each.paste.count('"') % 2 == 0
        if each.paste.startswith("[!["):
            assert re.fullmatch(r"\[!\[(?:[^\]\\]|\\.)*\]\(\S+\)\]\(\S+\)", each.paste)


@pytest.mark.parametrize("name", ["plain", "all", "settings"])
def test_a_call_in_python_draws_the_same(name: str) -> None:
    query = QUERIES[name]
    code = python(query)
    scope: dict[str, object] = {}
    exec(code.replace("show(", "figure = show(", 1), scope)  # noqa: S102  our own words, to see that they run
    figure = scope["figure"]
    assert isinstance(figure, Figure)
    kept = {name: text for name, text in query.options.items() if name == "fold"}
    same = picture(Query(query.text, query.values, query.seed, query.constants, options=kept), "txt")
    # The last line is the seal, which holds the values as they were written.
    assert figure.bytes("txt").splitlines()[:-1] == same.splitlines()[:-1]
    assert figure.query.settings == query.settings


def test_an_input_called_as_a_parameter_of_show_stands_in_the_text() -> None:
    code = python(Query("z = seed * x.y", {"seed": "inf", "x.y": "nan"}, "2"))
    assert code.endswith("show('seed = inf\\nz = seed * x.y', **{'x.y': float(\"nan\")}, seed=2)")


def test_blocks_of_the_recipes() -> None:
    query = QUERIES["all"]
    assert quarto(query).startswith(
        '```{.backpass at="W=[[1, 2], [3, 4]]; x=[5, 6]; naïve=0.001" seed="[1,2]" step="2" style="circuit"'
    )
    assert sphinx(query).startswith(
        ".. backpass::\n   :at: W=[[1, 2], [3, 4]]; x=[5, 6]; naïve=0.001\n   :seed: [1,2]\n   :constant: x\n   :step: 2\n"
    )
    assert sphinx(query).endswith("\n\n   h = W @ x\n   z = tanh(h) + naïve")
    assert mkdocs(query).startswith(
        "```backpass 'W=[[1, 2], [3, 4]]' 'x=[5, 6]' 'naïve=0.001' 'seed=[1,2]' constant=x step=2"
    )
    lost = {each.target.key: each.notes[1:] for each in offers(query) if each.target.key in ("quarto", "sphinx")}
    assert lost["quarto"] == ["It leaves out `constant`."]
    assert lost["sphinx"] == []


def test_a_figure_is_called_by_its_last_line_without_the_blanks_before_it() -> None:
    query = Query("def f(x, y):\n    return x * y")
    assert offer(TARGETS["reveal"], query, PLACE, walked=False).title() == "Both passes of return x * y"


def test_each_step_is_a_slide_of_its_own_in_marp() -> None:
    made = offer(TARGETS["marp"], QUERIES["plain"], PLACE, walked=True)
    assert f"![w:{round(470 * made.diagram.width / made.diagram.height)}]" in made.paste
    steps = [asked(address).step for address in ADDRESS.findall(made.paste)]
    assert steps == [str(k) for k in range(len(made.diagram.steps) + 1)]


@pytest.mark.parametrize("key", ["reveal", "slidev", "marp"])
@pytest.mark.parametrize("name", [*QUERIES, "batch-norm"])
def test_a_picture_on_a_slide_fills_its_room(key: str, name: str) -> None:
    query = QUERIES.get(name) or Query.of_example(next(each for each in EXAMPLES if each.name == name))
    made = offer(TARGETS[key], query, PLACE, walked=False)
    across = int("".join(*re.findall(r'width="(\d+)"|!\[w:(\d+)', made.paste)))
    drawing = picture(made.asked("svg"), "svg").decode()
    width, height = map(float, re.findall(r' (?:width|height)="([\d.]+)', drawing)[:2])
    wide, high = made.target.room
    assert 0.98 < max(across / wide, across * height / width / high) < 1.01


FRAMES = re.compile(r'<iframe [^>]*width="(\d+)" height="(\d+)"')


@pytest.mark.parametrize("name", QUERIES)
def test_a_frame_goes_on_a_slide_and_holds_figure_sentence_and_buttons(browser: Browser, name: str) -> None:
    made = offer(TARGETS["slidev"], QUERIES[name], PLACE, walked=True)
    (width, height), room = map(int, FRAMES.findall(made.paste)[0]), TARGETS["slidev"].room
    assert width <= room[0] and height <= room[1]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_content(made.content())
    for step in range(len(made.diagram.steps)):
        page.get_by_role("button", name="Next").click()
        expect(page.locator("output")).to_have_text(f"{step + 1} of {len(made.diagram.steps)}")
        assert page.evaluate("document.documentElement.scrollHeight") <= height
    page.close()


BATCH_NORM = Query.of_example(next(each for each in EXAMPLES if each.name == "batch-norm"))


@pytest.mark.parametrize("key", ["google-slides", "reveal", "slidev", "marp"])
def test_letters_too_small_for_a_slide_are_told(key: str) -> None:
    large, small = (
        [note for note in offer(TARGETS[key], query, PLACE, walked=False).notes if "too small" in note]
        for query in (QUERIES["plain"], BATCH_NORM)
    )
    assert (len(large), len(small)) == (0, 1)
    assert not any("too small" in note for note in offer(TARGETS["web"], BATCH_NORM, PLACE, walked=False).notes)


def test_a_figure_may_stay_on_one_slide() -> None:
    query = replace(BATCH_NORM, settings={"theme": "dark"})
    made = offer(TARGETS["powerpoint"], query, PLACE, walked=False)
    colours, slides = made.choices
    assert [(each.shown, each.chosen) for each in slides.values] == [("in 4 parts", True), ("in one piece", False)]
    assert [each.name for each in colours.values if each.chosen] == ["dark"]
    one = offer(TARGETS["powerpoint"], Query.of(parse_qsl(slides.values[1].query), SETTINGS), PLACE, walked=False)
    assert asked(one.href, *SETTINGS).settings == {"theme": "dark", "slides": "one"}
    assert [each.chosen for each in list(one.choices)[1].values] == [False, True]
    assert not any("a slide each" in note for note in one.notes)
    # What is on one slide anyhow has no such choice, and its address does not say so.
    plain = replace(QUERIES["plain"], settings={"slides": "one"})
    alone = offer(TARGETS["powerpoint"], plain, PLACE, walked=False)
    assert [each.setting for each in alone.choices] == ["theme"]
    assert "slides" not in alone.href


@pytest.mark.parametrize("key", [row.key for row in TARGETS.values() if row.walked and "{embed" in row.walked.paste])
def test_a_frame_is_seen_on_a_dark_page(key: str) -> None:
    for chosen, theme in ({}, "light"), ({"theme": "dark"}, "dark"), ({"theme": "transparent"}, "transparent"):
        query = replace(QUERIES["plain"], settings=chosen)
        assert f"theme={theme}" in offer(TARGETS[key], query, PLACE, walked=True).paste


def test_an_address_that_cannot_be_used_is_told() -> None:
    long = Query(f"z = x*y  # {' '.join(str(k * k * 7919 % 99991) for k in range(1, 900))}")
    google = offer(TARGETS["google-slides"], long, PLACE, walked=False)
    assert len(google.paste) > 2000
    assert any(
        f"This address has {len(google.paste)} bytes, and Google Slides takes 2000" in each for each in google.notes
    )
    for base, told in (
        ("http://127.0.0.1:80/", True),
        ("http://lab/", True),
        ("http://10.0.0.8/", True),
        (PLACE.base, False),
    ):
        made = offer(TARGETS["google-slides"], QUERIES["plain"], Place(base), walked=False)
        assert any("cannot be fetched" in note for note in made.notes) is told


def test_every_format_and_setting_of_a_target_is_one_of_ours() -> None:
    for row in TARGETS.values():
        for way in filter(None, (row.whole, row.walked)):
            assert not way.file or way.settings.keys() <= set(FORMATS[way.file].settings)
            assert way.file or way.paste
        assert row.lacks and row.tested


def test_the_docs_have_the_table() -> None:
    assert table() in DOCUMENT.read_text(encoding="utf-8"), "python -m tests.targets_table writes the table"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/share?e=z=x", 200),
        ("/share/marp/steps?e=z=x&theme=dark", 200),
        ("/share/beamer?e=z=<i>", 422),
        ("/share?e=z=x&theme=x", 422),
        ("/share/powerpoint/steps?e=z=x&stops=99", 422),
        ("/share/powerpoint?e=z=x&digits=many", 422),
        ("/share/beamer", 422),
        ("/share/word/steps?e=z=x", 404),
        ("/share/wordstar?e=z=x", 404),
    ],
)
def test_pages_of_targets(client: httpx.Client, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert "<i>" not in answer.text


PAGE = "/?e=q+%3D+x+%2B+y%0Af+%3D+q+*+z&x=-2&y=5&z=-4"


def test_the_dialog_goes_by_keys_and_gives_focus_back(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(PAGE)
    page.get_by_role("link", name="Embed").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("link", name="PowerPoint")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("heading", level=1)).to_have_text("Put the figure into Google Slides")
    expect(dialog.get_by_role("link", name="Google Slides")).to_be_focused()
    expect(dialog.get_by_role("img")).to_be_visible()
    dialog.get_by_role("button", name="Copy").focus()
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("button", name="Copied")).to_be_visible()
    assert "/diagram.png?e=" in kept(page, CLIPBOARD)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("link", name="Embed")).to_be_focused()


SLOW = re.compile(r"//[^/]*/\?.*slow")


def typing(page: Page, text: str) -> None:
    """Type a program by keys on a page whose answers to it wait until they are let go."""
    page.locator("#program").focus()
    page.keyboard.press("Control+A")
    intercept(page, SLOW, lambda route: None)
    with page.expect_request(SLOW):
        page.keyboard.type(text)


def let_go(page: Page) -> None:
    page.unroute(SLOW)


def test_the_dialog_is_of_what_is_typed(page: Page) -> None:
    page.goto(PAGE)
    typing(page, "slow = x + y")
    page.get_by_role("link", name="Embed").click()
    let_go(page)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("img")).to_have_attribute("alt", "Both passes of slow = x + y")
    dialog.get_by_role("link", name=re.compile("Its . steps")).click()
    dialog.get_by_label("stopping at").fill("3")
    dialog.get_by_role("button", name="Show").click()
    expect(dialog.get_by_role("link", name="Save")).to_have_attribute("href", re.compile("stops=3"))
    dialog.get_by_role("link", name="Keynote").click()
    expect(dialog.get_by_role("heading", level=1)).to_have_text("Put the figure into Keynote")
    expect(dialog.get_by_role("link", name="Save")).to_have_attribute("href", re.compile("stops=3"))


COPIED = """async (wanted) => {
  try {
    const [item] = await navigator.clipboard.read();
    const kind = item.types.find((type) => type !== "text/html");
    const found = kind.startsWith("text/") ? await (await item.getType(kind)).text() : kind;
    return wanted.every((each) => found.includes(each));
  } catch {
    // Nothing is copied yet, or that very moment something is.
    return false;
  }
}"""
COPIES = {
    "Link": "/?e=",
    "SVG": "<svg",
    "LaTeX": "tikzpicture",
    "Markdown": "[![Both passes of slow",
    "iframe": "<iframe src=",
}


def test_a_file_is_of_what_is_typed(page: Page) -> None:
    page.goto(PAGE)
    typing(page, "slow = x + y")
    page.locator("summary", has_text="Download").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="JSON").click()
        let_go(page)
    assert re.fullmatch(r"backpass-slow-x-y-[0-9a-f]{4}\.json", download.value.suggested_filename)
    assert "slow = x + y" in download.value.path().read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*COPIES, "PNG"])
def test_a_copy_is_of_what_is_typed(page: Page, name: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(PAGE)
    typing(page, "slow = x + y")
    page.locator("summary", has_text="Copy").click()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name=name, exact=False).first.click()
    let_go(page)
    page.wait_for_function(COPIED, arg=[COPIES[name], "slow"] if name in COPIES else ["image/png"])
    assert all("slow" in each for each in asked)


def test_what_is_pressed_before_an_answer_is_added_to_it(page: Page) -> None:
    page.goto(PAGE)
    page.get_by_role("link", name="Embed").click()
    dialog = page.get_by_role("dialog")
    steps = re.compile(r"/share/powerpoint/steps\?")
    intercept(page, steps, lambda route: None)
    with page.expect_request(steps):
        dialog.get_by_role("link", name=re.compile("Its . steps")).click()
    dialog.get_by_role("link", name="Dark").click()
    dialog.get_by_role("link", name="Keynote").click()
    page.unroute(steps)
    expect(dialog.get_by_role("heading", level=1)).to_have_text("Put the figure into Keynote")
    expect(dialog.get_by_role("link", name="Save")).to_have_attribute(
        "href", re.compile("theme=dark.*steps=all|steps=all.*theme=dark")
    )


def test_a_number_of_slides_that_was_typed_counts_without_another_press(page: Page) -> None:
    page.goto(PAGE)
    page.get_by_role("link", name="Embed").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("link", name=re.compile("Its . steps")).click()
    dialog.get_by_label("stopping at").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("3")
    with page.expect_download() as download:
        dialog.get_by_role("link", name="Save").click()
    assert len(Presentation(str(download.value.path())).slides) == 3
    page.goto(f"/share/powerpoint/steps{PAGE[1:]}")
    page.get_by_label("stopping at").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("3")
    page.keyboard.press("Tab")
    page.wait_for_url("**stops=3*")


def test_files_are_of_the_step_that_is_shown(page: Page) -> None:
    page.goto(f"{PAGE}&step=1")
    page.get_by_role("link", name="Next").click()
    expect(page.locator("[data-count]")).to_have_text("2")
    page.locator("summary", has_text="Download").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="SVG").click()
    assert download.value.suggested_filename.endswith("-step-2.svg")


def test_a_file_is_of_the_step_that_is_shown_while_an_answer_is_under_way(page: Page) -> None:
    page.goto(f"{PAGE}&step=1")
    settled(page)
    asked_again = re.compile(r"/\?e=.*notation")
    intercept(page, asked_again, lambda route: None)
    page.get_by_role("radio", name="∂").check()
    page.get_by_role("link", name="Next").click()
    expect(page.locator("[data-count]")).to_have_text("2")
    page.locator("summary", has_text="Download").click()
    link = page.get_by_role("link", name="SVG")
    link.click()
    expect(link).to_have_attribute("aria-busy", "true")
    with page.expect_download() as download:
        page.unroute(asked_again)
    assert download.value.suggested_filename.endswith("-step-2.svg")


def test_nothing_is_taken_of_a_text_with_a_mistake(page: Page, observed: Observed) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(PAGE)
    typing(page, "slow = x + y +")
    page.locator("summary", has_text="Copy").click()
    page.get_by_role("button", name="SVG").click()
    let_go(page)
    expect(page.locator(".untaken")).to_have_text("Nothing was taken: the text has a mistake.")
    expect(page.get_by_text("Of the last text that could be drawn, but for the link:")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Embed").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("the statement ends too early")
    assert all("422" in told for told in observed.errors)
    observed.errors.clear()


def test_without_scripts_a_target_is_a_page(still: Page) -> None:
    still.set_viewport_size({"width": 390, "height": 800})
    still.goto(PAGE)
    still.get_by_role("link", name="Embed").click()
    still.get_by_role("link", name="reveal.js").click()
    still.get_by_role("link", name="Its 6 steps").click()
    expect(still.locator(".share-paste")).to_contain_text("<iframe src=")
    expect(still.get_by_role("link", name=re.compile("Save backpass-f-q-z-[0-9a-f]{4}.html"))).to_be_visible()
    assert still.evaluate("document.documentElement.scrollWidth") <= 390
    still.get_by_role("link", name="Back to the figure").click()
    expect(still.locator("#program")).to_have_value("q = x + y\nf = q * z")


PROBLEM = {"title": "This took too long", "detail": "Fewer steps may do."}


@pytest.mark.parametrize("place", ["dialog", "menu", "page"])
def test_a_file_that_does_not_come_is_told_where_it_was_asked_for(page: Page, observed: Observed, place: str) -> None:
    page.goto(PAGE if place != "page" else "/share/powerpoint/steps" + PAGE[1:])
    if place == "menu":
        page.locator("summary", has_text="Download").click()
        link = page.get_by_role("link", name="PPTX")
    else:
        if place == "dialog":
            page.get_by_role("link", name="Embed").click()
        link = page.get_by_role("link", name="Save")
    files = re.compile(r"/diagram\.pptx")
    intercept(page, files, lambda route: route.fulfill(status=503, json=PROBLEM))
    link.click()
    expect(page.get_by_role("alert")).to_have_text("This took too long. Fewer steps may do.")
    intercept(page, files, lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"))
    link.click()
    expect(page.get_by_role("alert")).to_have_text("The server cannot be reached. Try again in a moment.")
    page.unroute(files)
    with page.expect_download() as download:
        link.click()
    assert re.fullmatch(r"backpass-f-q-z-[0-9a-f]{4}(-steps)?\.pptx", download.value.suggested_filename)
    assert download.value.path().read_bytes().startswith(b"PK")
    expect(page.get_by_role("alert")).to_have_count(0)
    assert all("Failed to load resource" in told for told in observed.errors)
    observed.errors.clear()


def test_a_target_that_cannot_be_reached_and_a_copy_that_fails_are_told(page: Page, observed: Observed) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(PAGE)
    pages, files = re.compile(r"/share\b"), re.compile(r"/diagram\.svg")
    held = held_back(page, pages)
    link = page.get_by_role("link", name="Embed")
    link.click()
    expect(link).to_have_attribute("aria-busy", "true")
    held[0].abort()
    expect(link).not_to_have_attribute("aria-busy", "true")
    expect(page.get_by_role("alert")).to_have_text("The server cannot be reached. Try again in a moment.")
    page.unroute(pages)
    page.locator("summary", has_text="Copy").click()
    intercept(page, files, lambda route: route.fulfill(status=503, json=PROBLEM))
    page.get_by_role("button", name="SVG").click()
    expect(page.get_by_role("alert").first).to_have_text("This took too long. Fewer steps may do.")
    assert all("Failed to load resource" in told for told in observed.errors)
    observed.errors.clear()
