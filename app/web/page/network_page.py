"""The page of the network builder: the fields, and what is built from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.diagram import compose
from app.export import page_svg
from app.language import Diagnostic, LanguageError
from app.networks import (
    ACTIVATIONS,
    DATASETS,
    FORMS,
    KINDS,
    LOSSES,
    NetworkRequest,
    gradient_sizes,
    network_query,
    understood,
)
from app.pipeline import trace
from app.web.page.sizes_card import SizeRow, size_rows

FRAMES = ("phone", "page", "free")
"""What the figure is composed for; the style sheet shows the one that suits the window."""
TITLES = {"text": "in the language, each weight written out", "module": "as an nn.Module of PyTorch"}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form: its choices by value, none where something is typed, and what it is unless told."""

    name: str
    label: str
    given: str
    usual: str = ""
    choices: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """A network: its text, its figure by frame, the page that opens it, and how large its gradients are."""

    title: str
    text: str
    href: str
    figures: Mapping[str, Markup]
    errors: Sequence[SizeRow]
    parameters: Sequence[SizeRow]


@dataclass(frozen=True, slots=True)
class NetworkPage:
    fields: Sequence[Field]
    table: str
    built: Built | None
    mistakes: Sequence[Diagnostic]


def network_page(given: Mapping[str, str], root: str) -> NetworkPage:
    """The page for what the form says; where that makes no sense, with the mistakes in place of the network."""
    table = given.get("table", "")
    try:
        asked = understood(given)
        return NetworkPage(fields(given, asked), table, built(asked, root), ())
    except LanguageError as error:
        return NetworkPage(fields(given, understood({})), table, None, error.mistakes)


def built(asked: NetworkRequest, root: str) -> Built:
    """Raises LanguageError."""
    query = network_query(asked)
    result = trace(query.undescended().worksheet())
    framed = {each: query.undescended().with_options(frame=each).worksheet().options for each in FRAMES}
    errors, parameters = gradient_sizes(result)
    return Built(
        asked.kind.title,
        query.text,
        f"{root}/?{query.string()}",
        {each: Markup(page_svg(compose(result, options))) for each, options in framed.items()},
        list(size_rows(errors)),
        list(size_rows(parameters)),
    )


def fields(given: Mapping[str, str], asked: NetworkRequest) -> Sequence[Field]:
    """The form as it was filled in; `asked` has what each field is unless told."""
    rows = [
        ("kind", "Network", "", {name: row.title for name, row in KINDS.items()}),
        ("hidden", "Widths of hidden layers", ", ".join(map(str, asked.hidden)) or "none", None),
        ("activation", "Activation", asked.activation, {name: name for name in ACTIVATIONS}),
        ("loss", "Loss", asked.loss, {name: name for name in LOSSES}),
        ("data", "Points", asked.dataset, {name: row.title for name, row in DATASETS.items()}),
        ("count", "How many points", str(asked.count), None),
        ("noise", "Noise", "0", None),
        ("batch", "Batch", "all", None),
        ("turn", "Which batch", "0", None),
        ("seed", "Seed", "1", None),
        ("form", "Written", "text", {name: TITLES[name] for name in FORMS}),
    ]
    return [Field(name, label, given.get(name, "").strip(), usual, choices) for name, label, usual, choices in rows]
