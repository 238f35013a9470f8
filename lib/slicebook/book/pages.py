"""One page of the book from one executed notebook."""

import json
from dataclasses import dataclass
from typing import Any

import nbformat
from nbformat import NotebookNode

from slicebook.book import made_up, outputs, titles
from slicebook.book.claims import Claim, noting, said
from slicebook.book.contents import Chapter, document
from slicebook.book.notebook_source import source_link
from slicebook.book.prose import ROW, ProseError, fill
from slicebook.book.rows import cells_of
from slicebook.book.source import Edition, Source, about_page
from slicebook.book.switcher import switcher
from slicebook.errors import InputError
from slicebook.evaluation import evaluation
from slicebook.kinds import is_real
from slicebook.results import figures_of
from slicebook.runs import Run
from slicebook.runs.dependencies import imports
from slicebook.text import section_anchor, spoken

PARAMETERS = {"parameters", "injected-parameters"}
HIDE_CODE = "hide-input"
# The cell of a notebook that gives its answer in two sentences.
SUMMARY = "answer"


@dataclass(frozen=True)
class Page:
    """A page's name in the book, its title, its notebook as text, and what could not be filled.

    `claims` is what its sentences say of figures.
    """

    name: str
    title: str
    text: str
    problems: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()


def notebook_page(run: Run, chapter: Chapter, edition: Edition) -> Page:
    """Return the page of a run.

    Raises `InputError` where the run stopped at an error or lacks its heading; names in the prose
    without a value are the page's `problems`.
    """
    notebook = nbformat.v4.reads(run.output.read_text(encoding="utf-8"))
    if stopped := outputs.errors(notebook):
        raise InputError(f"{run.name}: the run stopped at {stopped[0]}; run it again")
    values = edition.values.of(run.slice, figures_of(notebook))
    values[ROW] = edition.rows.leading_from(document(run))
    rests_on = Source.of(notebook, edition)
    with noting() as noted:
        cells, problems = _filled(notebook, values, run, rests_on)
    claims = said(noted, "\n".join(cell.source for cell in cells if cell.cell_type == "markdown"))
    if problems:
        return Page(document(run), "", "", tuple(problems))
    if len(chapter.runs) == 1:
        _without_slice(cells[0], str(values["slice"]))
    title = _title(cells, run.name)
    _below_heading(cells[0], [switcher(chapter, run.slice, edition.programme), rests_on.banner()])
    rows = edition.rows.listed(run, cells_of(notebook), edition.programme)
    about = about_page(run, rests_on, _imported(notebook), any(map(_shows_table, cells)))
    ends = {"figure-rows": rows, "about-page": about}
    cells += [nbformat.v4.new_markdown_cell(text, id=id) for id, text in ends.items() if text]
    return Page(document(run), title, as_notebook(cells), claims=claims)


def _without_slice(first: NotebookNode, here: str) -> None:
    """Leave a heading's slice out where the notebook has no page of another."""
    heading, line, rest = first.source.partition("\n")
    first.source = heading.removesuffix(f": {here}") + line + rest


def _below_heading(first: NotebookNode, blocks: list[str]) -> None:
    heading, _, rest = first.source.partition("\n")
    first.source = "\n\n".join([heading, *filter(None, blocks), rest.strip()])


def _filled(
    notebook: NotebookNode, values: dict[str, Any], run: Run, rests_on: Source
) -> tuple[list[NotebookNode], list[str]]:
    cells, problems = [], []
    edition, synthetic, real = rests_on.edition, rests_on.synthetic, evaluation().real("show")
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "code" and PARAMETERS & set(cell.metadata.get("tags", [])):
            continue
        try:
            if cell.cell_type == "markdown":
                cell.source = edition.in_language(cell.source, run.notebook_name, "this run's text")
            invented = synthetic and not is_real(f"{run.notebook_name}/{cell.id}", real)
            cells.append(_cell(cell, values, invented))
            cells += _to_source(cells[-1], run)
        except ProseError as problem:
            problems.append(f"{run.name}, cell {number}: {problem}")
    return cells, problems


def _to_source(cell: NotebookNode, run: Run) -> list[NotebookNode]:
    """Return what leads from the results below a cell to its code; nothing where none is shown."""
    if cell.cell_type != "code" or not any(map(outputs.is_result, cell.outputs)):
        return []
    return [nbformat.v4.new_markdown_cell(source_link(run, cell.id), id=f"{cell.id}-source"[-64:])]


def _shows_table(cell: NotebookNode) -> bool:
    """Tell whether a cell of a page shows a table, or a chart, which brings one along."""
    return any(map(outputs.has_table, cell.get("outputs", [])))


def _cell(cell: NotebookNode, values: dict[str, Any], invented: bool) -> NotebookNode:
    """Return a cell as the page has it: prose filled in, code hidden, nothing of the machine.

    Results that made-up answers decide (`invented`) are marked, and so is a page's summary of them.
    """
    language = spoken()
    if cell.cell_type != "code":
        said = anchored(cell.id, titles.cited(fill(cell.source, values), language))
        if invented and cell.id == SUMMARY:
            said = made_up.summary(said)
        return NotebookNode(cell_type=cell.cell_type, id=cell.id, metadata={}, source=said)
    return NotebookNode(
        cell_type="code",
        id=cell.id,
        metadata={"tags": [*cell.metadata.get("tags", []), HIDE_CODE]},
        source=cell.source,
        execution_count=None,
        outputs=outputs.shown(cell.outputs, language, invented),
    )


def anchored(cell: str, source: str) -> str:
    """Put before a section's heading what links of either language lead to."""
    if not source.startswith("## "):
        return source
    return f'<div class="section-anchor" id="{section_anchor(cell)}"></div>\n\n{source}'


def _imported(notebook: NotebookNode) -> list[str]:
    """Return the modules of the library a notebook imports from, sorted."""
    found = {module for module, _ in imports(notebook) or ()}
    return sorted(name for name in found if name.partition(".")[0] == "modning")


def _title(cells: list[NotebookNode], where: str) -> str:
    first = cells[0].source if cells else ""
    if not first.startswith("# "):
        raise InputError(f'{where}: the first cell must begin with "# Title: {{{{ slice }}}}"')
    return first.partition("\n")[0].removeprefix("# ").strip()


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
