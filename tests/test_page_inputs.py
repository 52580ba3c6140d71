"""The inputs on the page."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.pages import parameters, row, write


def test_a_slider_moves_value_gradient_and_address(page: Page) -> None:
    page.goto("/?e=x = 2; y = 3%0Az = x*y")
    slider = row(page, "x").locator("input[type=range]")
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    shown = float(row(page, "x").locator(".field").input_value())
    assert shown > 2
    expect(row(page, "y").locator(".gradient")).to_have_text(f"{shown:g}")
    expect(slider).to_be_focused()
    page.wait_for_url(f"**x={shown:g}*")
    expect(page.locator("#program")).to_have_value("x = 2; y = 3\nz = x*y")


def test_a_value_returns_to_the_text_by_its_button_and_by_editing_the_text(page: Page) -> None:
    page.goto("/?e=x = 2; y = 3%0Az = x*y&x=7")
    expect(row(page, "y").locator(".gradient")).to_have_text("7")
    row(page, "x").get_by_role("button").click()
    expect(row(page, "y").locator(".gradient")).to_have_text("2")
    row(page, "x").locator(".field").fill("8")
    expect(row(page, "y").locator(".gradient")).to_have_text("8")
    write(page, "x = 4; y = 3\nz = x*y")
    expect(row(page, "y").locator(".gradient")).to_have_text("4")
    assert "x" not in parameters(page)


def test_a_constant_gets_no_gradient(page: Page) -> None:
    page.goto("/?e=z = x*y")
    page.get_by_label("x is constant").check()
    expect(row(page, "x").locator(".gradient")).to_have_text("")
    assert parameters(page)["constant"] == ["x"]
    page.get_by_label("x is constant").uncheck()
    expect(row(page, "x").locator(".gradient")).to_have_text("1")


def test_tensors_seed_and_output_are_set_in_the_page(page: Page) -> None:
    page.goto("/?e=y = W*x%0Az = sum(y)&W=[[1,2],[3,4]]&x=[1,1]")
    row(page, "x").locator(".field").fill("[1, 2]")
    expect(row(page, "W").locator(".gradient")).to_contain_text("[1, 2]")
    row(page, "seed").locator(".field").fill("10")
    expect(row(page, "x").locator(".gradient")).to_have_text("[40, 60]")
    row(page, "seed").locator(".field").fill("")
    page.get_by_label("Output").select_option("y")
    expect(page.locator("tbody tr.output th")).to_have_text("y")


def test_few_digits_are_shown_until_a_value_is_edited_and_all_are_sent(page: Page) -> None:
    page.goto("/?e=z = x*y&x=0.1234567890123456&y=[1.000000001,2]")
    field = row(page, "x").locator(".field")
    expect(field).to_have_value("0.12346")
    expect(row(page, "y").locator(".field")).to_have_value("[1, 2]")
    page.get_by_role("radio", name="Numbers").check()
    page.wait_for_url("**labels=numbers*")
    assert (parameters(page)["x"], parameters(page)["y"]) == (["0.1234567890123456"], ["[1.000000001,2]"])
    field.focus()
    expect(field).to_have_value("0.1234567890123456")
    field.blur()
    expect(field).to_have_value("0.12346")
    field.fill("0.25")
    expect(row(page, "y").locator(".gradient")).to_have_text("[0.25, 0.25]")
    assert parameters(page)["x"] == ["0.25"]


def test_many_tensors_open_on_demand_and_stay_open(page: Page) -> None:
    text = "y = 0\n" + "".join(
        f"layer_{index}_weight = [1, 2]\ny = y + sum(layer_{index}_weight)\n" for index in range(9)
    )
    page.goto("/")
    write(page, text)
    rows = page.locator("li.tensor")
    expect(rows).to_have_count(9)
    field = row(page, "layer_3_weight").locator(".field")
    expect(field).to_be_hidden()
    row(page, "layer_3_weight").locator("summary").click()
    expect(field).to_be_visible()
    write(page, text + "z = y*k")
    expect(row(page, "k")).to_have_count(1)
    expect(field).to_be_visible()
    expect(row(page, "layer_4_weight").locator(".field")).to_be_hidden()


def test_every_name_can_be_read_in_full(page: Page) -> None:
    page.goto(
        "/?e=z = attention_weight*embedding_category%2Bsum(first_layer_weight_matrix)&first_layer_weight_matrix=[1,2]"
    )
    for name in page.locator(".input .name").all():
        box, math, side = name.bounding_box(), name.locator("math").bounding_box(), page.locator("#form").bounding_box()
        assert box and math and side
        assert math["x"] + math["width"] <= side["x"] + side["width"] + 1
        assert page.evaluate("element => getComputedStyle(element).overflow", name.element_handle()) == "visible"


def test_assumed_shapes_are_told_and_can_be_edited(page: Page) -> None:
    page.goto("/")
    write(page, "def f(x, W, b):\n    N, D = x.shape\n    return x @ W + b")
    expect(page.locator(".warnings li").first).to_contain_text("assumed")
    field = row(page, "x").locator(".field")
    field.focus()
    assert field.input_value().startswith("[[")
    field.fill("[[1, 2, 3], [4, 5, 6], [7, 8, 9]]")
    expect(row(page, "W").locator(".gradient")).to_contain_text("[12, 12, 12]")
