"""The workbook of tables holds what the pages' tables hold, cell by cell, and nothing else."""

import re

import openpyxl
import pytest

from cellguard.exhibits import TABLE, exhibits
from slicebook.text import MINUS, NONE, speaking
from slicebook.workbook import words
from slicebook.workbook.cells import NOTHING, OTHER_PAGE
from slicebook.workbook.sheets import NUMBER

ADDED = (words.PAGE_MUNICIPALITY, words.PAGE_YEAR, words.PAGE, words.TABLE, words.GROUP)


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_workbook_holds_the_cells_of_the_pages_and_no_others(built, language):
    with speaking(language):
        on_pages, in_sheets = of_pages(built / language), of_sheets(built / language, language)
    assert len(on_pages) > 1000
    assert on_pages - in_sheets == set()
    assert in_sheets - on_pages == set()


def of_pages(folder) -> set[tuple]:
    """Return page and cells of every row of every table, which pages of slices share."""
    found = set()
    for page in sorted(folder.rglob("*.html")):
        name = page.relative_to(folder).as_posix()
        for one in exhibits(page, name):
            if one.kind == TABLE:
                headings = frozenset(
                    NUMBER.sub("", text) for text in one.columns if text not in ("", str(words.ROW))
                )
                numbers = numbers_of(one.columns)
                rows = [row for row in one.rows if len(row) == len(one.columns)]
                found |= {(topic(name), headings, cells(row, numbers)) for row in rows}
    return found


def topic(name: str) -> str:
    return name.rpartition("/")[0] or name


def cells(row, numbers) -> tuple[str, ...]:
    """Return cells in an order of their own; charts' tables write a hyphen for a minus sign."""
    texts = [NOTHING if text in ("", NONE) else text for text in (*row, *numbers)]
    return tuple(sorted(text.replace(MINUS, "-") for text in texts))


def numbers_of(headings) -> list[str]:
    """Return the numbers of answers in headings, one for all that begin alike."""
    found = [NUMBER.search(text) for text in headings]
    return list({one.string[: one.start()]: one[1] for one in found if one}.values())


def of_sheets(folder, language: str) -> set[tuple]:
    """Return the same of the workbook, numbers written as their cells' formats say."""
    book = openpyxl.load_workbook(folder / "tables.xlsx")
    found = set()
    for sheet in book.worksheets[3:]:
        ((area),) = sheet.tables.values()
        page = sheet["A2"].hyperlink.target
        (*heads,), *rows = sheet[area.ref]
        for row in rows:
            kept = [(head.value, one) for head, one in zip(heads, row, strict=True)
                    if head.value not in map(str, ADDED) and one.value != OTHER_PAGE]  # fmt: skip
            names = [re.escape(str(words.NUMBER_OF)).replace(r"\{\}", ".*"), f"{words.ROW}"]
            shown = frozenset(
                NUMBER.sub("", name) for name, _ in kept
                if not any(re.fullmatch(pattern, name) for pattern in names)
            )  # fmt: skip
            numbers = numbers_of(name for name, _ in kept)
            texts = [written(one, language) for _, one in kept]
            found.add((topic(page), shown, cells(texts, numbers)))
    return found


def written(one, language: str) -> str:
    """Return what a spreadsheet of the language shows for a cell."""
    if isinstance(one.value, str):
        return one.value
    pattern = one.number_format.replace('"', "")
    figure = re.search(r"[#,]*0(\.0+)?", pattern)
    decimals = len(figure[1] or ".") - 1
    value = one.value * 100 if "%" in pattern else one.value
    text = f"{value:{',' if ',' in figure[0] else ''}.{decimals}f}"
    if language == "da":
        text = text.translate(str.maketrans(",.", ".,"))
    return pattern.replace(figure[0], text)
