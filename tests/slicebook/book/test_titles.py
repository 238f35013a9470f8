"""What is English on a Danish page says so to those who hear it."""

import pytest
from babel.messages.pofile import read_po

from conftest import ROOT
from modning.scales import reference_table, used_measures
from slicebook.book.titles import cited, listed
from slicebook.tables import show
from speak import speak

MARK = '<span lang="en">'


@pytest.mark.parametrize(
    ("prose", "title"),
    [
        ("(Moeller m.fl. 2024, Frontiers in Psychiatry 15:1327020)", "Frontiers in Psychiatry"),
        ("Fra Lee (2009, Review of Economic Studies 76:1071).", "Review of Economic Studies"),
        ("(Moeller m.fl. 2025, Social Psychiatry and Psychiatric Epidemiology)",
         "Social Psychiatry and Psychiatric Epidemiology"),
    ],
)  # fmt: skip
def test_a_journal_is_marked_on_a_danish_page_alone(prose, title):
    assert cited(prose, "da") == prose.replace(title, f"{MARK}{title}</span>")
    assert cited(prose, "en") == prose


@pytest.mark.parametrize("prose", ["(2024, Køge og Odense)", "I 2024, Kommunen spurgte 12:30.",
                                   "Socialstyrelsen (2020), 5 kommuner"])  # fmt: skip
def test_what_is_danish_is_not(prose):
    assert cited(prose, "da") == prose


def test_the_journals_of_the_danish_prose_are_found():
    prose = [message.string for path in (ROOT / "book/locale/da").rglob("*.po")
             for message in read_po(path.open("rb"))]  # fmt: skip
    assert sum(MARK in cited(text, "da") for text in prose if isinstance(text, str)) >= 5


def test_each_reference_of_a_table_is_marked():
    said = speak("da", reference_table, used_measures())
    html = show(said.pop("frame"), **said)._repr_html_()
    sources = html.count(" (20")
    assert listed(html, "da").count(MARK) == sources >= 3
    assert listed(html, "en") == html
