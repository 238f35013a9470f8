"""What moved since the last published edition, by how much and why: figures, then texts."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from slicebook import editions
from slicebook.book.markup import table
from slicebook.book.rows import Rows
from slicebook.made_with import MadeWith, made_with
from slicebook.programme import ALL, load_programme
from slicebook.results import KEY
from slicebook.slices import Slice
from slicebook.text import _, quantity

FIRST = _("No edition was published before this one.")
SAME = _("No figure shown differs from the edition {edition}.")
TITLE = _("Since the edition {edition}")
COUNTED = _("{count} figures differ, because of: {causes}. A figure may have several causes.")
ORDERED = _(
    "Shares are put in order by percentage points, other figures by their change in per cent of "
    "the larger number. {count} figures differ by less than a page shows and are not listed here."
)
WHOLE = _("The {count} largest changes in all municipalities and years together")
PARTS = _("The {count} largest changes in a municipality or year")
COLUMNS = _("Figure|Before|Now|Why")
PART_COLUMNS = _("Figure|Slice|Before|Now|Why")
ALL_OF_THEM = _(
    'All {count}, one a row: <a href="../data/changes.csv" download>the changes as CSV</a>.'
)
TEXTS = _("Pages whose text was changed: {pages}.")
CAUSES = {
    editions.NEW: _("new, or withheld before"),
    editions.GONE: _("no longer computed"),
    editions.WITHHELD: _("withheld now"),
    editions.ANSWERS: _("other answers"),
    editions.METHOD: _("other method"),
    editions.DATA: _("other data beside the answers"),
    editions.FIGURES: _("follows from other figures"),
    editions.PERHAPS: _("perhaps other answers too"),
}
COUNTS = _("{answers} ({before} before, {now} now)")
NAMED = _("{cause} ({names})")
MORE = _("{names} and {count} more")
# Rows of a table, and names of what changed in a row.
SHOWN, NAMES = 60, 2
PAGE = "changes"


def moved_since(results: pd.DataFrame, now: MadeWith | None = None) -> tuple[str, pd.DataFrame]:
    """Return the last edition's name and what moved since; "" and nothing where there is none.

    `now` is what the results were made with; that of the runs that are here, without it.
    """
    known = editions.earlier()
    if not known:
        return "", pd.DataFrame(columns=editions.MOVED)
    name = list(known)[-1]
    then = editions.made_before(name)
    return name, editions.changes(known[name], results, now or made_with(), then)


def changes_tables(
    results: pd.DataFrame, rows: Rows | None = None, now: MadeWith | None = None
) -> str:
    """Return the figures that moved since the last edition; the first edition says it is.

    Each leads to its row where `rows` has one.
    """
    now = now or made_with()
    name, moved = moved_since(results, now)
    if not name:
        return str(FIRST)
    title = TITLE.format(edition=name)
    said = _figures(moved, rows or Rows()) if len(moved) else [SAME.format(edition=name)]
    texts = _texts(now.rewritten(editions.made_before(name)))
    return "\n\n".join([f"## {title}", *texts, *said])


def _figures(moved: pd.DataFrame, rows: Rows) -> list[str]:
    counts = moved["why"].str.split().explode().value_counts()
    causes = ", ".join(f"{CAUSES[cause]} {count}" for cause, count in counts.items())
    told = moved[[len({*_both(row)}) == 2 for row in moved.to_dict("records")]]
    of_all = (told["municipality"] == ALL) & (told["year"] == ALL)
    whole, parts = told[of_all].head(SHOWN), told[~of_all].head(SHOWN)
    tables = [
        _table(WHOLE.format(count=len(whole)), COLUMNS, whole, rows, ()),
        _table(PARTS.format(count=len(parts)), PART_COLUMNS, parts, rows, ("slice",)),
    ]
    said = [
        COUNTED.format(count=len(moved), causes=causes),
        ORDERED.format(count=len(moved) - len(told)),
    ]
    return [" ".join(said), *filter(None, tables), ALL_OF_THEM.format(count=len(moved))]


def _table(
    title: str, columns: object, moved: pd.DataFrame, rows: Rows, where: Sequence[str]
) -> str:
    said = [_row(row, rows, where) for row in moved.to_dict("records")]
    heads = str(columns).split("|")
    return table(title, heads, said, names=True, cards=True) if said else ""


def _row(row: Mapping[str, Any], rows: Rows, where: Sequence[str]) -> tuple[str, ...]:
    place = [Slice(row["municipality"], row["year"]).title(load_programme()) for _one in where]
    why = "; ".join(_why(cause, row) for cause in row["why"].split())
    return (_leading(row, rows), *place, *_both(row), why)


def _leading(row: Mapping[str, Any], rows: Rows) -> str:
    address = rows.address(tuple(row[name] for name in KEY), PAGE)
    if address is None:
        return row["figure"]
    return Markup('<a href="{}">{}</a>').format(address, row["figure"])


def _both(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what a figure was before and is now."""
    return tuple(quantity(row[when], row["unit"]) for when in ("before", "now"))


def _why(cause: str, row: Mapping[str, Any]) -> str:
    said = str(CAUSES[cause])
    if cause == editions.ANSWERS and pd.notna(row["n_now"]) and row["n_before"] != row["n_now"]:
        n = {name: quantity(row[f"n_{name}"], "answers") for name in ("before", "now")}
        return COUNTS.format(answers=said, **n)
    names = row.get(cause, "").split()
    return NAMED.format(cause=said, names=_few(names)) if names else said


def _few(names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMES])
    return MORE.format(names=shown, count=len(names) - NAMES) if len(names) > NAMES else shown


def _texts(pages: Sequence[str]) -> list[str]:
    return (
        [TEXTS.format(pages=", ".join(f"<code>{page}</code>" for page in pages))] if pages else []
    )
