"""Assemble the book's pages from executed notebooks, results and the codebook."""

import json
import re
import shutil
from collections.abc import Callable
from functools import cache, partial
from html import escape
from importlib.metadata import version
from pathlib import Path

import pandas as pd
import vl_convert
import yaml

from slicebook import paths
from slicebook.book import words
from slicebook.book.addresses import Addresses, addresses
from slicebook.book.claims import CLAIMS, table
from slicebook.book.contents import INDEX, Chapter, Leaf, Part, chapters, external_toc, parts
from slicebook.book.downloads import all_tables
from slicebook.book.drawings import draw, shown
from slicebook.book.front import front_pages
from slicebook.book.kept import before, kept, surroundings
from slicebook.book.notebook_source import source_page
from slicebook.book.order import Order, order
from slicebook.book.pages import Page, topic_page
from slicebook.book.rows import rows_of
from slicebook.book.source import Edition
from slicebook.book.values import Values
from slicebook.errors import InputError
from slicebook.evaluation import evaluation
from slicebook.files import write
from slicebook.programme import Programme
from slicebook.reconcile import read_results, reconcile
from slicebook.runs.ends import words_of_ends
from slicebook.runs.matrix import notebook_paths, plan
from slicebook.runs.recordable import words_recorded
from slicebook.runs.taken import hashes
from slicebook.slices import all_slices
from slicebook.text import speaking, spoken

# Of the problems of one build; more would hide the first.
SHOWN = 20
# In a notebook's text, where quotes are escaped.
PAGE_TITLE = re.compile(
    r'(?P<before><a data-titled=\\"yes\\" href=\\"\.\./\.\./(?P<page>[\w/-]+)/[\w-]+\.html\\">)'
    r"[^<]*"
)


def assemble(
    programme: Programme,
    language: str,
    source: Path,
    found: list[Chapter] | None = None,
    page_of: Callable[[Leaf, Chapter, Edition], Page] = topic_page,
    front_of: Callable[..., list[Page]] = front_pages,
) -> list[Part]:
    """Write every page and return the table of contents; what stays the same is left alone.

    Beside the folder of the pages stands what their sentences claim.

    `found` are the chapters; without it, all that were run. `page_of` makes a page of one,
    `front_of` the pages around them, as `front_pages` does.

    Raises one `InputError` with everything that could not be filled in.
    """
    with speaking(language):
        places = order()
        found = found or chapters(programme, places)
        return _assembled(programme, source, found, places, page_of, front_of)


def _assembled(
    programme: Programme,
    source: Path,
    found: list[Chapter],
    places: Order,
    page_of: Callable[[Leaf, Chapter, Edition], Page],
    front_of: Callable[..., list[Page]],
) -> list[Part]:
    shown_at, shared = addresses(found), surroundings()
    place = f"{source.parent.parent.name}-{spoken()}"

    @cache
    def edition() -> tuple[Edition, pd.DataFrame, pd.DataFrame]:
        return _edition(programme, shown_at)

    def made(leaf: Leaf) -> list[Page]:
        return [page_of(leaf, leaves[leaf], edition()[0])]

    leaves = {leaf: chapter for chapter in found for leaf in chapter.leaves}
    steps = {
        leaf: (f"{place}/{leaf.name}", shared | hashes(run.output for run in leaf.runs))
        for leaf in leaves
    }
    known = {leaf: before(*step) for leaf, step in steps.items()}
    draw(shown((leaf for leaf in leaves if not known[leaf]), spoken()))
    pages = [
        page
        for leaf, step in steps.items()
        for page in known[leaf] or kept(*step, partial(made, leaf))
    ]
    front = kept(f"{place}/front", shared, lambda: front_of(*edition()))
    _all_filled([*pages, *front])
    claims = table(((page.name, one) for page in pages for one in page.claims), read_results())
    write(source.parent / CLAIMS, claims)
    codebook = evaluation().pages(programme)
    titles = _short_titles(found, pages) | {page.name: page.title for page in front}
    headings = dict(heading for page in pages for heading in page.headings)
    files = {f"{page.name}.ipynb": (page.name, _titled(page.text, headings)) for page in pages}
    texts = codebook | {page.name: page.text for page in front}
    texts = {name: _leading_to_tables(name, text) for name, text in texts.items()}
    texts |= dict(source_page(run) for chapter in found for run in chapter.first.runs)
    files |= {f"{name}.md": (name, text) for name, text in texts.items()}
    titles |= {name: text.partition("\n")[0].removeprefix("# ") for name, text in codebook.items()}
    about = [page.name for page in front if page.name != INDEX]
    contents = parts(found, titles, about, list(codebook), places)
    toc = yaml.safe_dump(external_toc(contents), allow_unicode=True, sort_keys=False)
    written = {path: shown_at.led(text, name) for path, (name, text) in files.items()}
    _write(source, written | {"_toc.yml": toc})
    _static(source)
    return contents


