"""The two books side by side: each in its own language, each page linked to its other."""

import filecmp
import re
from importlib.metadata import version

import pytest
from bs4 import BeautifulSoup

from book.languages import foreign
from book.small_book import COSTS, OUTCOMES, SYNTHESIS
from book.test_site import words
from slicebook.programme import load_programme

PAGES = ("index", f"{OUTCOMES}/koge-2024", f"{OUTCOMES}/odense-2024", f"{COSTS}/all-all",
         f"{SYNTHESIS}/all-all", "reconciliation", "codebook/completion", "data", "methods",
         "glossary", "search")  # fmt: skip


@pytest.fixture(scope="module")
def book(site):
    return site.parent


def page(book, language, name):
    text = (book / language / f"{name}.html").read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser")


def test_each_book_has_the_same_pages(book):
    names = [
        sorted(str(path.relative_to(book / language)) for path in (book / language).rglob("*.html"))
        for language in ("en", "da")
    ]
    assert names[0] == names[1]
    assert len(names[0]) > 10


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_speaks_one_language(book, language, name):
    soup = page(book, language, name)
    assert soup.html["lang"] == language
    assert foreign(book / language / f"{name}.html", language) == []


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_leads_to_itself_in_the_other_language(book, language, name):
    other = {"en": "da", "da": "en"}[language]
    [link] = page(book, language, name).select("a.language")
    assert link["lang"] == link["hreflang"] == other
    target = (book / language / f"{name}.html").parent / link["href"]
    assert target.resolve() == (book / other / f"{name}.html").resolve()


def test_without_scripts_the_root_leads_to_the_language_of_the_entrance(book):
    text = (book / "index.html").read_text(encoding="utf-8")
    assert '<meta http-equiv="refresh" content="0; url=da/index.html">' in text
    links = [link["href"] for link in BeautifulSoup(text, "html.parser").select("a")]
    assert links == ["en/index.html", "da/index.html"]


def test_numbers_and_names_are_danish_in_the_danish_book(book):
    said = words(page(book, "da", f"{OUTCOMES}/koge-2024"))
    assert "Fremgang: Køge, 2024" in said
    assert "En stigning på 0,5 (0,2 til 0,8) i 40 personer; i Køge 0,5." in said
    assert "Tallet er tilbageholdt her" in words(page(book, "da", f"{OUTCOMES}/odense-2024"))
    assert "Et år koster 1.301.500 kr." in words(page(book, "da", f"{COSTS}/all-all"))


def test_shared_files_are_the_same_in_both_languages(book):
    folders = [book.parent / "book" / language / "site" / "_static" for language in ("en", "da")]
    shared = [str(path.relative_to(book / "_static")) for path in (book / "_static").rglob("*")
              if path.is_file()]  # fmt: skip
    _, different, missing = filecmp.cmpfiles(*folders, shared, shallow=False)
    assert (different, missing) == ([], [])
    assert "vega.js" in shared
    assert not (book / "da" / "_static" / "vega.js").exists()


def test_search_knows_danish_stems(book):
    index = (book / "da" / "searchindex.js").read_text(encoding="utf-8")
    assert r'"sp\u00f8rgelystn"' in index
    assert "danish" in (book / "da" / "_static" / "language_data.js").read_text().lower()


def test_every_page_says_how_to_cite_it(book):
    soup = page(book, "en", f"{OUTCOMES}/koge-2024")
    assert re.sub(r"\s+", " ", soup.select_one(".cite p").get_text()).strip() == (
        "Cite this page as: Gain: Køge, 2024. Strengthening municipal help for people exposed to "
        "violence: A recomputation, not VIVE's report. Built outside git, answers until May 2024, "
        f"made with slicebook {version('slicebook')}. "
        f"What is recomputed: {load_programme().reference['en']}."
    )
    danish = page(book, "da", "methods").select_one(".cite").get_text()
    assert (
        "Metoder. Styrkelse af den kommunale indsats til voldsudsatte: En genberegning, " in danish
    )
    assert "svar til og med maj 2024" in danish
    assert page(book, "en", "search").select_one(".cite") is None
    lines = [line.strip() for line in soup.select_one(".cite details pre").get_text().splitlines()]
    assert lines[0] == f"@misc{{themodningauthors2024-{OUTCOMES.replace('/', '-')}-koge-2024,"
    assert lines[1].startswith("title = {Gain: Køge, 2024. Strengthening municipal help")
    assert lines[2:4] == ["author = {{The modning authors}},", "year = {2024},"]


def test_the_foot_of_a_page_names_the_code_it_was_computed_with(book):
    foot = page(book, "da", f"{OUTCOMES}/koge-2024").select(".about-page")[-1]
    assert "modning.compare" in foot.get_text()
    assert foot.select_one('a[href="../../methods.html"]')


def test_key_figures_lead_to_their_pages_where_there_are(book):
    figures = page(book, "en", "index").select(".key-figures > div")
    assert len(figures) == 6
    assert "DKK 30,000 to DKK 40,000" in figures[4].get_text()
    assert not figures[4].select("a")  # this small book has no page on it
