"""The quality report as one HTML file without scripts, to be read on any screen or printed."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import jinja2
import pandas as pd
from markupsafe import Markup

from slicebook.tables import HTML
from surveys.codebook import Form
from surveys.quality.facts import FileFacts, FormFacts

TEMPLATE = Path(__file__).with_name("page.html.jinja")
# A column that so many leave out is one to look at.
_MUCH = 0.1


def page(
    forms: Mapping[str, Form],
    measured: Sequence[FormFacts],
    files: Sequence[FileFacts],
    synthetic: bool,
) -> str:
    """Return the whole page; `files` in the order they were read."""
    made = jinja2.Environment(autoescape=True, trim_blocks=True, keep_trailing_newline=True)
    made.globals |= {"table": _table, "columns": _columns, "lacking": _lacking, "odd": _odd,
                     "unused": _unused, "recodes": _recodes,
                     "much": f"{_MUCH:.0%}"}  # fmt: skip
    told = [(forms[facts.form], facts, [one for one in files if one.form == facts.form])
            for facts in measured]  # fmt: skip
    return made.from_string(TEMPLATE.read_text("utf-8")).render(told=told, synthetic=synthetic)


def _odd(form: Form, facts: FormFacts) -> list[tuple]:
    return [(form.item(id).question.english, list(said)) for id, said in facts.odd.items()]


def _lacking(facts: FormFacts) -> pd.DataFrame:
    """Return the columns to look at."""
    table = facts.columns
    much = table["missing"].fillna(0) > facts.accepted * _MUCH
    return table[much | (table["aside"] > 0)]


def _columns(caption: str, table: pd.DataFrame) -> Markup:
    rows = [
        ((row.question, row.column), row.answered, row.missing, row.aside, list(row.reasons))
        for row in table.itertuples()
    ]
    return _table(caption, ["Column", "Answered", "Missing", "Set aside", "Reasons"], rows)


def _unused(facts: FileFacts) -> list[tuple]:
    return [
        (column or "(without a name)", *counts, [f"{text}: {rows}" for text, rows in commonest])
        for column, *counts, commonest in facts.unused
    ]


def _recodes(facts: FileFacts) -> list[tuple]:
    return [
        (column, [f"{text or '(blank)'} → {stored}: {n}" for text, stored, n in values])
        for column, values in facts.recodes
    ]


def _table(caption: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Markup:
    body = [("", _named(first), list(map(_cell, rest))) for first, *rest in rows]
    if not body:
        return Markup("<p>{}: nothing.</p>").format(caption)
    made = HTML.render(caption=caption, heads=headings, groups={None: body}, kind="scroll")
    return Markup(made)


def _named(first: object) -> str:
    """Return the head of a row: a text, or a question with its column's name."""
    return Markup("{}<code>{}</code>").format(*first) if isinstance(first, tuple) else str(first)


def _cell(value: object) -> tuple[str, str, str]:
    if isinstance(value, list):
        items = Markup("").join(Markup("<li>{}</li>").format(one) for one in value)
        return Markup("<ul>{}</ul>").format(items) if items else "", "", ""
    number = not isinstance(value, str)
    text = "–" if value is None or value != value else f"{value:g}" if number else str(value)
    return text, "number" if number else "", ""
