"""Which of the book's pages are printed, and under which headings."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

# Pages that help on a screen or are longer than their use on paper.
LEFT_OUT = ("codebook/", "changes", "accessibility", "glossary")


@dataclass(frozen=True)
class Chapter:
    """A page of the book: its name there and its title."""

    name: str
    title: str


@dataclass(frozen=True)
class Part:
    """A part of the book and the chapters of it that are printed."""

    title: str
    chapters: tuple[Chapter, ...]


def printed_parts(source: Path) -> list[Part]:
    """Return the parts of the assembled book: each chapter's first page, which is the whole."""
    toc = yaml.safe_load((source / "_toc.yml").read_text(encoding="utf-8"))
    parts = [Part(part["caption"], tuple(_chapters(part["chapters"]))) for part in toc["parts"]]
    return [part for part in parts if part.chapters]


def _chapters(entries: Iterable[dict]) -> Iterable[Chapter]:
    for entry in entries:
        if not entry["file"].startswith(LEFT_OUT):
            yield Chapter(entry["file"], entry["title"])
