"""What of a page is printed in the report and what in its annex, and links between the two."""

import pytest
from bs4 import BeautifulSoup

from slicebook.book.order import Order, Topic
from slicebook.paper.annex import annex_of, kept
from slicebook.paper.links import led
from slicebook.text import message

PAGE = """<h1>Costs</h1><p>Head.</p>
<div class="section-anchor" id="section-start"></div><h2>Start</h2><p>Begun.</p>
<div class="section-anchor" id="section-start-wage"></div><h3>Wage</h3><p>Paid.</p>
<div class="section-anchor" id="section-start-limits"></div><h3>Limits</h3><p>Few.</p>
<div class="section-anchor" id="section-running"></div><h2>Running</h2><p>Run.</p>
<dl class="about-page"><dt>Data</dt></dl>"""


@pytest.mark.parametrize(
    ("moved", "report", "annex"),
    [
        (
            {"section-start-wage"},
            "Costs Head. Start Begun. Limits Few. Running Run. Data",
            "Costs Start Wage Paid. Data",
        ),
        (
            {"section-start"},
            "Costs Head. Running Run. Data",
            "Costs Start Begun. Wage Paid. Limits Few. Data",
        ),
        (
            {"section-running"},
            "Costs Head. Start Begun. Wage Paid. Limits Few. Data",
            "Costs Running Run. Data",
        ),
    ],
)
def test_a_section_stands_in_one_of_the_two_with_the_headings_above_it(moved, report, annex):
    for is_annex, expected in ((False, report), (True, annex)):
        page = BeautifulSoup(PAGE, "html.parser")
        kept(page, moved, is_annex)
        assert " ".join(page.get_text(" ").split()) == expected


def test_pages_notebooks_and_sections_are_named():
    title = message("Costs")
    topic = Topic("topics/costs", ("03_costs/01_start", "03_costs/02_running"), title)
    alone = Topic("01_intake/03_referral", ("01_intake/03_referral",))
    named = ("methods", "costs", "03_costs/02_running", "03_costs/01_start#wage",
             "01_intake/03_referral#steps")  # fmt: skip
    found = annex_of(Order(((title, (topic, alone)),), named))
    assert found.pages == {"methods", "topics/costs/all-all"}
    assert found.sections == {
        "topics/costs/all-all": {"section-running", "section-start-wage"},
        "01_intake/03_referral/all-all": {"section-steps"},
    }


def test_a_link_leads_to_its_place_its_chapter_or_says_where_it_is():
    here = '<h2 id="costs">C</h2><a href="#costs--wage">w</a> <a href="#all--limits">l</a> '
    links = '<a href="#other">o</a> <a href="#none--x">n</a>'
    there = '<h2 id="other">O</h2><h3 id="all--limits">L</h3>'
    assert led(here + links, there, "annex") == (
        '<h2 id="costs">C</h2><a href="#costs">w</a> l (annex) o (annex) n'
    )