def _edition(
    programme: Programme, shown_at: Addresses
) -> tuple[Edition, pd.DataFrame, pd.DataFrame]:
    """Return what all pages share, the results, and those beside what is printed."""
    results = read_results()
    planned = plan(notebook_paths(), all_slices(programme))
    reconciled = reconcile(results)
    edition = Edition(
        programme=programme,
        language=spoken(),
        values=Values(results, programme, words_of_ends(planned), words_recorded(planned)),
        titles=evaluation().titles(programme),
        synthetic=bool(evaluation().origin()["synthetic"]),
        rows=rows_of(results, reconciled, shown_at),
    )
    return edition, results, reconciled


def _all_filled(pages: list[Page]) -> None:
    problems = list(dict.fromkeys(problem for page in pages for problem in page.problems))
    if problems:
        more = [f"… and {len(problems) - SHOWN} more"] if len(problems) > SHOWN else []
        raise InputError("\n".join(problems[:SHOWN] + more))


def _titled(notebook: str, headings: dict[str, str]) -> str:
    """Return a page's notebook in which links that ask for it bear their notebook's title."""

    def title(link: re.Match[str]) -> str:
        name = headings.get(link["page"])
        said = json.dumps(escape(name), ensure_ascii=False)[1:-1] if name else ""
        return link["before"] + said if said else link[0]

    return PAGE_TITLE.sub(title, notebook)


def _leading_to_tables(name: str, text: str) -> str:
    """Return a page which, where it shows a table, ends with links to the workbook of them all."""
    if "<table" not in text or all_tables(name) in text:
        return text
    return f'{text}\n<p class="downloads">{words.ALL_TABLES}: {all_tables(name)}</p>\n'


def _short_titles(found: list[Chapter], pages: list[Page]) -> dict[str, str]:
    """Return the pages' titles in the contents: the chapter's own, then the slices alone."""
    by_name = {page.name: page.title for page in pages}
    first = {chapter.first.name for chapter in found}
    return {
        name: title.rpartition(": ")[0] or title if name in first else title.rpartition(": ")[2]
        for name, title in by_name.items()
    }


def _write(source: Path, files: dict[str, str]) -> None:
    """Write the files, remove pages that are gone, touch nothing that is the same."""
    for name, text in files.items():
        path = source / name
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for path in [*source.rglob("*.ipynb"), *source.rglob("*.md")]:
        if path.relative_to(source).as_posix() not in files:
            path.unlink()


def _static(source: Path) -> None:
    """Copy the theme's additions, and Vega as one script for all charts."""
    target = source / "_static"
    shutil.copytree(paths.theme("_static"), target, dirs_exist_ok=True)
    vega, made_by = target / "vega.js", f"// vl-convert {version('vl-convert-python')}\n"
    if not (vega.is_file() and vega.read_text(encoding="utf-8").startswith(made_by)):
        vega.write_text(made_by + _vega(), encoding="utf-8")


@cache
def _vega() -> str:
    """Return Vega, Vega-Lite and Vega-Embed as a script whose names meet no others."""
    bundle = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return f"(() => {{{bundle}}})();"
