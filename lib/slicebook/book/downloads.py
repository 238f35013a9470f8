"""The edition on paper, where it was made: its files stand beside the pages, linked in front."""

from pathlib import Path

from slicebook import paths
from slicebook.book import words
from slicebook.evaluation import evaluation
from slicebook.programme import Programme

PAPER = {"brief.pdf": words.BRIEF, "report.pdf": "PDF", "report.docx": "DOCX"}


def printed_files(language: str) -> list[Path]:
    """Return the files of the printed edition of a language; none before `modning paper`."""
    return [path for name in PAPER if (path := paths.build("paper", language, name)).is_file()]


def downloads(language: str) -> str:
    """Return links to the printed edition, with each file's size; nothing where there is none."""
    links = " ".join(
        f'<a href="{path.name}" download>{PAPER[path.name]} '
        f"({path.stat().st_size / 1e6:.1f} MB)</a>"
        for path in printed_files(language)
    )
    return f'<p class="downloads">{words.ON_PAPER}: {links}</p>' if links else ""


def documents(programme: Programme) -> str:
    """Return links to the evaluation's own files beside the figures; there may be none."""
    names = evaluation().documents(programme)
    return ", ".join(f'<a href="../data/{name}" download>{name}</a>' for name in names)
