"""The list of the report's parts: each leads to a page that is there, and says how it fares."""

import json

import pytest

from modning.pages import report_parts
from modning.pages.report_parts import COLUMNS, STATES, checklist, checklist_tables, heading, places
from slicebook import paths
from slicebook.book.source import Edition
from slicebook.programme import load_programme
from slicebook.text import speaking
from slicebook.text_tables import read_text_table
from surveys.codebook import load_codebook

PARTS = read_text_table(paths.report("coverage.csv"), COLUMNS)
PLACES = [place for pages in PARTS["pages"] for place in places(pages)]


def test_every_part_leads_somewhere_but_what_is_missing():
    nowhere = PARTS.loc[PARTS["pages"] == "", "part"].map(str).tolist()
    assert nowhere == PARTS.loc[PARTS["state"] == "missing", "part"].map(str).tolist()
    assert nowhere == ["Literature list"]


def test_every_state_has_words():
    assert set(PARTS["state"]) <= set(STATES)


@pytest.mark.parametrize(("page", "cell"), sorted(set(PLACES)))
def test_every_place_is_a_page_of_the_book_and_a_section_of_it(page, cell):
    if page.startswith(report_parts.CODEBOOK):
        assert page.removeprefix(report_parts.CODEBOOK) in load_codebook()
    elif paths.book("en", f"{page}.md").is_file():
        assert not cell
    else:
        assert heading(page, cell).startswith("## " if cell else "# ")


def test_a_section_that_is_not_there_has_no_heading():
    assert heading("01_intake/08_model", "nowhere") == ""
    assert heading("01_intake/nowhere", "") == ""


# TREND 2004, GRAMMS 2008 and CHEERS 2022: how many items each has.
ITEMS = {"trend": 22, "gramms": 6, "cheers": 28}


@pytest.mark.parametrize(("name", "items"), ITEMS.items())
def test_every_item_is_there_once_and_in_turn(name, items):
    assert checklist(name)["item"].tolist() == [str(number) for number in range(1, items + 1)]


@pytest.mark.parametrize("name", ITEMS)
def test_every_item_has_an_answer_that_exists_or_a_reason(name):
    for row in checklist(name).itertuples():
        assert row.asks["en"] != row.asks["da"]
        assert row.page or row.lacks["en"], f"{name} {row.item}: neither a page nor a reason"
        if not row.page:
            continue
        page = paths.root() / row.page
        assert page.is_file(), f"{name} {row.item}: no {row.page}"
        if page.suffix == ".ipynb":
            cells = {cell["id"] for cell in json.loads(page.read_text("utf-8"))["cells"]}
            assert row.section in cells, f"{name} {row.item}: {row.page} has no {row.section}"


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_book_leads_to_the_section_of_each_item(language):
    edition = Edition(load_programme(), language, None, {}, True)
    with speaking(language):
        tables = checklist_tables(edition)
    assert set(tables) == set(ITEMS)
    assert all(tables[name].count("<tr>") == items + 1 for name, items in ITEMS.items())
    where = 'href="02_outcomes/07_dropout/all-all.html#section-courses"'
    assert where in tables["trend"]
    titles = {"en": "Those who left</a>", "da": "Frafald</a>"}
    assert titles[language] in tables["trend"]
