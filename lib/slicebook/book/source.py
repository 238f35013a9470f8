"""What a page rests on, said at its top and at its end."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from nbformat import NotebookNode

from slicebook import paths
from slicebook.book import catalogues, words
from slicebook.book.contents import Leaf
from slicebook.book.downloads import all_tables
from slicebook.book.rows import Rows
from slicebook.book.values import Values
from slicebook.programme import Programme
from slicebook.runs.rested_on import reads_results, sources_of
from slicebook.text import Message


@dataclass(frozen=True)
class Edition:
    """What all pages of a book share; `synthetic` says whether the accepted answers are."""

    programme: Programme
    language: str
    values: Values
    titles: Mapping[str, Message]
    synthetic: bool
    rows: Rows = field(default_factory=Rows)

    def in_language(self, text: str, catalogue: str) -> str:
        """Return a source text in the edition's language; a part that lacks it is marked."""
        if self.language == catalogues.SOURCE:
            return text
        return catalogues.translated(text, catalogue, self.language)


@dataclass(frozen=True)
class Source:
    """The answers a page rests on: read by its run, or behind the figures it reads."""

    edition: Edition
    notes: list[dict[str, Any]]
    second_hand: bool

    @classmethod
    def of(cls, notebook: NotebookNode, edition: Edition) -> "Source":
        """Return what an executed notebook rests on."""
        return cls(edition, sources_of(notebook), reads_results(notebook))

    @classmethod
    def of_all(cls, sources: Sequence["Source"]) -> "Source":
        """Return what the sections of a page rest on together."""
        notes = [note for one in sources for note in one.notes]
        return cls(sources[0].edition, notes, any(one.second_hand for one in sources))

    @property
    def synthetic(self) -> bool:
        """Tell whether made-up answers are behind the page."""
        first_hand = any(note["synthetic"] for note in self.notes)
        return first_hand or (self.second_hand and self.edition.synthetic)

    def banner(self) -> str:
        """Return the notice of a page that rests on synthetic answers, else nothing."""
        return banner() if self.synthetic else ""

    def in_words(self, slice_title: str) -> str:
        """Return where the page's data are from, in one line."""
        said = []
        if self.notes:
            origin = words.MADE_UP if self.notes[0]["synthetic"] else words.EXPORTED
            forms = dict.fromkeys(note["form"] for note in self.notes)
            titles = ", ".join(str(self.edition.titles[form]) for form in forms)
            said.append(f"{origin}: {titles} ({slice_title})")
        if self.second_hand:
            said.append(str(words.FROM_RESULTS))
        return "; ".join(said) or str(words.NO_ANSWERS)


def banner() -> str:
    """Return the notice that a page rests on synthetic answers."""
    said = words.SYNTHETIC if paths.has_report() else words.SYNTHETIC_ALONE
    return (
        f'<aside class="synthetic" role="note"><strong>{words.SYNTHETIC_TITLE}.</strong> '
        f"{said} {_legend()}</aside>"
    )


def _legend() -> str:
    this = f'<span class="invented">{words.LIKE_THIS}</span>'
    return str(words.NUMBERS_MADE_UP).format(this=this)


def about_page(leaf: Leaf, source: Source, imported: Collection[str], tables: bool) -> str:
    """Return the page's last lines: its data, how it was computed, its notebooks and parameters.

    `imported` are the modules of the library that its notebooks name, none where their runs
    ended before; a page that shows `tables` leads to the workbook of them all.
    """
    here = leaf.slice
    parameters = {"municipality": here.municipality, "year": here.year}
    notebooks = _code_list(f"notebooks/{run.notebook_name}.ipynb" for run in leaf.runs)
    rows = {words.DATA: escape(source.in_words(here.title(source.edition.programme)))}
    if imported:
        rows[words.COMPUTED] = words.CODE_FOLDED.format(_code_list(imported))
    rows |= {
        words.NOTEBOOK: f"{notebooks} ({words.OPEN_WITH} <code>make lab</code>)",
        words.PARAMETERS: ", ".join(
            f'<code>{name} = "{value}"</code>' for name, value in parameters.items()
        ),
    }
    if tables:
        rows[words.ALL_TABLES] = all_tables(leaf.name)
    items = "\n".join(f"<dt>{term}</dt>\n<dd>{text}</dd>" for term, text in rows.items())
    title = str(words.SOURCE_TITLE)
    return f'<aside class="about-page" aria-label="{title}"><dl>{items}</dl></aside>'


def _code_list(names: Iterable[str]) -> str:
    return ", ".join(f"<code>{escape(name)}</code>" for name in names)
