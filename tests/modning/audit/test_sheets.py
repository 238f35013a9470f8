"""The attacker opens the workbooks: what no page shows is said, in either kind of file."""

import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest

from book.conftest import small_project  # noqa: F401
from modning.audit.sheets import unshown


@pytest.fixture
def book(small_project, tmp_path) -> Path:  # noqa: F811
    """Give the small book's Danish pages, to be written over."""
    return shutil.copytree(small_project / "build" / "html" / "da", tmp_path / "da")


def test_all_that_the_workbooks_show_is_on_the_pages(book):
    assert (book / "tables.xlsx").is_file()
    assert (book / "tables.ods").is_file()
    assert list(unshown(book, "da")) == []


@pytest.mark.parametrize(
    ("sheet", "there", "instead", "named"),
    [
        # Odense's share is not on the page.
        ("1.2", "[x]", 0.34, "Odense"),
        ("1.2", 0.12, 0.1234, "Køge"),
        (
            "1.2",
            "Opdigtet: Syntetiske svar afgør disse tal, undtagen dem, rapporten har trykt.",
            "Heraf 34 i Odense.",
            "Heraf 34 i Odense.",
        ),
        ("7.1", 112, 3, "Baggrundsskema"),
    ],
)
def test_a_number_that_no_page_shows_is_found_in_excel(book, sheet, there, instead, named):
    path = book / "tables.xlsx"
    workbook = openpyxl.load_workbook(path)
    cells = [one for row in workbook[sheet].iter_rows() for one in row if one.value == there]
    cells[0].value = instead
    workbook.save(path)
    assert list(unshown(book, "da")) == [f"no page shows da/tables.xlsx, sheet {sheet}: {named}"]


def test_a_number_that_no_page_shows_is_found_in_opendocument(book):
    path = book / "tables.ods"
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, part in parts.items():
            new.writestr(name, part.replace(b'office:value="0.12"', b'office:value="0.1234"'))
    assert list(unshown(book, "da")) == ["no page shows da/tables.ods, sheet 1.2: Køge"]


def test_a_row_is_looked_for_on_the_page_that_its_sheet_names_and_nowhere_else(book):
    shutil.move(book / "03_costs" / "01_prices" / "all-all.html", book / "elsewhere.html")
    found = list(unshown(book, "da"))
    assert "no page shows da/tables.xlsx, sheet 2.1: Before" in found
