"""Numbers elsewhere than in tables, charts and rows of figures, held against these.

Sentences, headings, drawings, texts that are read aloud, the search and what is printed: a number
that stands in no table, chart or row has been attacked by nobody. Known are also the notebooks as
they are committed, which hold no answers, and how many forms came in.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from cellguard.exhibits import CHART, DATA, FINDING, in_text
from modning.audit.numbers import Known, bare, numbers, strange, words
from modning.audit.paper import ARTICLE, AXIS, on_paper
from modning.audit.reading import read_results
from slicebook import paths
from slicebook.book.order import order
from slicebook.programme import Programme
from slicebook.results import KEY
from slicebook.runs.rested_on import reads_results
from slicebook.text import in_all

NUMBERS = ["value", "low", "high", "n"]
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
ROWS = re.compile(r'<details class="figure-rows">.*?</details>', re.DOTALL)
ROW = re.compile(r'<li id="(figure-[^"]+)">(.*?)</li>', re.DOTALL)
LINK = re.compile(r'<a class="figure" href="[^"#]*#([^"]+)">(.*?)</a>', re.DOTALL)
SPOKEN = re.compile(r'aria-label="([^"]*)"')
SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)
# What is no sentence, or stands in an exhibit.
APART = re.compile(r"<(script|svg|pre|nav|table|code)[ >].*?</\1>", re.DOTALL)


def untold(folder: Path, programme: Programme, results: pd.DataFrame) -> Iterator[str]:
    """Yield the numbers of a language's book that no exhibit, row or earlier text tells."""
    texts = {page: page.read_text("utf-8") for page in sorted(folder.rglob("*.html"))}
    pages = {page: text for page, text in texts.items() if _is_of_run(page.relative_to(folder))}
    rows = dict(pair for text in pages.values() for pair in ROW.findall(text))
    called = [place.name for place in programme.municipalities.values()]
    shown = results[results["shown"]].filter(NUMBERS[:-1])
    values = np.sort(shown.stack().dropna().to_numpy(float))
    public = _public(results, programme)
    for page, text in pages.items():
        article = next(iter(ARTICLE.findall(text)), text)
        known = _known(page, article, values)
        known.write(*public.get(page.stem, ()))
        # What people called the programme and its places has been there before the answers.
        known.write(*in_all(programme.name), *called)
        # An interval follows the number that leads to its row.
        known.round(*(words(rows.get(anchor, "")) for anchor, _ in LINK.findall(article)))
        for one in (*_of_page(text, article, known), *_linked(article, rows)):
            yield f"{page.relative_to(folder.parent).as_posix()}: {one}"
    yield from on_paper(folder, texts.values())


def packaged(folder: Path, results: pd.DataFrame) -> Iterator[str]:
    """Yield the figures that the data package in a folder has and the table of figures has not."""
    for name, read in {"figures.csv": read_results, "figures.json": pd.read_json}.items():
        if (path := folder / name).is_file():
            found = read(path).astype({"year": str})
            both = found.merge(results, "left", on=KEY, suffixes=("", "_known"))
            known = both[[f"{number}_known" for number in NUMBERS]].to_numpy(float, na_value=np.nan)
            given = both[NUMBERS].to_numpy(float, na_value=np.nan)
            # The two are written with as many digits, in different ways.
            alike = np.isclose(given, known, rtol=1e-9, atol=1e-9) | np.isnan(given)
            lacking = both.loc[~alike.all(axis=1), KEY]
            yield from (f"{folder.name}/{name}: {' '.join(one)}" for one in lacking.to_numpy())


def _is_of_run(page: Path) -> bool:
    """Tell whether a page, by its place in the book, is a notebook's of a slice."""
    return len(page.parts) == 3 and page.parts[0] != "source"


def _public(results: pd.DataFrame, programme: Programme) -> dict[str, list[str]]:
    """Return the figures that are public by their names, by municipality and year."""
    names = filter(programme.is_public, results["figure"].unique())
    found: dict[str, list[str]] = {}
    for row in results[results["figure"].isin([*names]) & results["value"].notna()].itertuples():
        found.setdefault(f"{row.municipality}-{row.year}", []).append(f"{row.value:g}")
    return found


def _known(page: Path, article: str, values: np.ndarray) -> Known:
    """Return what a page's own exhibits and rows tell, and all `values` where it reads figures."""
    written, reads = _notebooks(page.parent)
    known = Known({*written, *map(bare, numbers(page.stem))})
    if reads:
        known.others = values
    for found in ROWS.findall(article):
        known.round(words(found))
    for one in in_text(article, ""):
        known.write(one.caption, *one.columns, *(cell for row in one.rows for cell in row))
    return known


@cache
def _notebooks(folder: Path) -> tuple[frozenset[str], bool]:
    """Return the numbers in a page's notebooks as committed, and whether one reads figures.

    One that reads the figures of all others may say any of them.
    """
    known, reads = Known(), False
    for name in order().notebooks(f"{folder.parent.name}/{folder.name}"):
        path = paths.notebooks() / f"{name}.ipynb"
        notebook = json.loads(path.read_text("utf-8")) if path.is_file() else {}
        known.write(name, *("".join(cell["source"]) for cell in notebook.get("cells", [])))
        reads |= bool(notebook) and reads_results(notebook)
    return frozenset(known.written), reads


def _of_page(text: str, article: str, known: Known) -> Iterator[str]:
    sentences = APART.sub(" ", ROWS.sub(" ", CHART.sub(" ", article)))
    yield from strange(words(LINK.sub(" ", sentences)), known)
    yield from strange(words(" ".join(TITLE.findall(text))), known)
    for chart in CHART.findall(article):
        yield from _of_chart(chart, known)


def _of_chart(chart: str, known: Known) -> Iterator[str]:
    """Yield what a chart's drawing, and what is read aloud of it, say beyond its data."""
    mine = Known(set(known.written))
    for one in in_text(chart, ""):
        take = mine.round if one.kind == DATA else mine.write
        take(*one.columns, *(cell for row in one.rows for cell in row))
    drawn = (AXIS.sub(" ", drawing) for drawing in SVG.findall(chart))
    yield from strange(" ".join(map(words, drawn)), mine)
    yield from strange(" ".join(map(words, FINDING.findall(chart))), known)
    yield from strange(" ".join(map(html.unescape, SPOKEN.findall(chart))), mine)


def _linked(article: str, rows: Mapping[str, str]) -> Iterator[str]:
    """Yield the numbers in sentences that say otherwise than the row they lead to."""
    for anchor, said in LINK.findall(article):
        row = Known()
        row.round(words(rows.get(anchor, "")))
        yield from (f"{one} is not in the row {anchor}" for one in strange(words(said), row))
