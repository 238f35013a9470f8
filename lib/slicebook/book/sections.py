"""What a page shows of one executed notebook, and how several are put together below one title."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import nbformat
from nbformat import NotebookNode

from slicebook.book import findings, made_up, outputs, titles
from slicebook.book.addresses import SECTION, anchor
from slicebook.book.claims import Claim, noting, said
from slicebook.book.contents import Leaf
from slicebook.book.notebook_source import source_link
from slicebook.book.order import section_name
from slicebook.book.prose import ROW, ProseError, fill
from slicebook.book.rows import Key, cells_of
from slicebook.book.source import Edition, Source
from slicebook.errors import InputError
from slicebook.evaluation import evaluation
from slicebook.kinds import is_real
from slicebook.results import figures_of
from slicebook.runs import Run
from slicebook.runs.dependencies import imports
from slicebook.runs.ends import cell_of_end, words_of_end
from slicebook.shown.static import VEGALITE
from slicebook.text import section_anchor, spoken

PARAMETERS = {"parameters", "injected-parameters"}
HIDE_CODE = "hide-input"
# The cell of a notebook that gives its answer in two sentences.
SUMMARY = "answer"
HEADING = re.compile(r"^(?=#{1,5} )", re.MULTILINE)
LEAD = re.compile(r"^\*\*[^*\n]+[.:]\*\* ")


@dataclass(frozen=True)
class Section:
    """An executed notebook as a page shows it, and what the page says of it elsewhere.

    `title` is its heading without the slice, `figures` the cell that computes each of its figures,
    `problems` what could not be filled in. One whose run ended with nothing shown is its title and
    what it `ended` with.
    """

    run: Run
    title: str
    cells: list[NotebookNode]
    source: Source
    imported: frozenset[str]
    figures: Mapping[Key, str]
    claims: tuple[Claim, ...] = ()
    problems: tuple[str, ...] = ()
    ended: str = ""


def section(run: Run, leaf: Leaf, edition: Edition) -> Section:
    """Return what a page shows of a run.

    Raises `InputError` where the run stopped at an error or lacks its heading.
    """
    notebook = nbformat.v4.reads(run.output.read_text(encoding="utf-8"))
    if stopped := outputs.errors(notebook):
        raise InputError(f"{run.name}: the run stopped at {stopped[0]}; run it again")
    ended, places = _cut(notebook)
    values = edition.values.of(run.slice, figures_of(notebook))
    values[ROW] = edition.rows.leading_from(leaf.name)
    source = Source.of(notebook, edition)
    with noting() as noted:
        cells, problems = _filled(notebook, values, run, source)
        sentences = [one for cell in cells for one in _found(cell, edition, run)]
    cells += places
    text = "\n".join([*sentences, *(one.source for one in cells if one.cell_type == "markdown")])
    title = "" if problems else _title(cells, run.name).removesuffix(f": {values['slice']}")
    return Section(
        run, title, cells, source, _imported(notebook), cells_of(notebook), said(noted, text),
        tuple(problems), ended,
    )  # fmt: skip


def _cut(notebook: NotebookNode) -> tuple[str, list[NotebookNode]]:
    """Leave of a notebook whose run ended what stands before its end.

    Where nothing was shown before, prose would speak of what is not there: its title alone is left,
    and the sentence returned. With it goes a cell of the places that links to the rest lead to.
    """
    if not (ended := cell_of_end(notebook)):
        return "", []
    at = next(at for at, cell in enumerate(notebook.cells) if cell.id == ended)
    before, last, rest = notebook.cells[:at], notebook.cells[at], notebook.cells[at + 1 :]
    words = ""
    if not any(map(outputs.is_result, outputs.of(before))):
        words = words_of_end(notebook)
        before, rest = before[:1], [*before[1:], *rest]
    notebook.cells = [*before, last]
    places = "\n".join(_place(section_anchor(cell.id)) for cell in rest if _is_heading(cell))
    return words, [nbformat.v4.new_markdown_cell(places, id="places")] if places else []


def joined(sections: Sequence[Section], title: str) -> list[NotebookNode]:
    """Return the cells of a page of several notebooks: the title, their answers, their sections.

    Where all of them ended with nothing shown, what they ended with is said once.
    """
    if all(one.ended for one in sections):
        return [_ended(sections, title)]
    answers = "\n".join(filter(None, map(_answer, sections)))
    points = [f'<div class="main-points">\n\n{answers}\n\n</div>'] if answers else []
    head = nbformat.v4.new_markdown_cell("\n\n".join([f"# {title}", *points]), id="title")
    return [head, *(cell for one in sections for cell in _below(one))]


def _ended(sections: Sequence[Section], title: str) -> NotebookNode:
    """Return the one cell of a page that has nothing to show, with its sections' places."""
    places = [_place(anchor(one.run.notebook_name)) for one in sections]
    places += [_own_places(one, cell) for one in sections for cell in one.cells[1:]]
    said = dict.fromkeys(one.ended for one in sections)
    text = "\n\n".join(filter(None, [f"# {title}", *places, *said]))
    return nbformat.v4.new_markdown_cell(text, id="title")


