"""The whole book, from every run: it builds without a warning, and nothing on it is broken."""

import os
import re
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import nbformat
import pypdfium2
import pytest
from altair.vegalite.v6.schema.core import Root
from bs4 import BeautifulSoup
from jsonschema import ValidationError

from book.conftest import browser  # noqa: F401
from book.filled import nearly_empty
from book.languages import foreign, parsed
from book.test_site import (  # noqa: F401
    addresses,
    test_every_link_leads_to_a_page_and_a_place_on_it,
    test_everything_loaded_is_in_the_book,
    test_links_to_other_sites_are_only_licences,
    test_style_sheets_load_nothing_from_elsewhere,
)
from book.weights import too_heavy
from conftest import alone
from slicebook import paths
from slicebook.book.assemble import assemble
from slicebook.book.citation import UNDATED
from slicebook.book.contents import chapters
from slicebook.book.order import order
from slicebook.book.sentences import WHY
from slicebook.book.values import Values
from slicebook.book.words import METHOD_ALONE
from slicebook.paper.pdf import write_pdf
from slicebook.paper.report import ANNEX, REPORT, about_report, brief_html, documents
from slicebook.programme import load_programme
from slicebook.runs.matrix import notebook_name, notebook_paths, plan
from slicebook.shown.static import VEGALITE
from slicebook.slices import all_slices
from slicebook.text import speaking
from worlds.rules import confused_states

# Folders of pages that are of no topic, and of the one that is read in a minute.
SOURCES, BRIEF = "source", "01_brief"


@pytest.fixture(scope="module")
def site(built) -> Path:
    return built / "en"


def pages(site: Path) -> list[Path]:
    """Return the pages of notebooks."""
    return [path for path in sorted(site.glob("*/*/*.html")) if SOURCES not in path.parts]


def test_every_notebook_is_on_one_page_and_only_slices_with_enough_to_show_have_one(site):
    found = chapters(load_programme(), order())
    wholes = [run.notebook_name for chapter in found for run in chapter.first.runs]
    assert sorted(wholes) == [notebook_name(path) for path in notebook_paths()]
    there = [path.relative_to(site).with_suffix("").as_posix() for path in pages(site)]
    assert there == sorted(leaf.name for chapter in found for leaf in chapter.leaves)
    assert 2 * len(found) < len(there) < 5 * len(found)
    assert [page.name for page in pages(site) if half_empty(page)] == []


@pytest.mark.parametrize("language", ["en", "da"])
def test_no_two_places_of_a_page_have_one_name_and_headings_skip_no_level(site, language):
    wrong = {}
    for path in pages(site.parent / language):
        page = parsed(path)
        places = Counter(page.xpath("//@id"))
        levels = [int(one.tag[1]) for one in page.xpath("//h1|//h2|//h3|//h4|//h5")]
        skipped = [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1]
        twice = [place for place, times in places.items() if times > 1]
        if twice or skipped or levels.count(1) != 1:
            wrong[path.parent.name, path.name] = (twice, skipped)
    assert wrong == {}


@pytest.mark.parametrize("language", ["en", "da"])
def test_no_invented_number_is_on_the_front_page_or_the_brief(built, language):
    brief = f"{load_programme().layout.brief}/all-all.html"
    for name in ("index.html", brief):
        page = parsed(built / language / name)
        marks = page.xpath("//article//*[@class='invented' or @class='made-up' or @data-made-up]")
        # The notice at the top shows what the mark looks like.
        assert [mark.text for mark in marks if mark.getparent().get("role") != "note"] == []
    marked = parsed(built / language / "topics/recovery/all-all.html")
    assert len(marked.xpath("//p//span[@class='invented']")) > 10


def half_empty(page: Path) -> bool:
    """Tell whether most of what a page shows is withheld, missing or a sentence in its place."""
    article = parsed(page).xpath("//article")[0]
    empty = [list(article.xpath(".//div[contains(@class, 'cell_output')]//p/em"))]
    tables = article.xpath(".//table[caption]")
    told = []
    for table in tables:
        cells = [cell.text_content().strip() for cell in table.xpath(".//tbody//td")]
        told.append(sum(cell not in ("", "–", "withheld") for cell in cells) > len(cells) / 2)
    return 2 * sum(told) < len(tables) + len(empty[0])


def test_the_book_is_not_too_heavy(built):
    assert too_heavy(built) == {}


# What takes seconds to import, and is needed only where there is something to do.
HEAVY = ("pandas", "numpy", "altair", "nbformat", "papermill", "sphinx", "scipy")
NO_ANSWER = {words["en"] for words in WHY.values()}
# `modning evaluate`, but for the paper.
EVALUATE = """
import sys
from pathlib import Path
from modning import cli, line
from slicebook.runs.steps import gathered
from slicebook import runs
from slicebook.programme import load_programme
from slicebook.slices import all_slices
cli.validate([Path("build/exports")])
programme = load_programme()
runs.execute(runs.plan(runs.notebook_paths(), all_slices(programme)))
print(gathered(programme).said)
cli.reconcile()
cli.book()
print([name for name in {heavy} if name in sys.modules])
"""


