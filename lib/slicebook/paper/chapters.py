"""Chapters as they were printed the last time, for those of which nothing changed since."""

import json
import re
from dataclasses import asdict
from pathlib import Path

from slicebook.files import write
from slicebook.paper.contents import Chapter
from slicebook.paper.page import Printer, page_html
from slicebook.runs.steps import hashes, of_library
from slicebook.runs.taken import hash_file
from slicebook.seals import hash_of_json, opened, sealed
from slicebook.text import spoken
from slicebook.translations import catalogues

DRAWN = re.compile(r'src="figures/(\w+)\.svg"')


class Chapters:
    """Gives chapters as HTML, like `page_html`, and keeps them in a file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._before = opened(file) or {}
        self._now: dict[str, str] = {}
        words = hashes(catalogues("slicebook", spoken()))
        self._code = of_library("slicebook.paper.page.page_html") | words

    def __call__(self, chapter: Chapter, level: int, to: Printer) -> str:
        """Return a chapter, whose drawings lie where they are to."""
        source = [hash_file(to.source / f"{chapter.name}.{kind}") for kind in ("ipynb", "md")]
        sections = sorted(to.sections.get(chapter.name, ()))
        asked = [asdict(chapter), level, sections, to.annex, sorted(to.chapters)]
        made_of = hash_of_json([self._code, *source, *asked])
        html = self._before.get(made_of)
        if html is None or not all((to.drawings / f"{one}.svg").is_file() for one in drawn(html)):
            html = page_html(chapter, level, to)
        self._now[made_of] = html
        return html

    def keep(self) -> None:
        """Keep the chapters that were asked for, and no others."""
        write(self._file, json.dumps(sealed(self._now), ensure_ascii=False))


def drawn(html: str) -> set[str]:
    """Return the names of the drawings in a document."""
    return set(DRAWN.findall(html))