def _place(name: str) -> str:
    return f'<div class="section-anchor" id="{name}"></div>'


def _own_places(one: Section, cell: NotebookNode) -> str:
    """Return a cell's prose in which the places have their notebook's name."""
    if cell.cell_type != "markdown":
        return ""
    return cell.source.replace(f'id="{SECTION}', f'id="{anchor(one.run.notebook_name)}-')


def _is_heading(cell: NotebookNode) -> bool:
    return cell.cell_type == "markdown" and cell.source.startswith("## ")


def _answer(one: Section) -> str:
    """Return a notebook's answer as a point of its page's head, which leads to its section."""
    link = f'<a href="#{anchor(one.run.notebook_name)}">{one.title}</a>'
    said = [LEAD.sub("", cell.source) for cell in one.cells if cell.id == SUMMARY]
    return "\n".join(f"- **{link}.** {' '.join(text.split())}" for text in said)


def _below(one: Section) -> list[NotebookNode]:
    """Return a notebook's cells below its page's title: headings, anchors and names its own."""
    name = one.run.notebook_name
    first, *rest = one.cells
    _, _, text = first.source.partition("\n")
    first.source = f"{_place(anchor(name))}\n\n## {one.title}\n{text}"
    for cell in rest:
        if cell.cell_type == "markdown":
            cell.source = HEADING.sub("#", _own_places(one, cell))
    for cell in one.cells:
        cell["id"] = f"{section_name(name)}-{cell['id']}"[-64:]
    own = f"{section_name(name)}-{SUMMARY}"
    return [cell for cell in one.cells if cell.id != own]


def _filled(
    notebook: NotebookNode, values: dict[str, Any], run: Run, source: Source
) -> tuple[list[NotebookNode], list[str]]:
    cells, problems = [], []
    edition, real, parts = source.edition, *map(evaluation().real, ("show", "parts"))
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "code" and PARAMETERS & set(cell.metadata.get("tags", [])):
            continue
        try:
            if cell.cell_type == "markdown":
                cell.source = edition.in_language(cell.source, run.notebook_name)
            name = f"{run.notebook_name}/{cell.id}"
            invented = source.synthetic and not is_real(name, real)
            cells.append(_cell(cell, values, source.synthetic, invented))
            if name in parts:
                cells[-1].metadata["real"] = parts[name]
            cells += _to_source(cells[-1], run)
        except ProseError as problem:
            problems.append(f"{run.name}, cell {number}: {problem}")
    return cells, problems


def _found(cell: NotebookNode, edition: Edition, run: Run) -> Iterator[str]:
    """Put what its charts show in their metadata, as a sentence, and yield it."""
    for output in cell.get("outputs", []):
        said = output.get("metadata", {}).get(VEGALITE, {})
        if "finding" in said:
            said |= findings.tell(said, edition.values, run.slice)
            yield said["finding"]


def _to_source(cell: NotebookNode, run: Run) -> list[NotebookNode]:
    """Return what leads from the results below a cell to its code; nothing where none is shown."""
    if cell.cell_type != "code" or not any(map(outputs.is_result, cell.outputs)):
        return []
    return [nbformat.v4.new_markdown_cell(source_link(run, cell.id), id=f"{cell.id}-source"[-64:])]


def _cell(
    cell: NotebookNode, values: dict[str, Any], synthetic: bool, invented: bool
) -> NotebookNode:
    """Return a cell as the page has it: prose filled in, code hidden, nothing of the machine.

    Results that made-up answers decide (`invented`) are marked, and so is a page's summary of them.
    A cell of code says whether its notebook rests on such answers, for the workbook of tables.
    """
    language = spoken()
    if cell.cell_type != "code":
        text = anchored(cell.id, titles.cited(fill(cell.source, values), language))
        if invented and cell.id == SUMMARY:
            text = made_up.summary(text)
        return NotebookNode(cell_type=cell.cell_type, id=cell.id, metadata={}, source=text)
    return NotebookNode(
        cell_type="code",
        id=cell.id,
        metadata={"tags": [*cell.metadata.get("tags", []), HIDE_CODE], "synthetic": synthetic},
        source=cell.source,
        execution_count=None,
        outputs=outputs.shown(cell.outputs, language, invented),
    )


def anchored(cell: str, source: str) -> str:
    """Put before a section's heading what links of either language lead to."""
    if not source.startswith("## "):
        return source
    return f"{_place(section_anchor(cell))}\n\n{source}"


def _imported(notebook: NotebookNode) -> frozenset[str]:
    """Return the modules of the library that a notebook imports from."""
    found = {module for module, _ in imports(notebook) or ()}
    return frozenset(name for name in found if name.partition(".")[0] == "modning")


def _title(cells: list[NotebookNode], where: str) -> str:
    first = cells[0].source if cells else ""
    if not first.startswith("# "):
        raise InputError(f'{where}: the first cell must begin with "# Title: {{{{ slice }}}}"')
    return first.partition("\n")[0].removeprefix("# ").strip()
