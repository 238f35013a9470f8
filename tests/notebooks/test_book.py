"""The whole book, from every run: it builds without a warning, and nothing on it is broken."""

from pathlib import Path

import pytest

from book.test_site import (  # noqa: F401
    addresses,
    test_every_link_leads_to_a_page_and_a_place_on_it,
    test_everything_loaded_is_in_the_book,
    test_links_to_other_sites_are_only_licences,
    test_style_sheets_load_nothing_from_elsewhere,
)
from modning.book import build_book
from modning.programme import load_programme
from modning.runs import notebook_paths, plan
from modning.slices import all_slices


@pytest.fixture(scope="module")
def site(evaluation) -> Path:
    programme = load_programme()
    return build_book(programme, programme.language).parent


def test_every_run_of_every_notebook_is_a_page(site):
    programme = load_programme()
    runs = plan(notebook_paths(), all_slices(programme, programme.language))
    pages = [site / run.notebook_name / f"{run.slice.name}.html" for run in runs]
    assert [page for page in pages if not page.is_file()] == []
