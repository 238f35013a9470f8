"""The attacker opens the workbooks: what no page shows is said, in either kind of file."""

import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest

from book.one_book import small_project  # noqa: F401
from modning.audit.sheets import unshown


@pytest.fixture
def book(small_project, tmp_path) -> Path:  # noqa: F811
    """Give the small book's Danish pages, to be written over."""
    return shutil.copytree(small_project / "build" / "html" / "da", tmp_path / "da")


def test_all_that_the_workbooks_show_is_on_the_pages(book):
    assert (book / "tables.xlsx").is_file()
    assert (book / "tables.ods").is_file()
    assert list(unshown(book, "da")) == []


PAGES = {
    "02_outcomes/09_own/koge-2024": """<h1>Of 40 asked</h1><table><tr><th>Place</th>
<th>Share (n = 20)</th><th>Amount</th></tr><tr><td>Towns</td></tr>
<tr><td>Køge</td><td>12.5%</td><td>DKK 1,200</td></tr>
<tr><td>Odense</td><td>–</td><td>−3</td></tr></table>""",
    "02_outcomes/08_else/all-all": "<table><tr><th>a</th></tr><tr><td>Else</td></tr></table>7",
    "methods": "<table><tr><th>a</th><th>b</th></tr><tr><td>Alone</td><td>5</td></tr></table>",
}
HEADS = ["Page's year", "Place", "Share", "Share (n)", "Amount"]
ROWS = [[2024, "Køge", 0.125, 20, 1200], [2024, "Odense", "[x]", 20, -3]]


def written(folder: Path, rows: list[list], line: str = "Of 40", page: str = "") -> list[str]:
    """Return what is found in a workbook of a sheet by hand, of a page by hand."""
    for name, text in PAGES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.html").write_text(text, "utf-8")
    workbook = openpyxl.Workbook()
    for front in ("Contents", "Notes"):
        workbook.create_sheet(front).append(["of 99"])
    sheet = workbook.create_sheet("1.1")
    page = page or "02_outcomes/09_own/koge-2024"
    for row in [[line], [f"From the page: Own ({page}.html)"], ["To the contents"], *rows]:
        sheet.append(row)
    workbook.save(folder / "tables.xlsx")
    return [one.removeprefix("no page shows en/tables.xlsx, sheet 1.1: ")
            for one in unshown(folder, "en")]  # fmt: skip


@pytest.mark.parametrize(
    ("at", "instead", "said"),
    [
        ((0, 2), "12.5% [m]", None), ((0, 2), "[z]", "Køge"), ((0, 2), 0.126, "Køge"),
        ((0, 2), 12.5, None), ((0, 4), 1300, "Køge"), ((1, 2), 0.34, "Odense"),
        ((1, 4), 3, "Odense"), ((1, 3), 21, "Odense"), ((0, 1), "Towns", "Towns"),
        ((1, 1), "Else", "Else"),
        # Which page a row is from is added, and is told by the pages' names.
        ((0, 0), 2025, "Køge"), ((0, 0), "[x]", None),
    ],
)  # fmt: skip
def test_a_number_that_no_page_shows_is_found(tmp_path, at, instead, said):
    rows = [list(row) for row in ROWS]
    assert written(tmp_path, [HEADS, *rows]) == []
    rows[at[0]][at[1]] = instead
    assert written(tmp_path, [HEADS, *rows]) == ([said] if said else [])


def test_a_heading_may_have_the_number_of_answers_itself(tmp_path):
    for n, said in ((20, []), (21, ["Køge"])):
        heads = ["Place", f"Share (n = {n})", "Amount"]
        assert written(tmp_path, [heads, ["Køge", "12.5%", "DKK 1,200"]]) == said


def test_a_line_above_says_no_number_that_its_page_does_not(tmp_path):
    for line in ("7 of them", "41 of them"):
        assert written(tmp_path, [HEADS, *ROWS], line) == [line]


def test_a_row_is_looked_for_on_the_page_that_its_sheet_names_and_nowhere_else(tmp_path):
    found = written(tmp_path, [["a"], ["Else"], ["Alone"]], "7", "02_outcomes/08_else/all-all")
    assert found == ["Alone"]
    assert written(tmp_path, [["a", "b"], ["Alone", 5]], "", "methods") == []
    assert written(tmp_path, [["a", "b"], ["Alone", 6]], "", "methods") == ["Alone"]


def test_a_number_that_no_page_shows_is_found_in_opendocument(book):
    path = book / "tables.ods"
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, part in parts.items():
            new.writestr(name, part.replace(b'office:value="0.12"', b'office:value="0.1234"'))
    assert list(unshown(book, "da")) == ["no page shows da/tables.ods, sheet 1.2: Køge"]
