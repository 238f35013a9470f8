"""Which pages the book has, in the order of its table of contents."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from slicebook.book import words
from slicebook.book.fullness import is_full
from slicebook.book.order import Order, Topic
from slicebook.errors import InputError
from slicebook.programme import ALL, Programme
from slicebook.runs.matrix import Run, notebook_paths, plan
from slicebook.slices import Slice, all_slices
from slicebook.text import Message

# The front page, which stands before all parts.
INDEX = "index"


@dataclass(frozen=True)
class Leaf:
    """A page before it is made: its topic's name, and the runs of one slice that it shows."""

    topic: str
    runs: tuple[Run, ...]

    @property
    def slice(self) -> Slice:
        """Return the slice that the page is about."""
        return self.runs[0].slice

    @property
    def name(self) -> str:
        """Return the page's name in the book, `02_outcomes/02_change/north-2024`."""
        return f"{self.topic}/{self.slice.name}"


@dataclass(frozen=True)
class Chapter:
    """A topic: its name in the book, its pages, the whole first, and its title.

    A notebook that is a page by itself has the title in its first cell.
    """

    name: str
    leaves: tuple[Leaf, ...]
    title: Message | None = None

    @property
    def first(self) -> Leaf:
        """Return the page that stands for the chapter in the contents."""
        return self.leaves[0]

    @cached_property
    def slices(self) -> frozenset[Slice]:
        """Return the slices that the chapter has a page of."""
        return frozenset(leaf.slice for leaf in self.leaves)


def chapter_of(notebook: str, runs: Iterable[Run]) -> Chapter:
    """Return the chapter of a notebook that is a page by itself, of each of these runs."""
    return Chapter(notebook, tuple(Leaf(notebook, (run,)) for run in runs))


def chapters(programme: Programme, places: Order) -> list[Chapter]:
    """Return the topics that were run, in the book's order, with their pages.

    These are the first, of the whole, and those of slices that show enough (`fullness`). Raises
    `InputError` where nothing was run.
    """
    planned = plan(notebook_paths(), all_slices(programme))
    done = [run for run in planned if run.output.is_file()]
    if not done:
        raise InputError("build/runs: no executed notebook; run them first (modning run)")
    by_topic = dict[Topic, list[Run]]()
    for run in done:
        by_topic.setdefault(places.topic(run.notebook_name), []).append(run)
    found = [_chapter_of(topic, runs, programme) for topic, runs in by_topic.items()]
    return sorted(found, key=lambda chapter: places.place(chapter.name))


def _chapter_of(topic: Topic, runs: list[Run], programme: Programme) -> Chapter:
    runs = sorted(runs, key=lambda run: topic.notebooks.index(run.notebook_name))
    of_slices: dict[Slice, list[Run]] = {here: [] for here in all_slices(programme)}
    for run in runs:
        of_slices[run.slice].append(run)
    first, *slices = map(tuple, filter(None, of_slices.values()))
    shown = [its for its in slices if _shows_enough(its, first, programme.layout.own_page)]
    leaves = tuple(Leaf(topic.name, its) for its in (first, *shown))
    return Chapter(topic.name, leaves, topic.title)


def _shows_enough(runs: tuple[Run, ...], whole: tuple[Run, ...], share: float) -> bool:
    """Tell whether a slice is to have a page; a section that it lacks shows nothing."""
    there = {run.notebook for run in runs}
    lacking = [run.output for run in whole if run.notebook not in there]
    return is_full([run.output for run in runs], share, lacking)


@dataclass(frozen=True)
class Entry:
    """A page in the table of contents, and those below it."""

    name: str
    title: str
    chapter: str
    below: tuple["Entry", ...] = ()

    def all(self) -> Iterator["Entry"]:
        """Yield it and all below it, in order."""
        yield self
        for one in self.below:
            yield from one.all()


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
        "root": INDEX,
        "parts": [
            {"caption": part.title, "chapters": [_toc_entry(page) for page in part.pages]}
            for part in contents
        ],
    }


def _chapter(chapter: Chapter, titles: dict[str, str]) -> Entry:
    """Return a chapter's entry: below it the years of the whole, then each municipality."""
    below: list[Entry] = []
    groups = groupby(chapter.leaves[1:], key=lambda leaf: leaf.slice.municipality)
    for municipality, group in groups:
        leaves = list(group)
        if municipality == ALL or leaves[0].slice.year != ALL:
            below += [_entry(leaf, titles) for leaf in leaves]
        else:
            years = tuple(_entry(leaf, titles) for leaf in leaves[1:])
            below.append(_entry(leaves[0], titles, years))
    return _entry(chapter.first, titles, tuple(below))


def _entry(leaf: Leaf, titles: dict[str, str], below: tuple[Entry, ...] = ()) -> Entry:
    return Entry(leaf.name, titles[leaf.name], f"{leaf.topic}/", below)


def _toc_entry(page: Entry) -> dict[str, Any]:
    entry: dict[str, Any] = {"file": page.name, "title": page.title}
    if page.below:
        entry["sections"] = [_toc_entry(one) for one in page.below]
    return entry