def test_nothing_changed_nothing_is_done_nor_imported(site, evaluation):
    def evaluate() -> list[str]:
        environment = {**os.environ, "MODNING_PROJECT": str(evaluation.folder)}
        code = EVALUATE.format(heavy=HEAVY)
        command = [sys.executable, "-c", code]
        done = subprocess.run(
            command, env=environment, cwd=evaluation.folder, check=True, capture_output=True
        )
        return done.stdout.decode().splitlines()

    with alone(evaluation.folder):
        evaluate()
        files = [path for path in (evaluation.folder / "build").rglob("*") if path.is_file()]
        before = {path: path.stat().st_mtime_ns for path in files}
        said = evaluate()
        changed = {path for path in files if path.stat().st_mtime_ns != before[path]}
    assert [path for path in changed if ".lock" not in path.name] == []
    assert said[-1] == "[]"
    text = "\n".join(said)
    assert "read = accepted + rejected: " in text
    assert "runs: 0 executed" in text
    assert f"{len(evaluation.figures)} figures in build/results.csv" in text


# Charts without a number of their own to tell: a drawing, and what the reader sets.
NO_FINDING = {"01_intake/08_model diagram", "03_costs/08_your_municipality sheet"}


def test_every_chart_names_figures_that_were_recorded_for_what_it_shows(evaluation):
    values, without = Values(evaluation.figures, load_programme()), set()
    for run in plan(notebook_paths(), all_slices(load_programme())):
        for cell in nbformat.read(run.output, 4).cells:
            for output in cell.get("outputs", []):
                said = output.get("metadata", {}).get(VEGALITE, {})
                names = [one["figure"] for one in said.get("finding", {}).get("of", [])]
                unknown = [name for name in names if values.figure(name, run.slice) is None]
                assert unknown == [], run.name
                if said and not names:
                    without.add(f"{run.notebook_name} {cell.id}")
    assert without == NO_FINDING


LINES = """() => [...document.querySelectorAll('.finding')].map((one) => [one.textContent,
  Math.round(one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight))])"""


@pytest.mark.parametrize("language", ["da", "en"])
def test_no_title_of_a_chart_takes_more_than_two_lines_of_a_telephone(built, browser, language):  # noqa: F811
    page = browser.new_page(viewport={"width": 375, "height": 800})
    lines = {}
    for path in pages(built / language):
        page.goto(path.as_uri())
        page.add_style_tag(content="[hidden] { display: revert !important; }")
        lines |= dict(page.evaluate(LINES))
    page.close()
    assert len(lines) > 20
    assert [title for title, many in lines.items() if many > 2] == []


ALIVE = """() => [...document.querySelectorAll('figure.chart:not([data-live])')]
  .every((one) => !one.checkVisibility())"""
CUT = """() => [...document.querySelectorAll('.chart-live svg text')]
  .map((one) => one.textContent).filter((one) => one.endsWith('…'))"""


def test_no_name_in_a_chart_is_cut_on_a_telephone(built, browser):  # noqa: F811
    page = browser.new_page(viewport={"width": 375, "height": 800})
    cut, charts = {}, 0
    for path in [path for path in pages(built / "da") if path.stem == "all-all"]:
        page.goto(path.as_uri())
        page.add_style_tag(content="[hidden] { display: revert !important; }")
        for chart in page.locator("figure.chart:visible").all():
            chart.scroll_into_view_if_needed()
        charts += page.locator("figure.chart:visible").count()
        page.wait_for_function(ALIVE)
        cut |= {path.parent.name: names} if (names := page.evaluate(CUT)) else {}
    page.close()
    assert charts > 40
    assert cut == {}


def brief(site: Path, language: str) -> Path:
    return site.parent / language / load_programme().layout.brief / "all-all.html"


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_brief_is_on_two_sheets_and_on_a_telephone_no_wider_than_it(site, browser, language):  # noqa: F811
    page = browser.new_page(viewport={"width": 375, "height": 800})
    page.goto(brief(site, language).as_uri())
    wide = """[...document.querySelectorAll(".bd-article *")].filter(one =>
      getComputedStyle(one).overflowX == "auto" && one.scrollWidth > one.clientWidth
      && !one.closest("details")).map(one => one.outerHTML)"""
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    assert page.evaluate(wide) == []
    margin = dict.fromkeys(("top", "bottom", "left", "right"), "15mm")
    printed = page.pdf(format="A4", margin=margin)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_brief_in_print_has_two_pages(site, tmp_path, language):
    programme, source = load_programme(), paths.build("book", language, "source")
    (tmp_path / "figures").mkdir()
    with speaking(language):
        about = about_report(programme)
        contents = assemble(programme, language, source)
        html = brief_html(programme, contents, source, tmp_path / "figures")
        write_pdf(html, tmp_path / "brief.pdf", about, UNDATED, "brief")
    with pypdfium2.PdfDocument(tmp_path / "brief.pdf") as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    assert len(pages) <= 2
    notice = about["notice"].replace("'", "’")
    assert all(notice in re.sub(r"\s+", " ", text) for text in pages)


