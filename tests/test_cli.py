"""The command line."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import pipeline
from app.cli import main
from app.cli.commands import COMMANDS
from app.export import FORMATS
from app.loading import loading
from app.query import Query
from app.render import picture

AT = ["--at", "x=3", "--at", "y=-4"]


def run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=given)


def test_eval_prints_both_maps_as_json() -> None:
    result = run("eval", "q = x + y\nf = q * z", *AT, "--at", "z=2", "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert found["output"] == "f"
    assert found["values"] == {"x": 3, "y": -4, "z": 2, "q": -1, "f": -2}
    assert found["adjoints"] == {"x": 2, "y": 2, "z": -1, "q": 2, "f": 1}
    assert found["gradient_check"]["agrees"] is True
    assert list(found) == ["output", "values", "adjoints", "gradient_check"]


def test_eval_takes_tensors_seed_constant_and_output() -> None:
    result = run(
        *("eval", "y = W @ x\nz = sum(y)", "--at", "W=[[1,2],[3,4]]", "--at", "x=[1,-1]"),
        *("--seed", "[1,0]", "--constant", "x", "--output", "y", "--json"),
    )
    found = json.loads(result.stdout)
    assert found["output"] == "y"
    assert found["values"]["y"] == [-1, -1]
    assert found["adjoints"]["W"] == [[1, -1], [0, 0]]
    assert "x" not in found["adjoints"]


def test_eval_writes_infinity_and_nan_as_words() -> None:
    found = json.loads(run("eval", "y = log(x)\nz = y - y", "--at", "x=0", "--json").stdout)
    assert found["values"] == {"x": 0, "y": "-inf", "z": "nan"}


def test_eval_for_people() -> None:
    result = run("eval", "z = x*y", *AT)
    assert "z = -12    dL/dz = 1" in result.stdout
    assert "x = 3    dL/dx = -4" in result.stdout


@pytest.mark.parametrize("command", ["eval", "check", "render", "code"])
def test_a_wrong_program_is_underlined(command: str) -> None:
    result = run(command, "x = 2\ny = sigmod(x)")
    assert result.exit_code == 2
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    place = next(index for index, line in enumerate(lines) if line.strip() == "y = sigmod(x)")
    assert lines[place + 1].strip() == "^^^^^^"
    assert lines[place + 1].index("^") == lines[place].index("sigmod")
    assert "sigmoid" in result.stderr


def test_a_wrong_value_is_told() -> None:
    result = run("eval", "z = x*y", "--at", "x=three")
    assert result.exit_code == 2
    assert "x: “three” is not a number" in result.stderr


@pytest.mark.parametrize("arguments", [["--at", "x"], ["--style", "baroque"], ["-o", "figure.bmp"]])
def test_wrong_arguments_are_told(arguments: list[str]) -> None:
    result = run("render", "z = x", *arguments)
    assert result.exit_code == 2
    assert "Error" in result.stderr


@pytest.mark.parametrize("extension", FORMATS)
def test_render_makes_the_bytes_of_the_url(tmp_path: Path, extension: str) -> None:
    target = tmp_path / f"figure.{extension}"
    assert run("render", "z = x*y", *AT, "--notation", "∂", "-o", str(target)).exit_code == 0
    query = Query.of([("e", "z = x*y"), ("x", "3"), ("y", "-4"), ("notation", "∂")])
    assert target.read_bytes() == picture(query, extension)


VALLEY = ("f = (1 - w)**2 + 10*(b - w**2)**2", "--at", "w=-1.2", "--at", "b=1", "--descent", "rate=0.01")


@pytest.mark.parametrize("chart", ["loss", "landscape"])
def test_a_chart_opens_again_as_that_chart(tmp_path: Path, chart: str) -> None:
    first, again = tmp_path / "chart.svg", tmp_path / "again.svg"
    kinds = [
        tmp_path / f"chart.{extension}" for extension in ("png", "pdf", "pptx", "tex", "typ", "html", "md", "json")
    ]
    outputs = [part for target in (first, *kinds) for part in ("-o", str(target))]
    assert run("render", *VALLEY, "--descent", "steps=9", "--chart", chart, *outputs).exit_code == 0
    for file in (first, *kinds):
        assert run("render", str(file), "-o", str(again)).exit_code == 0
        assert again.read_bytes() == first.read_bytes(), file
    refused = run("render", str(first), "-o", str(tmp_path / "chart.dot"))
    assert (refused.exit_code, "`chart` has no effect on .dot" in refused.stderr) == (2, True)


@pytest.mark.parametrize("name", ["figure.jpg", "figure.odp", "figure"])
def test_a_file_without_a_program_is_told_and_its_name_is_none(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(b"\xff\xd8\xff\xe0 a picture")
    for given in (str(file), f"@{file}"):
        refused = run("eval", given)
        assert (refused.exit_code, "there is no program of Backpass in it" in refused.stderr) == (2, True)


def test_a_figure_of_a_descent_opens_again_where_it_was(tmp_path: Path) -> None:
    first, again = tmp_path / "figure.svg", tmp_path / "again.svg"
    assert run("render", *VALLEY, "--descent", "iteration=7", "-o", str(first)).exit_code == 0
    assert run("render", str(first), "-o", str(again)).exit_code == 0
    assert again.read_bytes() == first.read_bytes()
    assert "w = -1.2 " not in run("eval", str(first)).stdout
    begun, at_start = tmp_path / "begun.svg", tmp_path / "start.svg"
    assert run("render", *VALLEY, "-o", str(begun)).exit_code == 0
    assert run("render", *VALLEY, "--descent", "iteration=0", "-o", str(at_start)).exit_code == 0
    assert [text.count("w ← ") for text in (begun.read_text(), at_start.read_text())] == [1, 1]
    refused = run("render", *VALLEY, "-o", str(tmp_path / "figure.dot"))
    assert (refused.exit_code, "add iteration=1" in refused.stderr) == (2, True)
    refused = run("render", *VALLEY, "--descent", "iteration=101", "-o", str(first))
    assert (refused.exit_code, "there are 100 steps" in refused.stderr) == (2, True)


def test_render_writes_to_standard_output() -> None:
    assert run("render", "z = x*y").stdout_bytes.startswith((b"<svg", b"<?xml"))
    assert run("render", "z = x*y", "--format", "png").stdout_bytes.startswith(b"\x89PNG")


def test_render_reads_standard_input_and_writes_standard_output() -> None:
    result = run("render", "-", *AT, "-o", "-", given="z = x*y\n")
    query = Query.of([("e", "z = x*y"), ("x", "3"), ("y", "-4")])
    assert result.stdout_bytes == picture(query, "svg")


def test_a_program_is_a_text_a_file_or_standard_input(tmp_path: Path) -> None:
    file = tmp_path / "forward.py"
    file.write_text("z = x*y\n", encoding="utf-8")
    for program, given in (("z = x*y", None), (str(file), None), (f"@{file}", None), ("-", "z = x*y\n")):
        assert "z = -12" in run("eval", program, *AT, given=given).stdout


@pytest.mark.parametrize("name", ["@nowhere.py", "nowhere.py", "figures/nowhere.svg"])
def test_a_file_that_is_not_there_is_told(name: str) -> None:
    result = run("eval", name)
    assert result.exit_code == 2
    assert "nowhere" in result.stderr


def test_an_input_that_is_given_twice_is_told() -> None:
    result = run("eval", "z = x*y", "--at", "x=3", "--at", "x=4")
    assert result.exit_code == 2
    assert "x is given twice" in result.stderr


def test_check_agrees() -> None:
    result = run("check", "y = sin(x)*x", "--at", "x=2")
    assert result.exit_code == 0
    assert "1 of 1 derivatives agree" in result.stdout


def test_check_says_so_when_it_disagrees(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "TOLERANCE", -1.0)
    result = run("check", "y = sin(x)*x", "--at", "x=2")
    assert result.exit_code == 1
    assert "DISAGREE" in result.stdout


def test_check_has_nothing_to_compare_at_a_kink() -> None:
    result = run("check", "y = relu(x)", "--at", "x=0")
    assert result.exit_code == 0
    assert "nothing to compare" in result.stdout


def test_serve_refuses_settings_that_make_no_sense(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKPASS_PORT", "many")
    result = run("serve")
    assert result.exit_code == 2
    assert "BACKPASS_PORT" in result.stderr


def test_version() -> None:
    assert run("--version").stdout.startswith("backpass, version")


def test_values_are_read_as_people_write_them_and_said_on_standard_error() -> None:
    result = run("eval", "z = sum(x*y)", "--at", "x=3/4", "--at", "y=np.ones((2, 2))", "--seed", "1,5", "--json")
    assert json.loads(result.stdout)["adjoints"]["x"] == 6
    assert result.stderr == "seed: “1,5” is read as 1.5; for two entries write [1, 5]\n"


def test_how_a_text_was_read_is_said_on_standard_error() -> None:
    result = run("eval", "y = mx + b")
    assert result.stderr == "line 1: `mx` is read as the product m·x\n"
    assert result.stdout.startswith("m = 1")


def test_a_wrong_value_names_its_parameter_and_what_to_try() -> None:
    result = run("eval", "z = x*y", "--at", "x=1,234")
    assert result.exit_code == 2
    assert "x: “1,234” can be 1234 or 1.234" in result.stderr and "write 1234 or 1.234" in result.stderr


def test_a_descent_prints_its_way() -> None:
    arguments = ["descend", "f = (w*x + b - t)**2", "--at", "x=2", "--at", "t=3", "--at", "w=0.5", "--at", "b=0"]
    result = run(*arguments, "--train", "w", "--train", "b", "--rate", "0.1", "--steps", "2", "--json")
    found = json.loads(result.stdout)
    assert found["loss"] == pytest.approx([4, 0, 0], abs=1e-12)
    assert found["values"]["w"] == pytest.approx([0.5, 1.3, 1.3])
    assert set(found["values"]) == {"w", "b"}
    assert len(run(*arguments, "--optimiser", "adam").stdout.splitlines()) > 20


def test_a_descent_that_diverges_is_told_on_standard_error() -> None:
    result = run("descend", "f = x**4", "--at", "x=5", "--rate", "1")
    assert result.exit_code == 0
    assert "step 4 left the finite numbers" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--train", "q"], "train: `q` is not an input"),
        (["--rate", "0.1*k"], "rate:"),
        (["--set", "beta1", "0.5"], "beta1:"),
    ],
)
def test_what_a_descent_cannot_do_is_told(arguments: list[str], told: str) -> None:
    result = run("descend", "f = x**2", *arguments)
    assert result.exit_code == 2
    assert told in result.stderr


def test_render_makes_several_files_and_their_folder(tmp_path: Path) -> None:
    svg, png = tmp_path / "new" / "a.svg", tmp_path / "new" / "b.png"
    assert run("render", "z = x*y", *AT, "--scale", "2", "-o", str(svg), "-o", str(png)).exit_code == 0
    assert svg.read_bytes().startswith(b"<svg")
    assert png.read_bytes().startswith(b"\x89PNG")
    assert run("render", "z = x*y", "--dwell", "2", "-o", str(svg), "-o", str(png)).exit_code == 2


def test_what_is_told_of_a_program_is_told_once_for_all_its_files(tmp_path: Path) -> None:
    files = [part for name in ("a.svg", "b.png", "step-%d.svg") for part in ("-o", str(tmp_path / name))]
    result = run("render", "y = mx + b", "--at", "b=3%", *files)
    assert result.stderr.splitlines() == [
        "b: “3%” is read as 0.03",
        "line 1: `mx` is read as the product m·x",
    ]


def test_render_numbers_the_steps(tmp_path: Path) -> None:
    assert run("render", "z = x*y", *AT, "-o", str(tmp_path / "step-%d.svg")).exit_code == 0
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == [f"step-{number}.svg" for number in range(1, 5)]
    query = Query.of([("e", "z = x*y"), ("x", "3"), ("y", "-4"), ("step", "2")])
    assert files[1].read_bytes() == picture(query, "svg")


@pytest.mark.parametrize("suffix", ["gif", "webp", "dot", "mmd", "md", "txt", "json"])
def test_a_file_a_step_of_a_format_without_steps_alone_is_refused(tmp_path: Path, suffix: str) -> None:
    told = run("render", "z = x*y", *AT, "-o", str(tmp_path / f"step-%d.{suffix}"))
    assert told.exit_code == 2
    assert f".{suffix} shows no step alone; svg, pdf, png" in " ".join(told.stderr.split())
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("more", [(), ("--steps", "all")])
def test_render_numbers_the_stops(tmp_path: Path, more: Sequence[str]) -> None:
    assert run("render", "z = x*y", *AT, "--stops", "2", *more, "-o", str(tmp_path / "step-%d.pdf")).exit_code == 0
    query = Query.of([("e", "z = x*y"), ("x", "3"), ("y", "-4")])
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {
        f"step-{number}.pdf": picture(query.at_step(step), "pdf") for number, step in enumerate((2, 4), start=1)
    }


def test_a_file_says_its_format(tmp_path: Path) -> None:
    result = run("render", "z = x*y", "-o", str(tmp_path / "b"))
    assert result.exit_code == 2
    assert "has no suffix that says its format" in result.stderr
    assert run("render", "z = x*y", "--format", "png", "-o", str(tmp_path / "b")).exit_code == 0
    assert (tmp_path / "b").read_bytes().startswith(b"\x89PNG")
    assert run("render", "z = x*y").stdout.startswith("<svg")


def test_render_says_in_a_line_where_it_cannot_write(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = run("render", "z = x*y", "-o", str(tmp_path / "file" / "a.svg"))
    assert result.exit_code == 1
    assert result.output.startswith("Error: ") and result.output.count("\n") == 1


def test_code_is_a_script_that_sets_values_and_gradients() -> None:
    given = ("--at", "x=[3]", "--at", "y=-4", "--at", "net.weight=[[2]]", "--seed", "[2]")
    result = run("code", "net = nn.Linear(1, 1)\nz = net(x) * y", *given)
    space: dict[str, float] = {}
    exec(result.stdout, space)  # noqa: S102, this is our own script
    assert (space["y"], space["net_weight"], space["dz"]) == (-4, 2, 2)
    assert (space["dx"], space["dnet_weight"]) == (-16, -24)


def test_code_says_what_cannot_be_written() -> None:
    result = run("code", "x = rand(300, 300)\ny = sum(x)")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "90000 numbers" in result.stderr
    named = run("code", "z = f(x, y)")
    assert (named.exit_code, named.stdout) == (2, "")
    assert "`f` is only named" in named.stderr


def test_a_text_that_begins_with_a_decorator_is_no_file() -> None:
    result = run("eval", "@dataclass\nclass Line:\n    slope: float\nline = Line(2.0)\ny = line.slope*x", "--json")
    assert json.loads(result.stdout)["output"] == "y"


FOR_SERVERS = "fastapi pydantic starlette jinja2 uvicorn structlog app.web app.help app.share"
FOR_FEW = "scipy sympy PIL pptx lxml contourpy graphviz yaml markdown_it app.closed_form app.code app.lessons app.networks app.study"


@pytest.mark.parametrize(
    ("arguments", "heavy"),
    [
        (["--help"], f"{FOR_SERVERS} {FOR_FEW} numpy typst app.language app.autodiff app.diagram app.export"),
        (["eval", "y = sigmoid(w*x) + sum(softmax(x))"], f"{FOR_SERVERS} {FOR_FEW}"),
        (["render", "z = x*y", "-o", "figure.svg"], f"{FOR_SERVERS} {FOR_FEW}"),
        (["check", "y = erf(x)"], f"{FOR_SERVERS} {FOR_FEW.removeprefix('scipy ')}"),
    ],
    ids=lambda given: given[0] if isinstance(given, list) else "",
)
def test_what_takes_long_to_load_is_loaded_where_it_is_used(arguments: list[str], heavy: str, tmp_path: Path) -> None:
    script = "import atexit, sys; from app.cli import main; atexit.register(lambda: print(*sys.modules)); main()"
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=tmp_path)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "app.cli" in loaded
    assert loaded & set(heavy.split()) == set()


def test_nobody_looks_for_garbage_while_modules_are_read() -> None:
    with loading():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_list_of_commands_names_each_command_with_help_of_its_own() -> None:
    listed = run("--help").stdout
    for name, row in COMMANDS.items():
        assert f"  {name:<7}  {row.summary}\n" in listed
        assert f"Usage: main {name} [OPTIONS]" in run(name, "--help").stdout
