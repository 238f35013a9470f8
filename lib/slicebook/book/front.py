"""The pages around the notebooks: front page, methods, data and reconciliation."""

from html import escape
from typing import Any

import pandas as pd
from babel.lists import format_list

from slicebook import paths
from slicebook.book.changes_page import changes_tables
from slicebook.book.check_kinds import check_kinds
from slicebook.book.contents import INDEX
from slicebook.book.downloads import PRINTED, documents
from slicebook.book.glossary import glossary
from slicebook.book.markup import literal
from slicebook.book.messages import PAGES
from slicebook.book.pages import Page
from slicebook.book.prose import ROW, ProseError, fill
from slicebook.book.reconciliation_page import reconciliation_tables, tally
from slicebook.book.source import Edition, banner
from slicebook.errors import InputError
from slicebook.evaluation import evaluation
from slicebook.programme import ALL, Programme
from slicebook.reconcile import is_binding
from slicebook.runs.matrix import has_run
from slicebook.slices import Slice

RECONCILIATION = "reconciliation"
ABOUT = (
    "methods", "statistics", "checklists", "plan", "reconciliation", "data", "changes", "glossary",
    "accessibility",
)  # fmt: skip


def front_pages(edition: Edition, results: pd.DataFrame, reconciled: pd.DataFrame) -> list[Page]:
    """Return the pages written in `book/en`, translated and filled in like the notebooks' prose.

    Beside the figures of all municipalities and years they may name `programme`, `places`,
    `report`, `synthetic`, `binding` (whether the printed figures must be met), `threshold` (of
    disclosure control), `printed` (counts of the
    reconciliation), `check_kinds`, `reconciliation_tables`, `changes_tables`, `glossary`, `banner`
    (empty where answers are not synthetic), `downloads` (the place of links to what is printed),
    `documents` (links to what the evaluation puts beside the figures, or nothing), `brief` (the
    address of the page for those in a hurry, where there is one) and what the evaluation adds
    (`evaluation().values`).
    """
    programme, language = edition.programme, edition.language
    said = (
        dict(evaluation().values(edition, results))
        | edition.values.of(Slice(ALL, ALL))
        | {ROW: edition.rows.leading_from(INDEX)}
        | {
            "programme": literal(str(programme.name)),
            "report": str(programme.reference) if programme.reference else "",
            "places": format_list(
                [literal(place.name) for place in programme.municipalities.values()],
                locale=language,
            ),
            "synthetic": edition.synthetic,
            "binding": is_binding(),
            "threshold": programme.threshold,
            "printed": tally(reconciled),
            "check_kinds": check_kinds(reconciled),
            "glossary": glossary(language),
            "reconciliation_tables": reconciliation_tables(reconciled, programme)
            if paths.has_report()
            else "",
            "changes_tables": changes_tables(results, edition.rows),
            "banner": banner() if edition.synthetic else "",
            "brief": _brief(programme),
            "downloads": PRINTED,
            "documents": documents(programme),
        }
    )
    return [_page(name, said, edition) for name in (INDEX, *about_pages())]


def _brief(programme: Programme) -> str:
    name = programme.layout.brief
    return f"{name}/{ALL}-{ALL}.html" if name and has_run(name) else ""


def about_pages() -> list[str]:
    """Return the pages about the book that the project has, in their order."""
    there = [name for name in ABOUT if paths.book("en", f"{name}.md").is_file()]
    return [name for name in there if name != RECONCILIATION or paths.has_report()]


def _page(name: str, said: dict[str, Any], edition: Edition) -> Page:
    where = f"book/en/{name}.md"
    path = paths.book("en", f"{name}.md")
    if not path.is_file():
        raise InputError(f"{where}: no such file; the book needs it")
    source = path.read_text(encoding="utf-8")
    try:
        template = edition.in_language(source, f"{PAGES}/{name}")
        text = fill(template, said)
    except ProseError as problem:
        return Page(name, name, "", (f"{where}: {problem}",))
    return Page(name, escape(text.partition("\n")[0].removeprefix("# ")), text)
