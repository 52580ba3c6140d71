"""Whatever a person types, it is set as text: it compiles, it closes its braces and tags, and never becomes code."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from app.language import LanguageError, parse
from app.language.syntax import (
    Assign,
    Attribute,
    Binary,
    Call,
    Compare,
    Conditional,
    Evaluate,
    Expr,
    Keyword,
    Literal,
    Logical,
    Name,
    Sequence,
    Slice,
    Subscript,
    Unary,
)
from app.typeset import (
    Identifier,
    Math,
    Number,
    Symbol,
    Text,
    expression,
    gate,
    label,
    labels,
    latex,
    mathml,
    name,
    plain,
    row,
    typst,
)

NASTY = [
    '"', "\\", '\\"', '") #read("/etc/passwd") ("', "#", "$", "$ #panic() $", "*/", "/*", "//", "}", "{", "%", "&", "<b>", "]]>", "&amp;",
    "\n", "\0", "\ud800", "\u202e", "漢字", "e\u0301", "a_b_c", "_", "__", "x_", "_1", "d", "dd_dd", "\\end{document}", "@ref", "~", "^",
    "'", "#import", "\u200b", "q" * 300,
]  # fmt: skip
PARTS = st.lists(st.sampled_from(["x", "hat", "1", "prev", "sq", "mu", "long_word"]), min_size=1, max_size=4)
TEXTS = st.sampled_from(NASTY) | st.text(max_size=8) | st.builds("_".join, PARTS)
NAMES = st.builds(Name, TEXTS)
LITERALS = st.builds(Literal, st.integers() | st.floats() | TEXTS | st.sampled_from([True, None, ..., 10**400, 2j]))


FUNCTIONS = ["sum", "mean", "max", "where", "sqrt", "norm", "index", "prod", "log1p", "outer"]


def grown(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    """Larger expressions from smaller ones."""
    several = st.lists(inner, max_size=3).map(tuple)
    functions = st.builds(
        Name,
        TEXTS | st.sampled_from(["sum", "mean", "max", "where", "sqrt", "norm", "index", "prod", "log1p", "outer"]),
    )
    keywords = st.lists(
        st.builds(Keyword, st.sampled_from(["axis", "keepdims", None, "p"]) | TEXTS, inner), max_size=2
    ).map(tuple)
    return st.one_of(
        st.builds(Unary, st.sampled_from(["-", "+", "not", "~"]), inner),
        st.builds(Binary, inner, st.sampled_from(["+", "-", "*", "/", "//", "%", "**", "@", "&", "|", "<<"]), inner),
        st.builds(Call, functions | st.builds(Attribute, inner, TEXTS), several, keywords),
        st.builds(Attribute, inner, TEXTS | st.just("T")),
        st.builds(Subscript, inner, inner | st.builds(Sequence, st.just("tuple"), several)),
        st.builds(Sequence, st.sampled_from(["tuple", "list"]), several),
        st.builds(Compare, inner, st.just(("<", "in")), st.tuples(inner, inner)),
        st.builds(Logical, st.sampled_from(["and", "or"]), st.tuples(inner, inner)),
        st.builds(Conditional, inner, inner, inner),
        st.builds(Slice, st.none() | inner, st.none() | inner, st.none() | inner),
    )


EXPRESSIONS = st.recursive(NAMES | LITERALS, grown, max_leaves=8)
MATHS = st.one_of(
    EXPRESSIONS.map(expression),
    TEXTS.map(name),
    TEXTS.map(gate),
    *(TEXTS.map(kind) for kind in (Identifier, Text, Number, Symbol)),
)

STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
HARMLESS = re.compile(r"[^#\"$@\\<>{}\[\]`]*")


@settings(max_examples=150, deadline=None)
@given(MATHS)
def test_anything_compiles_and_nothing_becomes_code(math: Math) -> None:
    source = typst(math)
    bare = STRING.sub("", source).replace("#h(", "(").replace("#true", "").replace("delim: ", "")
    assert HARMLESS.fullmatch(bare), source
    made = label(math)
    assert made.width >= 0 and made.height >= 0
    assert all(glyph.outline.startswith("M") for glyph in made.glyphs)


@settings(max_examples=300, deadline=None)
@given(MATHS)
def test_mathml_is_well_formed(math: Math) -> None:
    root = ET.fromstring(mathml(math, display=True))
    assert root.tag == "{http://www.w3.org/1998/Math/MathML}math"
    counts = {"mfrac": 2, "msub": 2, "msup": 2, "msubsup": 3, "mover": 2, "munder": 2, "mroot": 2}
    for node in root.iter():
        wanted = counts.get(node.tag.partition("}")[2])
        assert wanted is None or len(node) == wanted


@settings(max_examples=300, deadline=None)
@given(MATHS)
def test_latex_braces_balance(math: Math) -> None:
    source = latex(math)
    source.encode()
    bare = re.sub(r"\\[\\{}$&#_%|]", "", source)
    depth = 0
    for sign in bare:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0 and "$" not in bare and "%" not in bare
    assert bare.count(r"\left") - bare.count(r"\leftarrow") == bare.count(r"\right") - bare.count(r"\rightarrow")


@settings(max_examples=300, deadline=None)
@given(MATHS)
def test_plain_text_is_one_line(math: Math) -> None:
    assert "\n" not in plain(math)


@settings(deadline=None)
@given(st.text(alphabet="xyσ12.,()[]+-*/@^²√·∂'\"#$ \\", max_size=25))
def test_whatever_can_be_read_can_be_set(text: str) -> None:
    try:
        program = parse(f"x; {text}")
    except LanguageError:
        return
    read = [statement.value for statement in program.statements if isinstance(statement, Assign | Evaluate)]
    assert all(made.width > 0 and made.height > 0 and made.glyphs for made in labels(list(map(expression, read))))


def test_a_text_is_set_sign_by_sign() -> None:
    assert len(label(Text('"#$\\')).glyphs) == 4
    assert label(Text("\n\0\ud800")).glyphs == ()
    assert len(label(row(Text("a"), Text("\\"), Text('"'))).glyphs) == 3
