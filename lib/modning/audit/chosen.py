"""Sentences that are chosen by what is withheld: "a rise" tells of a change that nobody may know.

Each text of the notebooks is filled in by the published table of figures, and once more as if what
is withheld there were much, little, or somewhere about nought. What is said then alone depends on
it, and stands on no page.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import Any

import pandas as pd

from modning.audit.numbers import words
from modning.audit.paper import ARTICLE
from slicebook.book import catalogues, findings
from slicebook.book.order import order
from slicebook.book.prose import ProseError, fill
from slicebook.book.sentences import each_sentence
from slicebook.book.values import Values
from slicebook.programme import Programme
from slicebook.runs.steps import Done, of_library, unless_unchanged
from slicebook.runs.taken import hashes
from slicebook.seals import hash_of_json
from slicebook.shown.static import VEGALITE
from slicebook.slices import Slice
from slicebook.text import SOURCE, speaking

MUCH = 1e9
# Value and ends of a figure, were they known.
GUESSES = ((MUCH, MUCH, MUCH), (-MUCH, -MUCH, -MUCH), (0.0, -MUCH, MUCH))
# Links and marks, which pages have otherwise.
MARKUP = re.compile(r"\]\([^)]*\)|<[^>]*>")
APART = re.compile(r"[^\w.!?]+")


def chosen(
    folder: Path, language: str, programme: Programme, results: pd.DataFrame, runs: Path
) -> Iterator[str]:
    """Yield the sentences of a language's pages in `folder` that what is withheld has chosen.

    `runs` has the executed notebooks.
    """
    places, pages = order(), defaultdict[Path, list[Path]](list)
    for path in sorted(runs.glob("*/*/*.ipynb")):
        topic = places.topic(f"{path.parent.parent.name}/{path.parent.name}").name
        pages[folder / topic / f"{path.stem}.html"].append(path)

    @cache
    def values() -> list[Values]:
        tables = (results, *(_as_if(results, numbers) for numbers in GUESSES))
        return [Values(one, programme) for one in tables]

    def work(page: Path) -> Done:
        return Done("\n".join(_of_page(page, pages[page], language, *values())))

    known = {**of_library("modning.audit.chosen.chosen"), "results": hash_of_json(results.to_csv())}
    with speaking(language):
        for page in filter(Path.is_file, pages):
            where = page.relative_to(folder.parent)
            step = f"chosen/{where.with_suffix('').as_posix()}"
            done = unless_unchanged(step, known | hashes([page, *pages[page]]), partial(work, page))
            for one in done.said.splitlines():
                yield f"{where.as_posix()}: withheld figures chose: {one}"


def _of_page(
    page: Path, runs: list[Path], language: str, known: Values, *guessed: Values
) -> Iterator[str]:
    """Yield the sentences of a page that are said by a guess alone."""
    texts = [(path, _in(language, path)) for path in runs]
    anyway = "\n".join(_said(texts, known))
    guesses = {one for values in guessed for one in _said(texts, values)}
    more = sorted(one for one in guesses if one not in anyway)
    shown = _plain(words(ARTICLE.search(page.read_text("utf-8"))[0])) if more else ""
    yield from (one for one in more if f" {one} " in f" {shown} ")


def _as_if(results: pd.DataFrame, numbers: tuple[float, float, float]) -> pd.DataFrame:
    """Return a table of figures in which those withheld have some value and ends."""
    guess = results.copy()
    guess.loc[~guess["shown"], ["value", "low", "high", "n", "shown"]] = [*numbers, MUCH, True]
    return guess


def _in(language: str, path: Path) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the text of each cell of an executed notebook in a language, with the cell."""
    name = f"{path.parent.parent.name}/{path.parent.name}"
    cells = json.loads(path.read_text("utf-8"))["cells"]
    texts = ("".join(one["source"]) if one["cell_type"] == "markdown" else "" for one in cells)
    if language != SOURCE:
        texts = (catalogues.translated(text, name, language) for text in texts)
    return list(zip(texts, cells, strict=True))


def _said(
    notebooks: list[tuple[Path, list[tuple[str, Mapping[str, Any]]]]], values: Values
) -> Iterator[str]:
    """Yield the sentences that texts and charts of some runs say by some figures."""
    for path, cells in notebooks:
        here = Slice(*path.stem.rpartition("-")[::2])
        mine = values.of(here)
        for text, cell in cells:
            # Of a run that ended before, no page has what names what was not recorded.
            with suppress(ProseError):
                yield from _sentences(fill(text, mine))
            for output in cell.get("outputs", []):
                said = output.get("metadata", {}).get(VEGALITE, {})
                if "finding" in said:
                    yield from _sentences(findings.tell(said, values, here)["finding"])


def _sentences(text: str) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", MARKUP.sub(" ", text)):
        yield from filter(None, map(_plain, each_sentence(paragraph)))


def _plain(text: str) -> str:
    """Return the words of a text and where its sentences end."""
    return APART.sub(" ", text).strip()
