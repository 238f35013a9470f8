"""One page of the book from one executed notebook."""

import json
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from modning.book import outputs, words
from modning.book.contents import Chapter, document
from modning.book.prose import ProseError, fill
from modning.book.switcher import switcher
from modning.book.values import Values
from modning.errors import InputError
from modning.programme import Programme
from modning.results import figures_of
from modning.runs.matrix import Run, notebook_name
from modning.slices import Slice

PARAMETERS = {"parameters", "injected-parameters"}
HIDE_CODE = "hide-input"


@dataclass(frozen=True)
class Page:
    """A page's name in the book, its title, its notebook as text, and what could not be filled."""

    name: str
    title: str
    text: str
    problems: tuple[str, ...] = ()


def notebook_page(
    run: Run, chapter: Chapter, values: Values, programme: Programme, synthetic: bool
) -> Page:
    """Return the page of a run.

    `synthetic` says whether the accepted answers are, for notebooks that read others' figures.
    Raises `InputError` where the run stopped at an error or lacks its heading; a name in the prose
    without a value is one of the page's `problems`.
    """
    notebook = _read(run.output)
    where = f"{notebook_name(run.notebook)} {run.slice.name}"
    if stopped := outputs.errors(notebook):
        raise InputError(f"{where}: the run stopped at {stopped[0]}; run it again")
    cells, problems = _filled(notebook, values.of(run.slice, figures_of(notebook)), where)
    title = _title(cells, where)
    notes = outputs.sources(notebook)
    second_hand = synthetic and _reads_results(notebook)
    head = [switcher(chapter, run.slice, programme)]
    if second_hand or any(note["synthetic"] for note in notes):
        head.append(banner(run.slice.language))
    first = cells[0]
    heading, _, rest = first.source.partition("\n")
    first.source = "\n\n".join([heading, *filter(None, head), rest.strip()])
    foot = about_page(run, notes, second_hand, programme)
    cells.append(nbformat.v4.new_markdown_cell(foot, id="about-page"))
    return Page(document(run), title, _write(cells), tuple(problems))


def banner(language: str) -> str:
    """Return the notice that a page rests on synthetic answers."""
    return (
        f'<aside class="synthetic" role="note"><strong>{words.SYNTHETIC_TITLE[language]}.</strong> '
        f"{words.SYNTHETIC[language]}</aside>"
    )


def about_page(
    run: Run, notes: list[dict[str, Any]], second_hand: bool, programme: Programme
) -> str:
    """Return the page's last lines: its data, its notebook, its parameters."""
    language = run.slice.language
    rows = {
        words.DATA: escape(_data(notes, second_hand, run.slice, programme)),
        words.NOTEBOOK: f"<code>notebooks/{notebook_name(run.notebook)}.ipynb</code> "
        f"({_code(words.OPEN_WITH[language])})",
        words.PARAMETERS: f'<code>municipality = "{run.slice.municipality}"</code>, '
        f'<code>year = "{run.slice.year}"</code>, <code>language = "{language}"</code>',
    }
    items = "".join(f"<dt>{term[language]}</dt><dd>{text}</dd>" for term, text in rows.items())
    title = words.SOURCE_TITLE[language]
    return f'<aside class="about-page" aria-label="{title}"><dl>{items}</dl></aside>'


def _read(path: Path) -> NotebookNode:
    return nbformat.v4.reads(path.read_text(encoding="utf-8"))


def _filled(
    notebook: NotebookNode, values: dict[str, Any], where: str
) -> tuple[list[NotebookNode], list[str]]:
    cells, problems = [], []
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "code" and PARAMETERS & set(cell.metadata.get("tags", [])):
            continue
        try:
            cells.append(_cell(cell, values))
        except ProseError as problem:
            problems.append(f"{where}, cell {number}: {problem}")
            cells.append(nbformat.v4.new_markdown_cell("", id=cell.id))
    return cells, problems


def _cell(cell: NotebookNode, values: dict[str, Any]) -> NotebookNode:
    """Return a cell as the page has it: prose filled in, code hidden, nothing of the machine."""
    if cell.cell_type != "code":
        return NotebookNode(
            cell_type=cell.cell_type, id=cell.id, metadata={}, source=fill(cell.source, values)
        )
    return NotebookNode(
        cell_type="code",
        id=cell.id,
        metadata={"tags": [*cell.metadata.get("tags", []), HIDE_CODE]},
        source=cell.source,
        execution_count=None,
        outputs=outputs.shown(cell.outputs, values["here"].language),
    )


def _title(cells: list[NotebookNode], where: str) -> str:
    first = cells[0].source if cells else ""
    if not first.startswith("# "):
        raise InputError(f'{where}: the first cell must begin with "# Title: {{{{ slice }}}}"')
    return first.partition("\n")[0].removeprefix("# ").strip()


def _reads_results(notebook: NotebookNode) -> bool:
    return notebook.metadata.get("modning", {}).get("reads") == "results"


def _data(notes: list[dict[str, Any]], second_hand: bool, here: Slice, programme: Programme) -> str:
    language = here.language
    if not notes:
        return (words.FROM_RESULTS if second_hand else words.NO_ANSWERS)[language]
    synthetic = any(note["synthetic"] for note in notes)
    forms = dict.fromkeys(note["form"] for note in notes)
    origin = (words.MADE_UP if synthetic else words.EXPORTED)[language]
    return f"{origin}: {', '.join(forms)} ({here.title(programme)})"


def _code(text: str) -> str:
    before, code, after = text.split("`")
    return f"{before}<code>{code}</code>{after}"


def _write(cells: list[NotebookNode]) -> str:
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
