"""DOT, Mermaid and tables: the figure for tools that draw or print it themselves."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pygraphviz
import pytest

from app.autodiff import differentiate
from app.diagram import CHOICES, Diagram, Mark, Options, Text, compose
from app.examples import EXAMPLES, Example
from app.export import Picture, export, opened, seal
from app.export.graph import passes
from app.export.mermaid import quoted
from app.language import parse

HOSTILE = 'a"]; evil [label="\\N <b>x</b> {|} -->\n%% `#quot;` $&'


def figure(text: str = "q = x + y\nf = q * q", **options: str) -> Diagram:
    return compose(differentiate(parse(text), values={"x": 1.5}), Options(**options))  # type: ignore[arg-type]


def hostile(mark: Mark) -> Mark:
    """The mark with words that mean something to other tools."""
    return replace(mark, label=mark.label._replace(text=HOSTILE)) if isinstance(mark, Text) else mark


def graph(diagram: Diagram) -> pygraphviz.AGraph:
    return pygraphviz.AGraph(string=export(Picture(diagram), "dot").decode())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_dot_opens_in_graphviz_with_every_link(example: Example) -> None:
    diagram = compose(differentiate(parse(example.text), values=example.values), Options())
    found = graph(diagram)
    assert len(found.edges()) == len(diagram.links)
    found.layout("dot")


def test_dot_has_readable_names_and_shapes() -> None:
    found = graph(figure())
    gate, source = found.get_node("forward_gate_0"), found.get_node("forward_value_0")
    assert (gate.attr["label"], gate.attr["shape"]) == ("+", "circle")
    assert (source.attr["label"], source.attr["shape"]) == ("x = 1.5", "plaintext")
    assert found.get_node("forward_fork_2").attr["shape"] == "point"
    assert found.get_node("backward_fork_2").attr["label"] == "+"
    # Both passes are laid out from left to right, the arrows of the way back turned round.
    assert not found.get_edge("forward_value_0", "forward_gate_0").attr["dir"]
    assert found.get_edge("backward_value_0", "backward_gate_0").attr["dir"] == "back"


def test_a_gate_that_both_passes_share_has_its_symbol_in_each() -> None:
    found = graph(compose(differentiate(parse("q = x * y\nz = sin(q) + x")), Options(style="circuit")))
    symbols = [
        [found.get_node(f"{panel}_gate_{k}").attr["label"] for k in range(3)] for panel in ("forward", "backward")
    ]
    assert symbols == [["×", "sin", "+"]] * 2


def test_dot_opens_again_after_graphviz_has_written_it_anew() -> None:
    query = "e=" + "&".join(f"v{k * k}={k}" for k in range(99))
    made = export(Picture(figure(), seal=seal(query)), "dot")
    anew = pygraphviz.AGraph(string=made.decode()).to_string().encode()
    assert anew != made
    assert opened(anew) == opened(made) == query


def test_names_from_the_right_stay_on_their_side() -> None:
    diagram = figure("سعر = x + 1")
    name = "\u200eسعر\u200e"
    dot, text, table = (export(Picture(diagram), kind).decode() for kind in ("dot", "txt", "md"))
    assert f'"{name} = 2.5"' in dot
    assert f"{name} = x + 1 = 1.5 + 1 = 2.5" in text
    assert f"makes {name}." in table


def test_hostile_words_stay_words_in_dot() -> None:
    diagram = figure()
    diagram = replace(diagram, title=HOSTILE, marks=tuple(map(hostile, diagram.marks)))
    found = graph(diagram)
    assert len(found.edges()) == len(diagram.links)
    assert set(found.nodes()) == set(graph(figure()).nodes())
    found.layout("dot")
    written = re.findall(r"<text[^>]*>([^<]*)</text>", found.draw(format="svg").decode())
    plain = [unescape(each).replace("\xa0", " ") for each in written]
    drawn = list(passes(diagram))
    said = [each.text for shown in drawn for each in shown.vertices]
    said += [each.text for shown in drawn for each in shown.edges]
    for line in HOSTILE.split("\n"):
        assert plain.count(line) == sum(each.count(line) for each in (diagram.title, *said)) > 10


@pytest.mark.parametrize("panels", ["forward", "backward"])
def test_only_the_panels_that_are_shown(panels: str) -> None:
    other = {"forward": "backward_", "backward": "forward_"}[panels]
    for extension in ("dot", "mmd"):
        assert other not in export(Picture(figure(panels=panels)), extension).decode()


def test_mermaid_has_a_line_for_each_vertex_and_link() -> None:
    diagram = figure()
    text = export(Picture(diagram), "mmd").decode()
    assert text.startswith("flowchart LR\n")
    assert text.count(" -->") == len(diagram.links)
    assert 'forward_gate_0(("+"))' in text
    assert 'forward_value_0(["x\xa0=\xa01.5"])' in text
    assert text.count("subgraph ") == text.count("\n  end\n") == 2


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("dL/d x", '"dL#47;d\xa0x"'),
        ("x权重", '"x#8288;#26435;#8288;#37325;"'),
        # A mark stays with its letter.
        ("น้ำ", '"#3609;#3657;#8288;#3635;"'),
        ("né", '"n#233;"'),
    ],
)
def test_mermaid_breaks_lines_where_the_figure_does(text: str, written: str) -> None:
    assert quoted(text) == written


def test_hostile_words_stay_words_in_mermaid() -> None:
    diagram = figure()
    text = export(Picture(replace(diagram, marks=tuple(map(hostile, diagram.marks)))), "mmd").decode()
    shape = re.compile(r'    \w+(\(\(|\(\[)"[\w\xa0.,=+#;<>/]*"(\)\)|\]\))')
    arrow = re.compile(r'    \w+ -->(\|"[\w\xa0.,=+#;<>/]*"\|)? \w+')
    for line in text.splitlines():
        if line.startswith("    ") and "direction" not in line:
            assert shape.fullmatch(line) or arrow.fullmatch(line), line


def test_tables_hold_every_step() -> None:
    diagram = figure()
    markdown, text = (export(Picture(diagram), extension).decode() for extension in ("md", "txt"))
    rows = [line for line in markdown.splitlines() if re.match(r"\| \d", line)]
    assert len(rows) == len(diagram.steps)
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 4 for row in rows)
    assert "| 2 | $q=x+y=1.5+1=2.5$ | The plus gate takes x and y and makes q. |" in rows
    assert "  2  q = x + y = 1.5 + 1 = 2.5" in text
    assert text.count("pass\n") == 2


@pytest.mark.parametrize("notation", CHOICES["notation"])
def test_tables_follow_the_notation(notation: str) -> None:
    assert f"{notation}L/{notation}f = 1" in export(Picture(figure(notation=notation)), "txt").decode()
