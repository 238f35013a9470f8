"""Which pages the book has, in the order of its table of contents."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from slicebook.book import words
from slicebook.book.fullness import is_full
from slicebook.book.order import Order, order
from slicebook.errors import InputError
from slicebook.programme import ALL, Programme
from slicebook.runs.matrix import Run, notebook_name, notebook_paths, plan
from slicebook.slices import all_slices


@dataclass(frozen=True)
class Chapter:
    """One notebook: its name in the project and the runs that are pages, the whole first."""

    name: str
    runs: tuple[Run, ...]

    @property
    def first(self) -> Run:
        """Return the run whose page stands for the chapter in the contents."""
        return self.runs[0]

    def has(self, municipality: str, year: str) -> bool:
        """Tell whether the chapter has a page of this slice."""
        return any((run.slice.municipality, run.slice.year) == (municipality, year)
                   for run in self.runs)  # fmt: skip


def document(run: Run) -> str:
    """Return a page's name in the book, `02_outcomes/02_change/north-2024`."""
    return f"{notebook_name(run.notebook)}/{run.slice.name}"


def chapters(programme: Programme) -> list[Chapter]:
    """Return the notebooks that were run, in the book's order, with the runs that are pages.

    That is the first run, of the whole, and those of slices that show enough (`fullness`). Raises
    `InputError` where nothing was run.
    """
    planned = plan(notebook_paths(), all_slices(programme))
    done = [run for run in planned if run.output.is_file()]
    if not done:
        raise InputError("build/runs: no executed notebook; run them first (modning run)")
    by_notebook = groupby(done, key=lambda run: notebook_name(run.notebook))
    share = programme.layout.own_page
    found = [_chapter_of(name, list(runs), share) for name, runs in by_notebook]
    places = order()
    return sorted(found, key=lambda chapter: places.place(chapter.name))


def _chapter_of(name: str, runs: list[Run], share: float) -> Chapter:
    first, *slices = runs
    return Chapter(name, (first, *(run for run in slices if is_full(run.output, share))))


@dataclass(frozen=True)
class Entry:
    """A page in the table of contents, and those below it."""

    name: str
    title: str
    chapter: str
    below: tuple["Entry", ...] = ()


@dataclass(frozen=True)
class Part:
    """A part of the book and its pages."""

    title: str
    pages: tuple[Entry, ...]


def parts(
    found: list[Chapter],
    titles: dict[str, str],
    about: list[str],
    codebook: list[str],
    places: Order,
) -> list[Part]:
    """Return the table of contents: the parts of notebooks, then the codebook and the rest.

    `titles` names each page as the contents list it.
    """
    of_notebooks = [
        Part(title, tuple(_chapter(chapter, titles) for chapter in chapters_))
        for title, chapters_ in groupby(found, key=lambda chapter: places.part(chapter.name))
    ]
    others = [(words.CODEBOOK, codebook), (words.ABOUT, about)]
    return of_notebooks + [
        Part(str(title), tuple(Entry(page, titles[page], page) for page in pages))
        for title, pages in others
        if pages
    ]


def external_toc(contents: list[Part]) -> dict[str, Any]:
    """Return the table of contents in jupyter-book's form."""
    return {
        "format": "jb-book",
        "root": "index",
        "parts": [
            {"caption": part.title, "chapters": [_toc_entry(page) for page in part.pages]}
            for part in contents
        ],
    }


def _chapter(chapter: Chapter, titles: dict[str, str]) -> Entry:
    """Return a chapter's entry: below it the years of the whole, then each municipality."""
    below: list[Entry] = []
    groups = groupby(chapter.runs[1:], key=lambda run: run.slice.municipality)
    for municipality, group in groups:
        runs = list(group)
        if municipality == ALL or runs[0].slice.year != ALL:
            below += [_entry(run, chapter, titles) for run in runs]
        else:
            years = tuple(_entry(run, chapter, titles) for run in runs[1:])
            below.append(_entry(runs[0], chapter, titles, years))
    return _entry(chapter.first, chapter, titles, tuple(below))


def _entry(
    run: Run, chapter: Chapter, titles: dict[str, str], below: tuple[Entry, ...] = ()
) -> Entry:
    page = document(run)
    return Entry(page, titles[page], f"{chapter.name}/", below)


def _toc_entry(page: Entry) -> dict[str, Any]:
    entry: dict[str, Any] = {"file": page.name, "title": page.title}
    if page.below:
        entry["sections"] = [_toc_entry(one) for one in page.below]
    return entry
