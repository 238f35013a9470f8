"""The reporting checklists: every item is answered by a section that exists, or says why not."""

import json

import pytest

from modning.pages.report_parts import checklist, checklist_tables
from slicebook import paths
from slicebook.book.source import Edition
from slicebook.programme import load_programme
from slicebook.text import speaking

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
