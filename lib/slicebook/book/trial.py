"""A book of a few runs, for a try: what they cannot fill in is said on the page and no error.

It lies apart from the book and is never published.
"""

import os
from collections.abc import Sequence
from html import escape
from itertools import groupby
from pathlib import Path

import nbformat

from slicebook import paths
from slicebook.book import words
from slicebook.book.assemble import assemble
from slicebook.book.contents import INDEX, Chapter, Leaf, chapter_of
from slicebook.book.markup import literal
from slicebook.book.pages import Page, as_notebook, topic_page
from slicebook.book.site import render
from slicebook.book.source import Edition
from slicebook.programme import Programme
from slicebook.runs import Run

# Links to pages that are not in it.
EXPECTED = ["myst.domains", "myst.xref_missing"]


def build_trial(programme: Programme, language: str, runs: Sequence[Run]) -> Path:
    """Build the pages of these runs alone, in build/trial/<language>; return the first one."""
    by_notebook = groupby((run for run in runs if run.output.is_file()),
                          key=lambda run: run.notebook_name)  # fmt: skip
    found = [chapter_of(name, its) for name, its in by_notebook]
    work = paths.build("trial", language)
    contents = assemble(programme, language, work / "source", found, _page, _front)
    jobs = os.cpu_count() or 1
    render(programme, language, [language], contents, work, jobs, suppress_warnings=EXPECTED)
    return work / "site" / "index.html"


def _page(leaf: Leaf, chapter: Chapter, edition: Edition) -> Page:
    """Return a run's page, or in its place what it lacks."""
    page, [run] = topic_page(leaf, chapter, edition), leaf.runs
    if not page.problems:
        return page
    said = [f"# {literal(run.name)}", str(words.TRIAL_LACKS), *map(literal, page.problems)]
    cell = nbformat.v4.new_markdown_cell("\n\n".join(said), id="lacks")
    return Page(page.name, escape(run.name), as_notebook([cell]))


def _front(edition: Edition, *_of_the_whole: object) -> list[Page]:
    title = literal(str(edition.programme.name))
    return [Page(INDEX, escape(title), f"# {title}\n\n**{words.TRIAL}**\n")]
