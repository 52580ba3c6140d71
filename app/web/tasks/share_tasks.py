"""What worker processes do for the pages that share a figure."""

from __future__ import annotations

from dataclasses import replace

from app.language import LanguageError
from app.query import Query, QueryError, mentions
from app.share import TARGETS, Place, offer
from app.share.registry import GROUPS
from app.web.page.template import render
from app.web.tasks.finished import HTML, Finished
from app.web.tasks.questions import parameters

SETTINGS = ("theme", "title", "digits", "stops", "slides")
"""What an address may say of the file here, as formats of all kinds have it."""


def page(address: str, target: str, walked: bool, base: str, root: str) -> Finished:
    """The page of a target; a program with mistakes has one too, which shows them."""
    query = shared(Query.of(parameters(address), SETTINGS))
    made = offer(TARGETS[target], query, Place(base, root), walked=walked)
    plain = replace(query, settings={name: text for name, text in query.settings.items() if name != "stops"})
    words = {"root": root, "offer": made, "query": plain, "groups": GROUPS, "mistakes": ()}
    try:
        if not query.text.strip():
            raise QueryError(())
        _ = made.diagram, made.paste, made.notes, made.walked and made.halts
    except (LanguageError, QueryError) as error:
        content = render("share.html", **{**words, "mistakes": error.mistakes}, broken=True)
        return Finished(content.encode(), HTML, 422)
    return Finished(render("share.html", **words, broken=False).encode(), HTML)


def shared(query: Query) -> Query:
    """What of a page's query is of its figure; the values of inputs that are gone are not, as on the page itself."""
    values = {name: text for name, text in query.values.items() if mentions(query.text, name)}
    return replace(query.opening("").studying({}).at_values(values), hide="")
