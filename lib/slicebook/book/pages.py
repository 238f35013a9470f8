"""One page of the book from the executed notebooks of its topic."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import nbformat
from nbformat import NotebookNode

from slicebook.book import outputs
from slicebook.book.claims import Claim
from slicebook.book.contents import Chapter, Leaf
from slicebook.book.markup import literal
from slicebook.book.sections import Section, joined, section
from slicebook.book.source import Edition, Source, about_page
from slicebook.book.switcher import switcher


@dataclass(frozen=True)
class Page:
    """A page's name in the book, its title, its notebook as text, and what could not be filled.

    `claims` is what its sentences say of figures, `headings` the titles of the notebooks on it.
    """

    name: str
    title: str
    text: str
    problems: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    headings: tuple[tuple[str, str], ...] = ()


def topic_page(leaf: Leaf, chapter: Chapter, edition: Edition) -> Page:
    """Return a page of a topic.

    Raises `InputError` where a run stopped at an error or lacks its heading; names in the prose
    without a value are the page's `problems`.
    """
    sections = [section(run, leaf, edition) for run in leaf.runs]
    if problems := [problem for one in sections for problem in one.problems]:
        return Page(leaf.name, "", "", tuple(problems))
    title = str(chapter.title) if chapter.title else sections[0].title
    if len(chapter.leaves) > 1:
        title = f"{title}: {literal(leaf.slice.title(edition.programme))}"
    cells = joined(sections, title) if chapter.title else _alone(sections[0], title)
    rests_on = Source.of_all([one.source for one in sections])
    _below_heading(cells[0], [switcher(chapter, leaf.slice, edition.programme), rests_on.banner()])
    cells += _ends(leaf, sections, rests_on)
    claims = tuple(claim for one in sections for claim in one.claims)
    headings = tuple((one.run.notebook_name, one.title) for one in sections)
    return Page(leaf.name, title, as_notebook(cells), (), claims, headings)


def _alone(one: Section, title: str) -> list[NotebookNode]:
    """Return the cells of a notebook that is a page by itself."""
    first = one.cells[0]
    _, line, rest = first.source.partition("\n")
    first.source = f"# {title}{line}{rest}"
    return one.cells


def _below_heading(first: NotebookNode, blocks: list[str]) -> None:
    heading, _, rest = first.source.partition("\n")
    first.source = "\n\n".join([heading, *filter(None, blocks), rest.strip()])


def _ends(leaf: Leaf, sections: Sequence[Section], rests_on: Source) -> list[NotebookNode]:
    """Return the rows of a page's figures, and what it says of itself."""
    edition = rests_on.edition
    computed = {key: cell for one in sections for key, cell in one.figures.items()}
    imported = sorted(frozenset().union(*(one.imported for one in sections)))
    tables = any(outputs.has_table(shown) for one in sections for shown in outputs.of(one.cells))
    ends = {
        "figure-rows": edition.rows.listed(leaf, computed, edition.programme),
        "about-page": about_page(leaf, rests_on, imported, tables),
    }
    return [nbformat.v4.new_markdown_cell(text, id=id) for id, text in ends.items() if text]


def as_notebook(cells: list[NotebookNode]) -> str:
    """Return cells as a notebook's text."""
    notebook = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, ensure_ascii=False)
