"""The language: mathematics as people write it becomes Python's spelling, each place kept; every mistake is told, with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.language import Expr, LanguageError, Program, Span, parse, parse_expression, underline
from app.language.operators import ARITHMETIC, BETWEEN, BINARY, Operator
from app.language.reading import parser, python_programs
from app.language.reading.parser import read
from app.language.reading.respelling import respell
from app.language.syntax import Assign, Binary, Broken, Call, Define, Evaluate, Name
from app.language.text.located import Located
from app.language.text.tokens import matches, tokens
from app.language.walk import everything
from tests.cases import DATA


def mistakes(text: str) -> list[tuple[int, int, int, str]]:
    """Line, column, end and message of each mistake that reading finds."""
    try:
        found = parse(text).mistakes
    except LanguageError as error:
        found = error.mistakes
    spans = [mistake.span for mistake in found if mistake.span]
    return [(span.line, span.column, span.end, each.message) for span, each in zip(spans, found, strict=True)]


def piece(text: str, span: Span) -> str:
    """What stands at a span of one line."""
    assert span.line == span.end_line
    return text.split("\n")[span.line - 1][span.column : span.end]


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("2x", "2*x"),
        ("2x + 3y", "2*x + 3*y"),
        ("2(x+1)", "2*(x+1)"),
        ("(x+1)(x+2)", "(x+1)*(x+2)"),
        ("(x+y)z", "(x+y)*z"),
        ("(x+y)2", "(x+y)*2"),
        ("3.5e2x", "3.5e2*x"),
        ("x²", "x**2"),
        ("x³y", "x**3*y"),
        ("x⁻¹", "x**(-1)"),
        ("x¹⁰", "x**10"),
        ("x^2", "x**2"),
        ("x**2", "x**2"),
        ("√x", "sqrt(x)"),
        ("2√x", "2*sqrt(x)"),
        ("√(x·y)", "sqrt(x*y)"),
        ("Wᵀ @ x", "W.T @ x"),
        ("a·b×c÷d", "a*b*c/d"),
        ("a − b – c", "a - b - c"),
        ("a ≤ b", "a <= b"),
        ("a ≠ b", "a != b"),
        ("x₁ + x₂", "x1 + x2"),
        ("½x", "(1/2)*x"),
        ("½ ∑(x)", "(1/2)*sum(x)"),
        ("2 if x else 3", "2 if x else 3"),
        ("2 in (1, 2) or 3", "2 in (1, 2) or 3"),
        ("f(x)", "f(x)"),
        ("f(x)[0](y)", "f(x)[0](y)"),
        ("x[1](2)", "x[1](2)"),
        ("(lambda t: t)(x)", "(lambda t: t)(x)"),
        ("0x1f", "0x1f"),
        ("1_000x", "1_000*x"),
    ],
)
def test_what_people_write_is_what_python_would_say(written: str, spelled: str) -> None:
    assert parse_expression(written) == parse_expression(spelled)


@pytest.mark.parametrize("operator", BETWEEN, ids=lambda each: each.sign)
def test_each_spelling_of_an_operator_is_its_sign(operator: Operator) -> None:
    for spelling in (operator.sign, *operator.spellings.split()):
        read = parse_expression(f"a {spelling} b")
        assert getattr(read, "operator", None) == operator.sign or operator.sign in getattr(read, "operators", ())


@pytest.mark.parametrize("first", ARITHMETIC)
@pytest.mark.parametrize("second", ARITHMETIC)
def test_operators_hold_as_tightly_as_their_rows_say(first: str, second: str) -> None:
    """What is read, and what is written again: `a ⊗ b + c` is `(a ⊗ b) + c`."""
    if first == second == "**":
        return
    left, right = f"(a {first} b) {second} c", f"a {first} (b {second} c)"
    looser = BINARY[first].level < BINARY[second].level
    read = parse_expression(f"a {first} b {second} c")
    assert read == parse_expression(right if looser else left) != parse_expression(left if looser else right)


def test_a_sign_of_our_own_stands_where_a_product_would() -> None:
    assert parse_expression("-2a ⊗ b**2 + c") == parse_expression("((-2*a) ⊗ (b**2)) + c")
    read = parse("z = a + (b\n  ⊗ c)").statements[0]
    assert isinstance(read, Assign) and isinstance(read.value, Binary) and isinstance(read.value.right, Binary)
    assert read.value.right.operator == "⊗"
    assert mistakes("z = ⊗ b") == [(1, 4, 5, "`⊗` stands between two values")]
    assert mistakes("a ⊗= b") == [(1, 0, 3, "this sign stands between two values")]
    assert mistakes("z = a * __sign__ * b")[0][3].startswith("`__sign__`: names with double underscores")


@pytest.mark.parametrize("written", ["f(2)", "f(x)(y)", "x[0]", "if_2", "x2"])
def test_no_product_is_implied_where_python_has_a_meaning(written: str) -> None:
    assert "*" not in respell(written).text


def test_names_are_normalised_as_python_does() -> None:
    assert parse("𝑥 = 3\nﬁ = 2") == parse("x = 3\nfi = 2") or parse("𝑥 = 3").statements == parse("x = 3").statements
    assert parse_expression("𝒚 + µ") == parse_expression("y + μ")


def first(program: Program) -> Assign:
    statement = program.statements[0]
    assert isinstance(statement, Assign)
    return statement


def walk(expr: Expr) -> list[Expr]:
    """An expression of binary operators, calls and names with all its parts."""
    match expr:
        case Binary(left=left, right=right):
            return [expr, *walk(left), *walk(right)]
        case Call(arguments=arguments):
            return [expr, *(part for argument in arguments for part in walk(argument))]
        case _:
            return [expr]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("z = 2x + sin(3y)", ["2x + sin(3y)", "2x", "2", "x", "sin(3y)", "3y", "3", "y"]),
        ("z = √x·ŷ²", ["√x·ŷ²", "√x", "x", "ŷ²", "ŷ", "²"]),
        ("z = a  *  (b - c)", ["a  *  (b - c)", "a", "b - c", "b", "c"]),
        ("ŷ = α₁β + tanh( γ )", ["α₁β + tanh( γ )", "α₁β", "tanh( γ )", "γ"]),
        ("    z = 𝑥 - (1 + w)", ["𝑥 - (1 + w)", "𝑥", "1 + w", "1", "w"]),
        (">>> z = x / y", ["x / y", "x", "y"]),
        ("z = x;  w = (y)", ["x"]),
    ],
)
def test_spans_map_back_to_the_person_s_own_text(text: str, pieces: list[str]) -> None:
    assert [piece(text, part.span) for part in walk(first(parse(text)).value)] == pieces


def test_an_operator_has_a_place_of_its_own() -> None:
    text = "z = (a + b) @ c"
    value = first(parse(text)).value
    assert isinstance(value, Binary)
    assert isinstance(value.left, Binary)
    assert (piece(text, value.place), piece(text, value.left.place)) == ("@", "+")


def test_spans_after_a_semicolon_and_on_later_lines() -> None:
    text = "x = 2; y = 3\nz = x *\\\n    y"
    spans = [statement.span for statement in parse(text).statements]
    assert [(span.line, span.column, span.end_line, span.end) for span in spans] == [
        (1, 0, 1, 5),
        (1, 7, 1, 12),
        (2, 0, 3, 5),
    ]


def test_prompts_magics_and_indentation_of_a_paste_are_taken_off() -> None:
    text = "%matplotlib inline\n!ls\n>>> def f(x):\n...     return x\n...\n>>> f(3)"
    kinds = [type(statement) for statement in parse(text).statements]
    assert kinds == [Define, Evaluate]
    session = "In [9]: def f(x):\n   ...:     return x\n   ...:\n\nIn [10]: f(3)\nOut[10]: 3"
    assert parse(session).statements == parse("def f(x):\n    return x\nf(3)").statements
    assert parse("    a = 1\n    b = 2").statements == parse("a = 1\nb = 2").statements
    assert parse("\ta = 1\n\tif a:\n\t\tb = 2").statements == parse("a = 1\nif a:\n    b = 2").statements


def test_line_ends_of_every_system() -> None:
    assert parse("a = 1\r\nb = a\r\n").statements == parse("a = 1\nb = a\n").statements


def test_quotes_and_comments_are_left_alone() -> None:
    text = 'a = "2x² √"  # 2x ½ ( [\nb = 1'
    assert parse(text).mistakes == ()
    assert [getattr(first(parse(text)).value, "value", None)] == ["2x² √"]


def test_typographic_quotes() -> None:
    assert parse("p = {“W”: 1}").statements == parse('p = {"W": 1}').statements


def test_what_has_no_bearing_is_passed_over() -> None:
    text = '"""Doc."""\nimport numpy as np\nfrom math import pi\nassert x > 0\nglobal y\ndel z\nw: float\nx * 2'
    program = parse(text)
    assert not program.mistakes
    assert [part for part in program.statements if isinstance(part, Evaluate | Assign)] == [
        Evaluate(parse_expression("x * 2"))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("z = x +", (1, 7, "ends too early")),
        ("z = x + * y", (1, 8, "`*` is not expected here")),
        ("z = x\nz += *y", (2, 5, "`*` stands before an item of a list or a call only")),
        ("z = (x", (1, 4, "`(` is never closed")),
        ("z = x)", (1, 5, "`)` closes no bracket")),
        ("z = [1, 2)", (1, 9, "`)` closes `[`")),
        ("z = x $ y", (1, 6, "`$` has no meaning")),
        ("z = x\x00", (1, 5, "U+0000")),
        ("z = 'abc", (1, 4, "never closed")),
        ("y' = 'abc'", (1, 6, "opens no text")),
        ('e" """a\x00b"""', (1, 6, "opens no text")),
        ("z = x\ue000\ue000", (1, 5, "`U+E000` has no meaning")),
        ("3 = x", (1, 0, "an equation is not solved")),
        ("f(3) = x**2", (1, 0, "a call cannot be given a value")),
        ("x = 1\n  y = 2", (2, 1, "begins at another column")),
        ("if x:\ny = 2", (1, 5, "what belongs to this statement is missing")),
        ("x.__globals__", (1, 0, "double underscores")),
        ("__import__('os')", (1, 0, "double underscores")),
        ("def f(__x__): return 1", (1, 6, "double underscores")),
        ("await x", (1, 0, "`await` is not part")),
        ("b'x'", (1, 0, "not part of the language")),
        ("async def f(): pass", (1, 0, "not part of the language")),
        ("z = 2 3", (1, 6, "`3` is not expected here")),
        ("", (1, 0, "nothing to compute")),
        ("# nothing", (1, 0, "nothing to compute")),
        ("\n \n", (1, 0, "nothing to compute")),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, expected: tuple[int, int, str]) -> None:
    (line, column, end, message), *more = mistakes(text)
    assert ((line, column), more) == (expected[:2], [])
    assert expected[2] in message
    assert end > column


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("z = (x", "add a `)`"),
        ("z = x +", "operand"),
        ("f(3) = x", "f(x, y)"),
        ("x.__globals__", "name"),
        ("", "z = x*y"),
        ("z = x $ y", "remove"),
        ("d = {'a': 1, 'b'}", "{'w': 1.0}"),
        ("def f:\n    return 1", "`def f(x):`"),
        ("z = f'{x!}'", "f'{x}'"),
    ],
)
def test_a_mistake_has_a_hint(text: str, hint: str) -> None:
    try:
        found = parse(text).mistakes
    except LanguageError as error:
        found = error.mistakes
    assert hint in found[0].hint


def test_all_mistakes_of_a_text_are_told_at_once() -> None:
    text = "a = x +\nb = 2\ndef f(x):\n    return x *\nc = await x\nd = b; e = / 3"
    assert [mistake[:2] for mistake in mistakes(text)] == [(1, 7), (4, 14), (5, 4), (6, 11)]


def test_a_broken_statement_keeps_the_names_it_would_have_bound() -> None:
    broken = [statement for statement in parse("u, v = x +\nw = u").statements if isinstance(statement, Broken)]
    assert [statement.names for statement in broken] == [("u", "v")]


def test_bad_characters_and_brackets_are_told_together() -> None:
    assert [mistake[:2] for mistake in mistakes("a = $x\nb = (y\nc = ?")] == [(1, 4), (2, 4), (3, 4)]


def test_the_error_speaks_of_its_first_mistake() -> None:
    with pytest.raises(LanguageError) as raised:
        parse("x = 1\ny = )")
    error = raised.value
    assert (error.line, error.column, error.end) == (2, 4, 5)
    assert error.message == error.mistakes[0].message
    assert str(error) == f"line 2, column 5: {error.message}"


def test_the_place_is_underlined_for_a_terminal() -> None:
    text = "x = 1\ny = (x"
    with pytest.raises(LanguageError) as raised:
        parse(text)
    assert underline(text, raised.value).split("\n") == [
        "line 2, column 5: `(` is never closed",
        "  y = (x",
        "      ^",
        "  add a `)`",
    ]


def test_names_in_a_rule_are_read_by_the_same_parser() -> None:
    assert parse_expression("g * (1 - y**2)") == Binary(
        Name("g"), "*", Binary(parse_expression("1"), "-", parse_expression("y**2"))
    )


@pytest.mark.parametrize("text", ["x = 1", "for i in x: pass", ""])
def test_only_an_expression_is_an_expression(text: str) -> None:
    with pytest.raises(LanguageError):
        parse_expression(text)


def test_words_of_python_are_two_letters_right_behind_a_number_alone() -> None:
    said = {text: [each.text for each in tokens(Located.whole(text))] for text in ("2as", "2 as", "(2)as", "(x)is y")}
    assert said == {
        "2as": ["2", "a", "s"],
        "2 as": ["2", "as"],
        "(2)as": ["(", "2", ")", "as"],
        "(x)is y": ["(", "x", ")", "is", "y"],
    }


def test_letters_with_an_index_each_are_names_of_their_own() -> None:
    said = {text: [each.text for each in tokens(Located.whole(text))] for text in ("w_ix_i", "w_i", "w_in_x", "wᵢxᵢ")}
    assert said == {"w_ix_i": ["w_i", "x_i"], "w_i": ["w_i"], "w_in_x": ["w_in_x"], "wᵢxᵢ": ["wᵢ", "xᵢ"]}


@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("match x:", True),
        ("match(x):", True),
        ("match x", False),
        ("match = x", False),
        ("match: 3", False),
        ("case 1: y", True),
    ],
)
def test_match_and_case_begin_a_statement_before_values_and_a_colon_alone(line: str, begins: bool) -> None:
    assert matches(tuple(tokens(Located.whole(line)))) is begins


def test_a_token_tells_whether_a_blank_is_before_it() -> None:
    found = list(tokens(Located.whole("a (b")))
    assert [each.spaced for each in found] == [False, True, False]
    # What nobody wrote stands right behind a token, or in its place before it.
    assert not found[1].after(")").spaced and found[1].before("*").spaced


@pytest.mark.parametrize("text", sorted((DATA / "forward-passes").glob("*.txt")), ids=lambda text: text.stem)
def test_a_program_of_python_says_the_same_when_it_is_respelled(text: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    says_the_same_respelled(text.read_text(encoding="utf-8"), monkeypatch)


FORMULAS = st.recursive(
    st.sampled_from(["x", "w0", "E", "i", "T", "2", "0.5"]),
    lambda inner: (
        st.tuples(inner, st.sampled_from(["+", " - ", "*", " / "]), inner).map("".join)
        | st.tuples(st.sampled_from(["", "-", "coth", "sqrt", "log2"]), inner).map("{0[0]}({0[1]})".format)
    ),
    max_leaves=8,
)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from("hydeN"), st.sampled_from(["=", " = "]), FORMULAS), min_size=1, max_size=3))
def test_arithmetic_says_the_same_when_it_is_respelled(lines: list[tuple[str, str, str]]) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        says_the_same_respelled("\n".join(map("".join, lines)), monkeypatch)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("z=x*y+17\nf=z*x", True),
        ("f = 1/(1 + exp(-(w0*x0 + w1*x1 + w2)))\n", True),
        ("z = 2x", False),
        ("z = x y", False),
        ("z = x(y + 1)", False),
        ("z = x - -y", False),
        ("z = tg(x)", False),
        ("z = x\n2", False),
        ("z = xy", False),
        (f"z = {'(' * 101}x{')' * 101}", False),
    ],
)
def test_arithmetic_has_all_its_signs_and_names_of_a_letter(text: str, plain: bool) -> None:
    assert python_programs.is_python(text) is plain


def says_the_same_respelled(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    standing = read(text)
    monkeypatch.setattr(parser, "is_python", lambda _: False)
    respelled = read(text)
    assert standing == respelled
    assert [part.span for part in parts_of(standing)] == [part.span for part in parts_of(respelled)]


def parts_of(program: Program) -> list[Expr]:
    return [part for statement in program.statements for part in everything(statement) if isinstance(part, Expr)]


@pytest.mark.parametrize(
    ("line", "spelled"),
    [
        ("y = x^2", "y = x**2"),
        ("y = 50% x", "y = 50/100*x"),
        ("y = 2(x + 1)", "y = 2*(x + 1)"),
        ("y = 1,000*x", "y = 1000*x"),
        ("y = [1 -2]", "y = [1, -2]"),
        ("y = w . x", "y = w*x"),
        ("y <- 3", "y = 3"),
        ("y = log(x, 2)", "y = log(x)/log(2)"),
        ("y = ReLU(x)", "y = relu(x)"),
        ("Loss: L = x", "L = x"),
        ("In [1]: y = x", "y = x"),
        ("y = x\n+ b", "y = x + b"),
        ("y = x*b,", "y = x*b"),
        ("y = Log[2, x]", "y = log(x)/log(2)"),
    ],
)
def test_what_is_meant_otherwise_is_read_so_beside_python(line: str, spelled: str) -> None:
    *_, statement = parse(f"def half(x):\n    return x / 2\n\n{line}").statements
    (expected,) = parse(spelled).statements
    assert statement == expected


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("d = width // heads", "d width heads"),
        ("y = q * cos + turned * sin", "y q cos turned sin"),
        ("y = mean + s", "y mean s"),
        ("r = s_xy/(s_xs_y)", "r s_xy s_xs_y"),
    ],
)
def test_a_program_of_python_has_its_own_names(line: str, names: str) -> None:
    *_, statement = parse(f"import torch\n{line}").statements
    parts = list(everything(statement))
    assert [part.id for part in parts if isinstance(part, Name)] == names.split()
    assert not any(isinstance(part, Call) for part in parts)
