"""The quality report as one HTML file without scripts, to be read on any screen or printed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

import pandas as pd
from markupsafe import Markup

from slicebook.tables import HTML
from surveys.codebook import Form
from surveys.quality.facts import FileFacts, FormFacts

# A column that so many leave out is one to look at.
_MUCH = 0.1
_STYLE = """
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 22%, transparent); }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; padding: 1rem; max-width: 72rem; }
h1, h2, h3 { line-height: 1.2; } h2 { margin-top: 2.5rem; border-top: 2px solid var(--line);
  padding-top: 1rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
th, td { text-align: left; vertical-align: top; padding: .25rem .6rem;
  border-bottom: 1px solid var(--line); }
th[scope=row] { font-weight: 400; min-width: 6rem; max-width: 26rem; overflow-wrap: anywhere; }
th[scope=row]:has(code) { min-width: 11rem; }
code { display: block; font-size: .8rem; opacity: .8; } h3 { overflow-wrap: anywhere; }
td.number { text-align: right; white-space: nowrap; }
.scroll { overflow-x: auto; margin: .5rem 0 1.5rem; } .scroll:focus-visible { outline: 2px solid; }
td ul { margin: 0; padding-left: 1rem; } td:has(ul) { min-width: min(16rem, 55vw); }
summary { cursor: pointer; font-weight: 600; padding: .3rem 0; }
.note { opacity: .8; } nav ul { padding-left: 1.2rem; }
"""


def page(
    forms: Mapping[str, Form],
    measured: Sequence[FormFacts],
    files: Sequence[FileFacts],
    synthetic: bool,
) -> str:
    """Return the whole page; `files` in the order they were read."""
    title = "Quality of the answers"
    made = "These answers are synthetic." if synthetic else ""
    body = [
        f"<h1>{title}</h1>",
        _p(f"For whoever works with the answers, not for publication. {made}".strip(), "note"),
        _contents(forms, measured),
    ]
    for facts in measured:
        body += _form(forms[facts.form], facts, [one for one in files if one.form == facts.form])
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(body)
        + "\n</main>\n</body>\n</html>\n"
    )


def _contents(forms: Mapping[str, Form], measured: Sequence[FormFacts]) -> str:
    lines = [
        f'<li><a href="#{facts.form}">{escape(forms[facts.form].title["en"])}</a>: '
        f"{facts.accepted} accepted, {_count(facts.empty, 'empty')}, "
        f"{_count(sum(n for _, n in facts.partial), 'stopped early')}, "
        f"{_count(facts.alike, 'nearly the same as the one before')}</li>"
        for facts in measured
    ]
    return '<nav aria-label="Forms"><ul>\n' + "\n".join(lines) + "\n</ul></nav>"


def _form(form: Form, facts: FormFacts, files: Sequence[FileFacts]) -> Iterator[str]:
    yield f'<h2 id="{form.id}">{escape(form.title.english)}</h2>'
    months = [(month, *counts) for month, counts in zip(facts.months.index,
              facts.months.to_numpy().tolist(), strict=True)]  # fmt: skip
    yield "<h3>By month and municipality</h3>"
    yield _table("Accepted answer sets", ["Month", *facts.months.columns], months)
    yield "<h3>Whole answer sets</h3>"
    yield from _sets(facts)
    yield "<h3>Values to look at</h3>"
    odd = [(form.item(id).question.english, list(said)) for id, said in facts.odd.items()]
    yield _table("Odd values and ends", ["Question", "What"], odd)
    yield "<h3>Columns</h3>"
    yield from _columns(facts)
    yield from (part for one in files for part in _file(one))


def _columns(facts: FormFacts) -> Iterator[str]:
    """Yield the columns to look at, then all of them."""
    table = facts.columns
    lacking = table["missing"].fillna(0) > facts.accepted * _MUCH
    caption = f"Columns with rows set aside, or more than {_MUCH:.0%} missing"
    yield _columns_table(caption, table[lacking | (table["aside"] > 0)])
    yield f"<details><summary>All {len(table)} columns</summary>"
    yield _columns_table(f"All columns, of {facts.accepted} accepted answer sets", table)
    yield "</details>"


def _columns_table(caption: str, table: pd.DataFrame) -> str:
    rows = [
        ((row.question, row.column), row.answered, row.missing, row.aside, list(row.reasons))
        for row in table.itertuples()
    ]
    return _table(caption, ["Column", "Answered", "Missing", "Set aside", "Reasons"], rows)


def _sets(facts: FormFacts) -> Iterator[str]:
    yield _p(f"{facts.empty} of {facts.accepted} accepted answer sets answer no question.")
    if facts.partial:
        yield _table("Answer sets that stop early", ["Last question answered", "Answer sets"],
                     facts.partial)  # fmt: skip
    else:
        yield _p("None stops early.")
    if not facts.pairs:
        yield _p("None says nearly the same as the one before it.")
        return
    listed = [(pair.first, pair.second, pair.seconds, pair.different)
              for pair in facts.pairs]  # fmt: skip
    heads = ["Answer set", "The next", "Seconds later", "Cells that differ"]
    yield _table("Answer sets that are nearly the same", heads, listed)
    if more := facts.alike - len(listed):
        yield _p(f"And {more} more.")


def _file(facts: FileFacts) -> Iterator[str]:
    yield f"<h3>{escape(facts.title)}</h3>"
    unused = [
        (one.column or "(without a name)", one.filled, one.different,
         [f"{text}: {rows}" for text, rows in one.commonest])
        for one in facts.unused
    ]  # fmt: skip
    if unused:
        heads = ["Column", "Filled in", "Different values", "Commonest"]
        yield _table("Columns that are not used", heads, unused)
        yield _p("A value that few rows share is not shown; it may be free text.", "note")
    recodes = [
        (
            one.column,
            [f"{text or '(blank)'} → {stored}: {rows}" for text, stored, rows in one.values],
        )
        for one in facts.recodes
    ]
    if not unused and not recodes:
        yield _p("Every column is used, and holds the form's own codes.")
    if recodes:
        yield "<details><summary>What each recode did</summary>"
        yield _table("Values in the file and what they became", ["Column", "Values"], recodes)
        yield "</details>"


def _table(caption: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    body = [("", _named(first), list(map(_cell, rest))) for first, *rest in rows]
    if not body:
        return _p(f"{caption}: nothing.")
    return HTML.render(caption=caption, heads=headings, groups={None: body}, kind="scroll")


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


def _count(n: int, what: str) -> str:
    return f"{n or 'none'} {what}"


def _p(text: str, kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f"<p{named}>{escape(text)}</p>"
