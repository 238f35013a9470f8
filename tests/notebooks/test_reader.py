"""A reader's way through the whole book: from the front page to one municipality's referrals."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from book.browsers import watch
from book.conftest import browser  # noqa: F401

# What was being read is kept in view, by an anchor.
WAY = "**/{language}/01_intake/03_referral/{place}.html*"
QUESTIONS = Path(__file__).parents[2] / "docs" / "readers.md"
QUESTION = re.compile(r"^\| ([^|]+\?) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


@pytest.fixture
def front(built, browser) -> Iterator[Page]:  # noqa: F811
    """Open the front page without a network; nothing may be asked of one, nothing may go wrong."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    page = context.new_page()
    wrong = watch(page)
    page.goto((built / "en" / "index.html").as_uri())
    yield page
    context.close()
    assert wrong == []


def test_a_municipality_s_referrals_are_found_from_the_front_page(front, evaluation):
    contents = front.get_by_role("navigation", name="Contents", exact=True)
    contents.get_by_role("link", name=re.compile("referral")).first.click()
    front.wait_for_url(WAY.format(language="en", place="all-all"))
    switcher = front.get_by_role("navigation", name="Municipality and year")
    switcher.get_by_role("link", name="Køge").click()
    switcher.get_by_role("link", name="2024").click()
    front.wait_for_url(WAY.format(language="en", place="koge-2024"))
    expect(front.locator("h1")).to_contain_text("Køge, 2024")
    chart = front.locator("figure.chart").first
    chart.scroll_into_view_if_needed()
    expect(chart.locator(".chart-live svg")).to_be_visible()
    switcher.get_by_role("link", name="All municipalities").click()
    switcher.get_by_role("link", name="All years").click()
    front.locator("a.language").click()
    front.wait_for_url(WAY.format(language="da", place="all-all"))
    expect(front.locator("html")).to_have_attribute("lang", "da")
    expect(front.locator("h1")).to_contain_text("henvisning")
    assert front.pdf(format="A4").startswith(b"%PDF")


def test_the_search_leads_to_the_referrals_too(front):
    front.keyboard.press("Control+k")
    front.keyboard.type("referral")
    front.keyboard.press("Enter")
    front.wait_for_url("**/search.html?q=referral")
    found = front.locator('#search-results a[href*="03_referral/"]').first
    found.click()
    expect(front.locator("h1")).to_contain_text("referral")


def test_a_number_leads_to_its_row_its_code_and_its_place_in_the_report(front, built):
    """One click, and one more each: from the decision to the data, the cell and the print."""
    [decision] = (built / "en").glob("00_summary/*/all-all.html")
    front.goto(decision.as_uri())
    number = front.locator('a.figure[href*="#figure-running.total"]').first
    number.click()
    row = front.locator('[id="figure-running.total"]')
    expect(row).to_be_in_viewport()
    expect(row).to_contain_text("running.total")
    row.get_by_role("link").first.click()
    front.wait_for_url("**/source/03_costs/*.html#code-*")
    cell = front.locator(f'[id="{front.url.partition("#")[2]}"]')
    expect(cell).to_be_in_viewport()
    front.go_back()
    row.get_by_role("link").last.click()
    front.wait_for_url("**/reconciliation.html#printed-running.total")
    printed = front.locator('[id="printed-running.total"]')
    expect(printed).to_be_in_viewport()
    expect(printed).to_contain_text("section 4.2")


@pytest.mark.parametrize(
    ("clicks", "heading"), [row[1:] for row in QUESTION.findall(QUESTIONS.read_text("utf-8"))]
)
def test_each_question_is_answered_within_three_clicks(front, clicks, heading):
    ways = clicks.split(" → ")
    assert len(ways) <= 3
    for name in ways:
        front.get_by_role("link", name=name, exact=True).filter(visible=True).first.click()
    found = front.get_by_role("heading", name=re.compile(f"^{re.escape(heading)}"))
    expect(found.first).to_be_in_viewport()
