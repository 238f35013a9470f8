"""The list of the report's parts: each leads to a page that is there, and says how it fares."""

import pytest

from modning.pages import report_parts
from modning.pages.report_parts import COLUMNS, STATES, heading, places
from slicebook import paths
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
