"""The attacker reads sentences, headings, drawings, the search and what is printed."""

import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from book.conftest import small_project  # noqa: F401
from book.small_book import within
from modning.audit.numbers import Known, numbers
from modning.audit.prose import LINK, packaged, untold
from slicebook.book.citation import UNDATED
from slicebook.programme import load_programme
from slicebook.text import message

PAGE = "02_outcomes/01_gain_from_first_to_last/all-all.html"


@pytest.fixture
def found(small_project, tmp_path) -> Callable[[], list[str]]:  # noqa: F811
    """Give the small book's English pages to be written over, and what is found in them then."""
    shutil.copytree(small_project / "build" / "html" / "en", tmp_path / "en")

    def strange(**called: Any) -> list[str]:
        with within(small_project):
            results = pd.read_parquet(small_project / "build" / "results.parquet")
            return list(untold(tmp_path / "en", replace(load_programme(), **called), results))

    return strange


def test_all_that_the_small_book_says_stands_in_it(found):
    assert found() == []


def test_a_number_in_the_programmes_name_is_no_answer(found, tmp_path):
    _in_page("</title>", " — Plan 8765</title>")(tmp_path / "en")
    assert found()
    assert found(name=message({"en": "Plan 8765"})) == []


def _in_page(before: str, after: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        page = folder / PAGE
        text = page.read_text("utf-8")
        assert before in text
        page.write_text(text.replace(before, after, 1), "utf-8")

    return change


def _searched(folder: Path) -> None:
    path = folder / "searchindex.js"
    text = path.read_text("utf-8")
    path.write_text(text.replace('"terms": {', '"terms": {"8765": 1, ', 1), "utf-8")


def _docx(folder: Path) -> None:
    with zipfile.ZipFile(folder / "report.docx", "w") as made:
        made.writestr("word/document.xml", "<w:p><w:r><w:t>Of them 8765 left.</w:t></w:r></w:p>")


def _pdf(folder: Path) -> None:
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    font = DictionaryObject({NameObject("/Type"): NameObject("/Font"),
                             NameObject("/Subtype"): NameObject("/Type1"),
                             NameObject("/BaseFont"): NameObject("/Helvetica")})  # fmt: skip
    fonts = DictionaryObject({NameObject("/F"): font})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    said = StreamObject()
    said.set_data(b"BT /F 12 Tf 20 100 Td (Of them 8765 left.) Tj ET")
    page[NameObject("/Contents")] = writer._add_object(said)
    writer.write(folder / "brief.pdf")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (_in_page("</article>", "<p>Of them 8765 left.</p></article>"), PAGE),
        (_in_page("<title>", "<title>8765 "), PAGE),
        (_in_page('role="img"', 'role="img" aria-label="8765 of them"'), PAGE),
        (_in_page("</svg>", "<text>8765</text></svg>"), PAGE),
        (_searched, "searchindex.js"),
        (_docx, "report.docx"),
        (_pdf, "brief.pdf"),
    ],
)
def test_a_number_that_stands_nowhere_else_is_found(found, tmp_path, change, where):
    change(tmp_path / "en")
    [said] = found()
    assert said.startswith(f'en/{where}: "8765" in ')


def test_the_digits_of_the_commit_that_paper_names_are_no_answers(found, tmp_path, monkeypatch):
    """It is longer on pages, so that its digits may run on there."""
    _docx(tmp_path / "en")
    monkeypatch.setattr("modning.audit.prose.committed", lambda: ("8a8765", UNDATED))
    assert found() == []


def test_a_sentence_that_says_another_number_than_its_figure_is_found(found, tmp_path):
    page = tmp_path / "en" / PAGE
    text = page.read_text("utf-8")
    href, said = LINK.search(text).groups()
    page.write_text(text.replace(f">{said}</a>", ">8,765</a>", 1), "utf-8")
    assert found() == [f'en/{PAGE}: "8,765" in "8,765" is not in the row {href}']


@pytest.mark.parametrize("name", ["figures.csv", "figures.json"])
def test_a_figure_that_the_table_of_figures_has_not_is_found_in_the_package(
    small_project,  # noqa: F811
    tmp_path,
    name,
):
    results = pd.read_parquet(small_project / "build" / "results.parquet")
    data = shutil.copytree(small_project / "build" / "html" / "data", tmp_path / "data")
    assert list(packaged(data, results)) == []
    withheld = results.assign(value=results["value"].where(results["shown"], 3.0))
    write = {
        "figures.csv": withheld.to_csv,
        "figures.json": partial(withheld.to_json, orient="records"),
    }
    write[name](data / name)
    assert list(packaged(data, results)) == [f"data/{name}: gain odense 2024"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("39%", True), ("38.8", True), ("38,8 %", True), ("38.7", False), ("40", False),
        # Rounded to thousands, as amounts are.
        ("62,000", True), ("62.000 kr.", True), ("63,000", False), ("61.897", True),
        # How many fit into an amount: what is full of 38.8061.
        ("38", True), ("37", False),
    ],
)  # fmt: skip
def test_a_number_is_told_by_what_it_is_a_rounding_of(said, told):
    known = Known(values=[38.8061, 61_897.0])
    [number] = numbers(said)
    assert known.tells(number) is told
