"""No module but those of the table knows an operation by name: what is true of one stands in its row."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from app.autodiff.primitives import DEFINITIONS, TABLE

APP = Path(__file__).resolve().parent.parent / "app"
OPERATIONS = frozenset({*TABLE, *DEFINITIONS})

# The rows themselves and those that the language is carried out with, the grammar's signs and functions, and texts in our own language.
HOMES = (
    "autodiff/primitives/",
    "autodiff/intrinsics.py",
    "language/operators.py",
    "language/functions.py",
    "autodiff/interpreter/library_classes/keras_layers.py",
    "autodiff/interpreter/library_classes/nn_modules.py",
    "autodiff/interpreter/library_classes/nn_tables.py",
    "autodiff/interpreter/library_classes/sequences.py",
    "examples.py",
    "help/",
    "networks/",
    "optimisers/",
)
# Words that are an operation's name and something else too, with what else they are.
OTHERWISE = {
    "all": "a level of folding",
    "fold": "an option of the figure",
    "dot": "a mark over a letter, and a file format",
    "power": "a kind of token",
    "others": "operands that are not named",
    "cast": "a typing cast",
    "inner": "a width inside, and a pair of brackets",
    "maximum": "a bound of a parameter",
    "mode": "a setting, and how a page is shown",
    "insert": "what is done to a list",
    "append": "what is done to a list",
    "sort": "what is done to a list",
    "sliding_window_view": "NumPy's own function",
    "minimum": "a bound of a parameter",
}
# Modules that have to do with some operations, and why.
REASONS = {
    "autodiff/interpreter/objects/unsaid_arguments.py": ("the usual `reduction` of a loss", "mean"),
    "charts/fit.py": ("words of a text that say that its predictions are logits", "cross_entropy"),
    "charts/loss_curve.py": ("how axes are divided", "linear log"),
    "language/text/markup.py": ("what Wikipedia calls its templates", "frac sqrt"),
    "typeset/typst_math.py": ("Typst's own signs", "sum"),
    "web/page/train_card.py": ("the button that goes to the start", "first"),
    "closed_form/algebra.py": (
        "NumPy's functions on SymPy's expressions",
        "cbrt ceil clip floor frac gammaln heaviside isnan log10 log2 sigmoid trunc unless where",
    ),
    "typeset/latex.py": ("what LaTeX has a command for", "cos cosh det exp log max min sin sinh tan tanh"),
    "typeset/typst.py": ("Typst's own signs", "sum"),
    "typeset/names.py": ("parts of the person's names, as in x_max", "Gamma inv max mean min std var"),
    "typeset/function_notation.py": ("the words that forms write", "exp log max min"),
    "typeset/rule_notation.py": ("forms that see what a rule puts into one another", "argsort cumsum first flip"),
    "autodiff/interpreter/statements/evaluation.py": ("Python's functions of a list", "any max min sum"),
    "autodiff/interpreter/functions/builtins.py": (
        "Python's functions of lists, and methods that set entries",
        "any max min sum",
    ),
    "autodiff/interpreter/functions/einops.py": ("the patterns of einops", "einsum repeat"),
    "autodiff/interpreter/members/attributes.py": ("the largest and the smallest float", "max min"),
    "autodiff/interpreter/kinds/libraries.py": ("scipy.stats.norm, which is a distribution", "norm"),
    "autodiff/graph.py": ("a function of which only the name is known", "unknown"),
    "autodiff/interpreter/members/module_methods.py": ("a Sequential that grows", "add"),
    "autodiff/interpreter/members/object_attributes.py": ("what a module logs", "log"),
    "autodiff/interpreter/members/set_methods.py": ("what is put into a set", "add"),
    "autodiff/interpreter/members/array_methods.py": (
        "methods of arrays that mean more than their row",
        "index unfold where",
    ),
    "autodiff/interpreter/operations/placement.py": (
        "x[key] = value and its relatives, and what JAX's x.at[…] has",
        "max min",
    ),
    "autodiff/interpreter/functions/operation_methods.py": ("methods of NumPy's functions", "accumulate outer"),
    "autodiff/interpreter/functions/iteration.py": ("functions of Python's itertools", "accumulate compress repeat"),
    "autodiff/interpreter/functions/standard_library.py": ("functions of Python's statistics", "mean median"),
    "autodiff/interpreter/functions/numpy_changes.py": ("functions that set entries", "put"),
    "autodiff/interpreter/operations/row_calls.py": ("`where=` beside `out=`", "where"),
    "language/foreign/computer_algebra.py": ("what Maxima and Maple call sums and derivatives", "add diff sum"),
    "language/latex/latex_commands.py": ("what LaTeX has a command for", "relu sqrt trace"),
    "language/latex/latex_macros.py": (
        "what LaTeX has a command for",
        "Gamma binom dbinom frac prod sqrt sum transpose",
    ),
    "language/mathematics/matrix_rows.py": ("rows that MATLAB joins", "matlab_row matlab_rows matlab_columns"),
    "language/foreign/foreign_names.py": (
        "what functions of MATLAB, Julia and R are called here",
        (
            "arrayfun convolve2d each_margin inv tile transpose eig eigvals svd svdvals matlab_conv matlab_fliplr matlab_flipud "
            "matlab_reshape reshape cumulative_trapezoid each_result flip fmod matrix_of max min solve trapezoid trunc ceil round "
            "rounded_away"
        ),
    ),
    "language/foreign/foreign_reductions.py": (
        "functions of which MATLAB gives several values, and what Julia has along an axis",
        "argmax argmin argsort eig max min svd cumprod cumsum flip sort softmax log_softmax transpose",
    ),
    "language/mathematics/asked_for.py": ("words that ask for no forward pass", "argmax argmin solve"),
    "language/foreign/c_like.py": (
        "what a cast to a whole number, rounding and `ln` of Rust come to",
        "log trunc rounded_away rounded_up",
    ),
    "language/foreign/typst_calls.py": ("what Typst calls a fraction", "frac"),
    "language/mathematics/conditions.py": ("words of a sentence", "where"),
    "autodiff/interpreter/functions/jax_control.py": (
        "functions of JAX that run others, one of them called cond",
        "cond",
    ),
}


def words(path: Path) -> Iterator[str]:
    """The texts in a module's code that are an operation's name; docstrings and lists of exports are not code."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    passed = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            passed.update(map(id, ast.walk(node.value)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in passed and node.value in OPERATIONS:
            yield str(node.value)


def modules() -> list[str]:
    found = (path.relative_to(APP).as_posix() for path in sorted(APP.rglob("*.py")))
    return [each for each in found if not each.startswith(HOMES)]


def test_no_module_knows_an_operation_by_name() -> None:
    known = {module: set(words(APP / module)) - set(OTHERWISE) for module in modules()}
    told = {module: names - set(REASONS.get(module, ("", ""))[1].split()) for module, names in known.items()}
    assert {module: names for module, names in told.items() if names} == {}, "say it in the row of the operation"


def test_no_excuse_outlives_its_reason() -> None:
    for module, (_, excused) in REASONS.items():
        assert set(excused.split()) - set(words(APP / module)) == set(), module


def test_the_test_can_fail(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text('"""tanh"""\n__all__ = ["exp"]\nif name == "tanh" or name in {"softmax"}: "exp"\n')
    assert sorted(words(module)) == ["softmax", "tanh"]