def test_the_report_on_paper_has_fifty_pages_at_most_and_none_nearly_empty(site, tmp_path):
    programme, source = load_programme(), paths.build("book", "da", "source")
    (tmp_path / "figures").mkdir()
    with speaking("da"):
        made = documents(assemble(programme, "da", source), source, tmp_path / "figures")
        for name, html in made.items():
            write_pdf(html, tmp_path / f"{name}.pdf", about_report(programme), UNDATED)
    report, annex = (tmp_path / f"{name}.pdf" for name in (REPORT, ANNEX))
    with pypdfium2.PdfDocument(report) as pdf:
        assert 40 <= len(pdf) <= 50
    assert nearly_empty(report) == nearly_empty(annex) == []


def test_the_brief_reads_easily_in_danish(site):
    """LIX: words a sentence, and how many of a hundred words are longer than six letters."""
    article = parsed(brief(site, "da")).xpath("//article")[0]
    aside = "ancestor::details or ancestor::*[contains(@class, 'about-page')]"
    blocks = article.xpath(f".//section//*[self::p or self::li or self::td][not({aside})]")
    said = [one.text_content() for one in blocks if not one.xpath("./p")]
    words = re.findall(r"[^\W\d_]+", " ".join(said))
    sentences = sum(max(len(re.findall(r"[.!?:](?=\s|$)", one)), 1) for one in said)
    assert len(words) > 300
    lix = len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words)
    assert lix <= 40


@pytest.mark.parametrize("language", ["en", "da"])
def test_none_and_withheld_are_never_confused(site, evaluation, language):
    with speaking(language):
        assert confused_states(site.parent / language, evaluation.figures) == {}


@pytest.mark.parametrize("language", ["en", "da"])
def test_every_page_speaks_one_language(site, language):
    pages = sorted((site.parent / language).rglob("*.html"))
    found = {str(path.relative_to(site.parent)): foreign(path, language) for path in pages}
    assert {page: texts for page, texts in found.items() if texts} == {}


@pytest.mark.parametrize("language", ["en", "da"])
def test_links_of_the_model_bear_the_titles_of_their_pages(site, language):
    folder = site.parent / language
    page = folder / "topics" / "model" / "all-all.html"
    text = page.read_text(encoding="utf-8")
    links = BeautifulSoup(text, "lxml").select("a[data-titled]")
    assert len(links) > 8
    for link in links:
        address, _, place = link["href"].partition("#")
        target = BeautifulSoup(
            (page.parent / address).read_text("utf-8") if address else text, "lxml"
        )
        heading = target.find(id=place).find_next("h2") if place else target.h1
        assert heading.get_text().startswith(link.get_text()), link


def test_every_chart_is_valid_vega_lite(evaluation):
    """Notebooks leave the check out, which takes as long as making the chart."""
    wholes = (evaluation.folder / "build" / "runs").glob("*/*/all-all.ipynb")
    outputs = [
        output.get("data", {})
        for path in wholes
        for cell in nbformat.read(path, 4).cells
        for output in cell.get("outputs", [])
    ]
    charts = [data[VEGALITE] for data in outputs if VEGALITE in data]
    assert len(charts) > 50
    for chart in charts:
        Root.validate(chart)
    with pytest.raises(ValidationError):
        Root.validate({**charts[0], "height": "tall"})


def test_every_notebook_answers_its_question_in_two_sentences(site):
    said = 0
    for path in pages(site):
        article = parsed(path).xpath("//article")[0]
        points = article.xpath(".//*[@class='main-points']//li")
        marks = article.xpath(".//strong[. = 'In short:']")
        assert bool(points) + len(marks) == (BRIEF not in path.parts), path
        for one in points or [mark.getparent() for mark in marks]:
            said += 1
            text = re.sub(r"\s+", " ", one.text_content()).strip()
            text = text.removeprefix(f"{one.xpath('.//strong')[0].text_content()} ")
            # That a page of made-up answers tells the method alone stands before its answer.
            text = text.replace(f"{METHOD_ALONE} ", "")
            sentences = len(re.findall(r"[.?!](?= [A-Z0-9]|$)", text))
            # Or in the one that is left of the two; on the page of all only in one that says why.
            left = "all-all" not in path.name or text in NO_ANSWER
            assert sentences == 2 or (sentences == 1 and left), f"{path.name}: {text}"
    assert said > 60
