"""What stands beside a language's pages: the edition on paper, if it was made, and all tables."""

from pathlib import Path

from slicebook import paths
from slicebook.book import words
from slicebook.evaluation import evaluation
from slicebook.programme import Programme
from slicebook.text import number

PAPER = {
    "brief.pdf": words.BRIEF,
    "report.pdf": words.BOOK,
    "annex.pdf": words.ANNEX,
    "report.docx": words.BOOK_DOCX,
    "annex.docx": words.ANNEX_DOCX,
}
# Where the front page has links to the printed edition, which is printed after the pages are made.
PRINTED = "<!-- printed -->"
TABLES = {"xlsx": "Excel", "ods": "OpenDocument"}


def printed_files(language: str) -> list[Path]:
    """Return the files of the printed edition of a language; none before `modning paper`."""
    return [path for name in PAPER if (path := paths.build("paper", language, name)).is_file()]


def downloads(language: str) -> str:
    """Return links to the printed edition, with each file's size; nothing where there is none."""
    links = "; ".join(
        f'<a href="{path.name}" download>{PAPER[path.name]} ({_size(path)})</a>'
        for path in printed_files(language)
    )
    return f'<p class="downloads">{words.ON_PAPER}: {links}</p>' if links else ""


def _size(path: Path) -> str:
    """Return a file's size, a small one's in thousands of bytes."""
    size = path.stat().st_size
    return f"{number(size / 1e6, 1)} MB" if size >= 1e5 else f"{number(size / 1e3)} kB"


def workbooks(language: str) -> dict[str, Path]:
    """Return the places of a language's workbook of tables, by their names beside the pages."""
    return {f"tables.{kind}": paths.build("tables", f"{language}.{kind}") for kind in TABLES}


def beside(language: str) -> dict[str, Path]:
    """Return all files that stand beside a language's pages, by their names there."""
    return {path.name: path for path in printed_files(language)} | workbooks(language)


def all_tables(page: str) -> str:
    """Return links from a page to the workbook of the book's tables."""
    up = "../" * page.count("/")
    return ", ".join(
        f'<a href="{up}tables.{kind}" download>{name}</a>' for kind, name in TABLES.items()
    )


def documents(programme: Programme) -> str:
    """Return links to the evaluation's own files beside the figures; there may be none."""
    names = evaluation().documents(programme)
    return ", ".join(f'<a href="../data/{name}" download>{name}</a>' for name in names)
