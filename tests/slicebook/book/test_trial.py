"""A book of a few runs: its pages alone, and what it lacks said on the page."""

from bs4 import BeautifulSoup

from book.small_book import COSTS, OUTCOMES, make_project, within
from slicebook import paths
from slicebook.book.trial import build_trial
from slicebook.programme import load_programme
from slicebook.reconcile import read_results
from slicebook.runs import notebook_paths, plan
from slicebook.slices import Slice


def test_a_page_that_names_what_was_not_run_says_so_and_the_others_are_there(tmp_path):
    make_project(tmp_path)
    with within(tmp_path):
        results = read_results()
        kept = results[results["figure"] != "running.total"]
        kept.to_parquet(paths.build("results.parquet"), index=False)
        runs = plan(notebook_paths(), [Slice("all", "all")])
        index = build_trial(load_programme(), "en", runs)
        assert not paths.build("html").exists()

    def said(name: str) -> str:
        text = (index.parent / f"{name}.html").read_text(encoding="utf-8")
        return BeautifulSoup(text, "html.parser").article.get_text(" ")

    assert "partial build" in said("index")
    assert "A rise of" in said(f"{OUTCOMES}/all-all")
    assert "running.total” has no value here" in said(f"{COSTS}/all-all")
    assert not (index.parent / "reconciliation.html").exists()
