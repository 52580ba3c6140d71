"""The study of a program below its figure, by mouse, by keys and without scripts."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.pages import CLIPBOARD, box, kept

SCALARS = "/?e=q+%3D+x+%2B+y%0Af+%3D+q+*+z&x=-2&y=5&z=-4"


def study(page: Page) -> Locator:
    return page.locator(".study")


def open_code(page: Page, library: str = "NumPy") -> Locator:
    """Open the code by the mouse, and choose a library."""
    page.goto(SCALARS)
    study(page).get_by_role("link", name="Code").click()
    if library != "NumPy":
        study(page).get_by_role("link", name=library).click()
    return page.locator(".code .line")


def test_the_code_is_opened_chosen_and_closed(page: Page) -> None:
    lines = open_code(page, "PyTorch")
    expect(lines.get_by_text("f.backward()")).to_be_visible()
    page.wait_for_url("**code=torch**")
    study(page).get_by_role("link", name="Close the study").click()
    expect(page.locator(".code")).to_have_count(0)
    page.wait_for_url(lambda address: "code" not in address)


def test_a_line_lights_its_gate_and_the_text_and_they_light_it(page: Page) -> None:
    line = open_code(page).get_by_text("q = x + y", exact=True)
    line.hover()
    expect(page.locator('.stage [data-panel="forward"][data-part="gate-0"]')).to_have_class("lit")
    expect(page.locator('.stage [data-panel="forward"][data-part="gate-1"]')).not_to_have_class("lit")
    page.locator('.stage [data-panel="forward"][data-part="gate-1"]').hover()
    expect(page.locator(".code .line.lit").get_by_text("dz = df * q")).to_be_visible()
    expect(line).not_to_have_class("line lit")
    page.locator("#program").click()
    page.keyboard.press("Control+Home")
    expect(line).to_have_class("line lit")


def test_arrow_keys_walk_the_lines(page: Page) -> None:
    lines = open_code(page)
    expect(lines.first).to_be_visible()
    page.locator(".code").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(lines.get_by_text("y = 5.0")).to_be_focused()
    expect(page.locator('tr.lit[data-label="y"]')).to_be_visible()
    page.keyboard.press("ArrowUp")
    expect(lines.get_by_text("x = -2.0")).to_be_focused()


def test_the_code_follows_the_values_and_is_copied(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    lines = open_code(page)
    page.locator('.input [name="z"]').click()
    page.keyboard.press("Control+A")
    page.keyboard.type("7")
    expect(lines.get_by_text("z = 7.0")).to_be_visible()
    study(page).get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Code copied")).to_be_visible()
    copied = kept(page, CLIPBOARD)
    assert copied.startswith("# q = x + y\n# f = q * z\n")
    assert "z = 7.0\n" in copied


def test_the_file_that_is_downloaded(page: Page) -> None:
    open_code(page, "JAX")
    expect(page.locator(".code .line").get_by_text("import jax.numpy as jnp")).to_be_visible()
    with page.expect_download() as started:
        study(page).get_by_role("link", name="Download").click()
    assert started.value.suggested_filename == "backpass.py"
    assert "jax.vjp(forward, x, y, z, has_aux=True)" in started.value.path().read_text(encoding="utf-8")


def test_without_scripts_the_code_opens_too(still: Page) -> None:
    still.goto(SCALARS)
    study(still).get_by_role("link", name="Code").click()
    study(still).get_by_role("link", name="PyTorch").click()
    expect(still.locator(".code")).to_contain_text("f.backward()")


def test_the_closed_form_stands_beside_its_numbers_and_opens(page: Page) -> None:
    page.goto(SCALARS)
    study(page).get_by_role("link", name="Closed form").click()
    rows = study(page).locator("tbody tr")
    expect(rows).to_have_count(4)
    expect(rows.nth(3).locator(".number")).to_have_text("3")
    rows.nth(3).get_by_role("link", name="Open dL/dz as a program of its own").click()
    expect(page.locator("#program")).to_have_value("f_z = x + y")


def test_a_program_of_arrays_offers_no_closed_form(page: Page) -> None:
    page.goto("/?e=f+%3D+sum(W)&W=[1,2]&closed=yes")
    expect(study(page)).to_contain_text("there is no closed form: W is an array")
    expect(study(page).get_by_role("link", name="Closed form")).to_have_count(0)


TWO_PATHS = "/?e=q+%3D+x+%2B+y%0Af+%3D+q+*+z+*+x&x=-2&y=5&z=-4"


def test_a_gradient_that_vanishes_is_found_by_its_bar(page: Page) -> None:
    page.goto("/?e=a=sigmoid(x)%0Ab=sigmoid(a)%0Ac=sigmoid(b)&x=9")
    study(page).get_by_role("link", name="Gradient sizes").click()
    bars = study(page).locator("tr.line")
    expect(bars).to_have_count(4)
    bars.nth(2).hover()
    expect(page.locator('.stage [data-panel="backward"][data-part="gate-0"]')).to_have_class("lit")
    study(page).locator(".walked").focus()
    page.keyboard.press("ArrowDown")
    expect(bars.first).to_be_focused()
    page.get_by_label("Find a value by its name").click()
    page.keyboard.type("nobody")
    expect(page.locator(".stage .lit")).to_have_count(0)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/?e=loss = nn.MSELoss()(nn.Sigmoid()(x), y)&sizes=yes")
    for bar in bars.locator("svg").all():
        assert box(bar)["width"] > 60


def test_a_path_lights_its_gates_and_wires_and_keys_walk_the_paths(page: Page) -> None:
    page.goto(TWO_PATHS)
    study(page).get_by_role("link", name="Paths").click()
    paths = study(page).locator("tr.path")
    expect(paths).to_have_count(2)
    expect(study(page).locator(".total")).to_contain_text("−4")
    plus = page.locator('.stage [data-panel="backward"][data-part="gate-0"]')
    paths.first.focus()
    expect(page.locator('.stage [data-panel="backward"][data-part="gate-2"]')).to_have_class("lit")
    expect(plus).not_to_have_class("lit")
    page.keyboard.press("ArrowDown")
    expect(paths.nth(1)).to_be_focused()
    expect(plus).to_have_class("lit")
    study(page).get_by_role("link", name="z", exact=True).click()
    expect(paths).to_have_count(1)
    page.wait_for_url("**path=z**")


def test_forward_mode_stands_beside_the_cost_of_both(page: Page) -> None:
    page.goto(f"{TWO_PATHS}&mode=forward&path=y")
    expect(study(page).locator("tbody tr").nth(1)).to_contain_text("1")
    costs = study(page).locator(".costs tbody tr")
    expect(costs.nth(1)).to_contain_text("3")
    expect(costs.nth(2)).to_contain_text("7 (6 products, 1 sum)")


def test_second_derivatives_and_the_backward_pass_as_a_program(page: Page) -> None:
    page.goto(TWO_PATHS)
    study(page).get_by_role("link", name="Second derivatives").click()
    row = study(page).locator(".hessian tbody tr").first
    expect(row.locator("td")).to_have_text(["−8", "−4", "1"])
    study(page).get_by_role("link", name="Open the backward pass as a program").click()
    expect(page.locator('li[data-input="z"] .gradient')).to_have_text("1")


def test_what_a_path_brings_is_in_view_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/?e=f+%3D+1/(1+%2B+exp(-(w0*x0+%2B+w1*x1)))&path=w0")
    table = page.locator("table.paths")
    assert table.evaluate("each => each.scrollWidth > 390"), "the formula fits, and shows nothing"
    for cell in table.locator("td:last-child").all():
        place = cell.bounding_box()
        assert place and place["x"] > 0 and place["x"] + place["width"] <= 390


def test_without_scripts_the_address_opens_paths_and_forward_mode(still: Page) -> None:
    still.goto(f"{TWO_PATHS}&path=x")
    expect(study(still).locator("tr.path")).to_have_count(2)
    study(still).get_by_role("link", name="Forward mode").click()
    expect(study(still)).to_contain_text("Each value carries its derivative by x along")
