"""The whole book, from every run: it builds without a warning, and nothing on it is broken."""

import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from altair.vegalite.v6.schema.core import Root
from bs4 import BeautifulSoup
from jsonschema import ValidationError

from book.conftest import browser  # noqa: F401
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
from slicebook.book.prose import NOTHING
from slicebook.book.sentences import NOTHING as NOTHING_TO_TELL
from slicebook.book.sentences import WHY_WITHHELD
from slicebook.programme import load_programme
from slicebook.runs import notebook_paths, plan
from slicebook.shown.static import VEGALITE
from slicebook.slices import all_slices


@pytest.fixture(scope="module")
def site(built) -> Path:
    return built / "en"


def test_every_run_of_every_notebook_is_a_page(site):
    programme = load_programme()
    runs = plan(notebook_paths(), all_slices(programme))
    pages = [site / run.notebook_name / f"{run.slice.name}.html" for run in runs]
    assert [page for page in pages if not page.is_file()] == []


def test_the_book_is_not_too_heavy(built):
    assert too_heavy(built) == {}


# What takes seconds to import, and is needed only where there is something to do.
HEAVY = ("pandas", "numpy", "altair", "nbformat", "papermill", "sphinx", "pandera", "scipy")
NO_ANSWER = {words["en"] for words in (WHY_WITHHELD, NOTHING_TO_TELL, *NOTHING.values())}
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

    files = [path for path in (evaluation.folder / "build").rglob("*") if path.is_file()]
    with alone(evaluation.folder):
        evaluate()
        before = {path: path.stat().st_mtime_ns for path in files}
        said = evaluate()
        changed = {path for path in files if path.stat().st_mtime_ns != before[path]}
    assert [path for path in changed if ".lock" not in path.name] == []
    assert said[-1] == "[]"
    text = "\n".join(said)
    assert "read = accepted + rejected: " in text
    assert "runs: 0 executed" in text
    assert f"{len(evaluation.figures)} figures in build/results.csv" in text


def test_the_page_for_those_who_decide_prints_on_one_sheet(site, browser):  # noqa: F811
    page = browser.new_page()
    page.goto((site / "00_summary" / "01_decision" / "all-all.html").as_uri())
    margin = dict.fromkeys(("top", "bottom", "left", "right"), "15mm")
    printed = page.pdf(format="A4", margin=margin)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


@pytest.mark.parametrize("language", ["en", "da"])
def test_every_page_speaks_one_language(site, language):
    pages = sorted((site.parent / language).rglob("*.html"))
    found = {str(path.relative_to(site.parent)): foreign(path, language) for path in pages}
    assert {page: texts for page, texts in found.items() if texts} == {}


@pytest.mark.parametrize("language", ["en", "da"])
def test_links_of_the_model_bear_the_titles_of_their_pages(site, language):
    folder = site.parent / language
    page = folder / "01_intake" / "08_model" / "all-all.html"
    links = BeautifulSoup(page.read_text(encoding="utf-8"), "lxml").select("a[data-titled]")
    assert len(links) > 8
    for link in links:
        target = (page.parent / link["href"]).read_text(encoding="utf-8")
        title = BeautifulSoup(target, "lxml").select_one("h1").get_text()
        assert title.startswith(link.get_text()), link


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


def test_every_page_answers_its_question_in_two_sentences(site):
    pages = list(site.glob("0[1-9]_*/*/*.html"))
    assert len(pages) > 150
    for path in pages:
        [mark] = parsed(path).xpath("//article//strong[. = 'In short:']")
        text = re.sub(r"\s+", " ", mark.getparent().text_content()).strip()
        # Or in the one that says why there is no answer, or that is left of the two.
        if text.removeprefix("In short: ") not in NO_ANSWER:
            sentences = len(re.findall(r"[.?!](?= [A-Z0-9]|$)", text))
            assert sentences in (1, 2), f"{path.name}: {text}"
