"""Arrays in a grid of cells: by keys, from a spreadsheet, and filled."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.pages import entries, parameters, row, settled, standing

MATRIX = "/?e=y = sum(W*V)&W=[[1,2],[3,4]]&V=[[1,1],[1,1]]"
PASTE = """(cell, text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    cell.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: data }));
}"""


def paste(page: Page, down: int, across: int, text: str) -> None:
    place = page.get_by_label(f"W, row {down}, column {across}")
    place.click()
    place.evaluate(PASTE, text)


def test_keys_go_from_cell_to_cell_and_what_is_typed_counts(page: Page) -> None:
    page.goto(MATRIX)
    page.get_by_label("W, row 1, column 1").click()
    for keys in ("0.5", "ArrowRight", "-2", "Enter", "1/4", "Shift+Enter", "ArrowLeft", "ArrowDown", "7"):
        if keys[0].isalpha():
            page.keyboard.press(keys)
        else:
            page.keyboard.type(keys, delay=30)
    expect(row(page, "V").locator(".gradient")).to_have_text("[[0.5, −2],\n [7, 0.25]]", use_inner_text=True)
    page.wait_for_url("**W=*7*")
    assert parameters(page)["W"] == ["[[0.5, -2],\n [7, 1/4]]"]
    page.keyboard.press("Tab")
    expect(page.get_by_label("W, row 2, column 2")).to_be_focused()


def test_a_cell_keeps_its_words_when_the_answer_comes(page: Page) -> None:
    page.goto("/?e=y = sum(W*V)&W=[1,2,3]&V=[1,1,1]")
    page.get_by_label("W, entry 1").click()
    page.keyboard.type("1/4")
    page.keyboard.press("ArrowRight")
    expect(row(page, "V").locator(".gradient")).to_contain_text("0.25, 2")
    settled(page)
    page.keyboard.type("7")
    expect(row(page, "V").locator(".gradient")).to_contain_text("0.25, 7")
    expect(page.get_by_label("W, entry 1")).to_have_value("1/4")
    settled(page)
    assert parameters(page)["W"] == ["[1/4, 7, 3]"]


def test_without_scripts_an_array_is_its_text(still: Page) -> None:
    still.goto(MATRIX)
    expect(still.locator(".cell").first).to_be_hidden()
    still.locator("textarea[name=W]").fill("[[5,6],[7,8]]")
    still.get_by_role("button", name="Draw").click()
    expect(row(still, "V").locator(".gradient")).to_contain_text("[5, 6]")


def test_colours_follow_size_and_sign(page: Page) -> None:
    page.goto("/?e=y = sum(W)&W=[[4,-4],[0,2]]")
    shades = [str(each.get_attribute("class")) for each in row(page, "W").locator(".cell").all()]
    assert shades == ["cell shade5", "cell shade-5", "cell shade0", "cell shade3"]


def test_cells_of_a_spreadsheet_go_where_the_caret_is(page: Page) -> None:
    page.goto(MATRIX)
    paste(page, 2, 1, "30\t40")
    expect(row(page, "V").locator(".gradient")).to_contain_text("[30, 40]")
    paste(page, 2, 2, "1\t2\n3\t4")
    expect(row(page, "W").locator(".told")).to_contain_text("does not fit from here")
    expect(row(page, "V").locator(".gradient")).to_contain_text("[30, 40]")


def test_an_empty_cell_of_a_spreadsheet_moves_no_other_one(page: Page) -> None:
    page.goto("/?e=y = sum(W*V)&W=[[1,2,3],[4,5,6]]&V=[[1,1,1],[1,1,1]]")
    for hole, told in (
        ("7\t\t8", "1×3, does not fit from here; paste into the first cell to replace all."),
        ("7\t\n8\t9\n", "2×2, has an empty cell."),
        ("\t7\r\n8\t9\r\n", "2×2, has an empty cell."),
    ):
        paste(page, 1, 2, hole)
        expect(row(page, "W").locator(".told")).to_have_text(f"What was pasted, {told}")
    paste(page, 1, 2, "7\t8\r\n9\t10\r\n")
    expect(row(page, "V").locator(".gradient")).to_have_text("[[1, 7, 8],\n [4, 9, 10]]", use_inner_text=True)


def test_an_array_of_another_shape_replaces_all_from_the_first_cell(page: Page) -> None:
    page.goto("/?e=y = sum(W)&W=[[1,2],[3,4]]")
    paste(page, 1, 1, "1\t2\t3\n4\t5\t6\n")
    expect(row(page, "W").locator(".size")).to_have_text("2×3")
    expect(row(page, "W").locator(".cell")).to_have_count(6)


def test_a_pasted_array_that_fits_nowhere_yet_is_told_at_its_cells(page: Page) -> None:
    page.goto("/?e=y = sum(W @ x)&W=[[1,2],[3,4]]&x=[1,1]")
    paste(page, 1, 1, "1\t2\t3\n4\t5\t6\n")
    expect(page.locator("#mistakes")).to_contain_text("(2, 3) and (2,)")
    expect(row(page, "W").locator(".told")).to_have_text(
        "What was pasted, 2×3, is shown as soon as the program fits it."
    )
    page.keyboard.press("Control+z")
    expect(page.locator("#mistakes")).not_to_contain_text("(2, 3)")
    expect(row(page, "W").locator(".told")).to_have_text("")


def test_an_array_of_the_same_shape_replaces_the_cell_of_the_caret_too(page: Page) -> None:
    page.goto("/?e=y = sum(W*V)&W=[[1,2],[3,4]]&V=[[1,1],[1,1]]")
    paste(page, 1, 1, "array([[0.1, 0.2],\n       [0.3, 0.4]])")
    expect(row(page, "V").locator(".gradient")).to_contain_text("[0.1, 0.2]")
    expect(page.get_by_label("W, row 1, column 1")).to_have_value("0.1")
    page.get_by_label("W, row 2, column 2").click()
    page.keyboard.type("9")
    expect(row(page, "V").locator(".gradient")).to_have_text("[[0.1, 0.2],\n [0.3, 9]]", use_inner_text=True)


def test_a_grid_is_filled_and_a_seed_gives_the_same_numbers_again(page: Page) -> None:
    page.goto(MATRIX)
    fill = row(page, "W").get_by_role("button", name="random")
    gradient = row(page, "V").locator(".gradient")
    row(page, "W").get_by_role("button", name="zeros").click()
    expect(gradient).to_have_text("[[0, 0],\n [0, 0]]", use_inner_text=True)
    fill.click()
    expect(gradient).not_to_contain_text("[0, 0]")
    first = entries(page, "W").input_value()
    row(page, "W").get_by_role("button", name="ones").click()
    expect(gradient).to_contain_text("[1, 1]")
    fill.click()
    expect(gradient).not_to_contain_text("[1, 1]")
    assert entries(page, "W").input_value() == first


def test_many_entries_are_folded_up(page: Page) -> None:
    page.goto(f"/?e=y = sum(W)&W=[{','.join(map(str, range(40)))}]")
    expect(row(page, "W").locator(".cells")).to_be_hidden()
    row(page, "W").locator("summary").click()
    expect(row(page, "W").locator(".cell")).to_have_count(40)


def test_no_number_is_cut_off(page: Page) -> None:
    page.goto("/?e=y = sum(W)&W=[[-0.0123456,-0.000123456],[-12345.678,-123456789],[-1.26e-10,-1.26e-300]]")
    cells = row(page, "W").locator(".cell")
    assert [cell.input_value() for cell in cells.all()][1::2] == ["-1.23e-4", "-1.23e8", "-1e-300"]
    for font in ("sans-serif", "DejaVu Sans", "monospace"):
        page.evaluate("font => document.documentElement.style.setProperty('--sans', font)", font)
        for cell in cells.all():
            assert cell.evaluate("cell => cell.scrollWidth <= cell.clientWidth"), (font, cell.input_value())


def test_an_array_of_the_text_is_written_there_each_cell_one_step(page: Page) -> None:
    page.goto("/?e=W = np.array([[1., 2], [3, 4]])%0Ay = sum(W*V)&V=[[1,1],[1,1]]")
    page.get_by_label("W, row 1, column 2").click()
    page.keyboard.type("-0.5", delay=30)
    program = page.locator("#program")
    expect(page.locator(".backdrop")).to_contain_text("[[1, -0.5],")
    page.keyboard.press("Tab")
    # No hand is at the next cell before the first is written.
    expect(program).to_have_value(re.compile(r"-0\.5\],\n \[3, 4\]\]\)\n"))
    page.keyboard.type("1/4", delay=30)
    page.keyboard.press("Tab")
    expect(program).to_have_value(re.compile(r"^W = np\.array\(\[\[1, -0\.5\],\n \[0\.25, 4\]\]\)\n"))
    expect(row(page, "V").locator(".gradient")).to_have_text("[[1, −0.5],\n [0.25, 4]]", use_inner_text=True)
    page.wait_for_url(lambda address: "W=" not in address)
    program.focus()
    page.keyboard.press("Control+Z")
    expect(program).to_have_value(re.compile(r"-0\.5\],\n \[3, 4\]\]\)\n"))
    page.keyboard.press("Control+Z")
    expect(program).to_have_value(re.compile(r"^W = np\.array\(\[\[1\., 2\], \[3, 4\]\]\)\n"))


def test_an_array_that_is_filled_with_whole_numbers_gives_no_labels(page: Page) -> None:
    page.goto("/?e=W = np.array([[1.5, 2], [3, 4]])%0Ay = sum(W*V)&V=[[1,1],[1,1]]")
    row(page, "W").get_by_role("button", name="ones").click()
    expect(page.locator("#program")).to_have_value("W = np.array([[1., 1],\n [1, 1]])\ny = sum(W*V)")
    expect(row(page, "V").locator(".gradient")).to_have_text("[[1, 1],\n [1, 1]]", use_inner_text=True)
    expect(page.locator("#mistakes li")).to_have_count(0)


def test_what_is_typed_at_once_into_the_next_cell_is_a_step_of_its_own(page: Page) -> None:
    page.goto("/?e=x = [1,2,3]%0Ay = sum(x*x)")
    # No timer comes between the keys.
    standing(page)
    page.locator(".cell").first.click()
    page.keyboard.type("5")
    page.keyboard.press("Tab")
    page.keyboard.type("7")
    program = page.locator("#program")
    program.click()
    for key, text in (("Shift", "[5, 7, 3]"), ("Control+z", "[5, 2, 3]"), ("Control+z", "[1,2,3]")):
        page.keyboard.press(key)
        expect(program).to_have_value(f"x = {text}\ny = sum(x*x)")
