"""From tables of pages to tables of sheets: what several slices show is one table."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from slicebook.programme import ALL, Programme
from slicebook.slices import ALL_YEARS
from slicebook.workbook import words
from slicebook.workbook.cells import OTHER_PAGE, Cell, cell
from slicebook.workbook.pages import Page, Table

# "North (n = 25), %": the number differs from slice to slice, the column is the same.
NUMBER = re.compile(r" \(n = ([\d.,]+)\)")
SENTENCE = re.compile(r"(?<=[:.]) ")


@dataclass(frozen=True)
class Joined:
    """One table of the workbook; `everywhere` where several pages show it alike.

    `synthetic` where its page rests on made-up answers, `made_up` where they decide its numbers.
    """

    page: Page
    pages: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str
    synthetic: bool
    made_up: bool
    everywhere: bool


def joined(tables: Iterable[Table], programme: Programme) -> list[Joined]:
    """Return the tables of a book by topic, in its order, each once for all of its pages."""
    groups: dict[tuple, list[Table]] = {}
    seen: dict[tuple, int] = {}
    for table in tables:
        key = _key(table)
        if table.page.is_run:
            # A cell may show tables of one name; the first is the first on every page.
            at = seen[table.page.name, *key] = seen.get((table.page.name, *key), 0) + 1
            key = (*key, at)
        groups.setdefault(key, []).append(table)
    found = [_one(group, programme) for group in groups.values()]
    topics = {topic: at for at, topic in enumerate(dict.fromkeys(one.page.topic for one in found))}
    return sorted(found, key=lambda one: topics[one.page.topic])


def _key(table: Table) -> tuple:
    topic = table.page.topic
    if table.page.is_run:
        return topic, table.place, _stem(table.caption)
    return topic, table.columns


def _stem(caption: str) -> str:
    return SENTENCE.split(NUMBER.sub("", caption))[0]


def _one(group: Sequence[Table], programme: Programme) -> Joined:
    first = group[0]
    everywhere = len(group) > 1 and len({(one.columns, one.rows) for one in group}) == 1
    shown = [first] if everywhere else group
    wide = [_records(one, len(shown) > 1) for one in shown]
    columns = list(dict.fromkeys(name for rows in wide for row in rows for name in row))
    of = [_origins(one, shown, programme) for one in shown]
    rows = [
        (*origin.values(), *(row.get(name, Cell(OTHER_PAGE)) for name in columns))
        for origin, rows in zip(of, wide, strict=True)
        for row in rows
    ]
    return Joined(
        page=first.page,
        pages=_pages([one.page for one in group]),
        title=_title([one.caption for one in group], first.page),
        columns=(*of[0], *columns),
        rows=tuple(rows),
        note=" ".join(dict.fromkeys(filter(None, (one.note for one in group)))),
        synthetic=any(one.synthetic for one in group),
        made_up=any(one.made_up for one in group),
        everywhere=everywhere,
    )


def _records(table: Table, several: bool) -> list[dict[str, Cell]]:
    """Return a table's rows by their headings; of `several`, numbers in headings are cells."""
    fixed: dict[str, Cell] = {}
    names = []
    for heading in _distinct(table.columns):
        found = NUMBER.search(heading) if several else None
        if found:
            fixed[words.NUMBER_OF.format(heading[: found.start()])] = cell(found[1])
        names.append(NUMBER.sub("", heading) if found else heading)
    groups = [{str(words.GROUP): Cell(one)} for one in table.groups] or [{}] * len(table.rows)
    return [
        group | {names[0]: row[0]} | fixed | dict(zip(names[1:], row[1:], strict=True))
        for group, row in zip(groups, table.rows, strict=True)
    ]


def _distinct(columns: Sequence[str]) -> Iterator[str]:
    """Yield headings as a spreadsheet's table needs them: none empty, none twice."""
    seen: dict[str, int] = {}
    for heading in columns:
        name = heading or str(words.ROW)
        seen[name.lower()] = seen.get(name.lower(), 0) + 1
        yield name if seen[name.lower()] == 1 else f"{name} {seen[name.lower()]}"


def _origins(table: Table, shown: Sequence[Table], programme: Programme) -> dict[str, Cell]:
    """Return the first cells of a table's rows: from which page, and which table of it."""
    if len(shown) == 1:
        return {}
    if table.page.is_run:
        municipality, _, year = table.page.name.rpartition("/")[2].rpartition("-")
        said = {
            words.PAGE_MUNICIPALITY: str(programme.municipality_name(municipality)),
            words.PAGE_YEAR: str(ALL_YEARS) if year == ALL else year,
        }
    else:
        said = {words.PAGE: table.page.title} if len({one.page for one in shown}) > 1 else {}
        said[words.TABLE] = table.caption
    return {str(name): Cell(text) for name, text in said.items()}


def _pages(pages: Sequence[Page]) -> str:
    """Return the title of a page, or of the pages that a table is on, the slices left out."""
    if len(set(pages)) > 1 and pages[0].is_run:
        return pages[0].title.rpartition(": ")[0] or pages[0].title
    return ", ".join(dict.fromkeys(page.title for page in pages))


def _title(captions: Sequence[str], page: Page) -> str:
    """Return the sentences that all captions share, numbers of answers left out."""
    if len(set(captions)) == 1:
        return captions[0]
    split = [SENTENCE.split(NUMBER.sub("", caption)) for caption in captions]
    shared = [one for one in split[0] if all(one in other for other in split)]
    return " ".join(shared).rstrip(":") or page.title
