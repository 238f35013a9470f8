"""Pages that are kept: the same as made anew, and made anew where anything behind them changed."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from book.small_book import COSTS, OUTCOMES, make_project, within
from slicebook import notes
from slicebook.book.assemble import assemble
from slicebook.book.front import front_pages
from slicebook.book.pages import topic_page
from slicebook.programme import load_programme


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    make_project(tmp_path)
    with within(tmp_path):
        yield tmp_path


FRONT = "front"


def assembled(project: Path, language: str = "en") -> list[str]:
    """Assemble the book of a language; return the names of what was made anew."""
    made = []

    def page(leaf, *others):
        made.append(leaf.name)
        return topic_page(leaf, *others)

    def front(*others):
        made.append(FRONT)
        return front_pages(*others)

    source = project / "build" / "book" / language / "source"
    assemble(load_programme(), language, source, page_of=page, front_of=front)
    return made


def test_what_is_kept_is_the_same_and_counts_as_read(project: Path) -> None:
    folder = project / "build" / "book"
    with notes.taken() as read:
        assert len(assembled(project)) > 5
    before = content(folder)
    shutil.rmtree(folder)
    with notes.taken() as read_again:
        assert assembled(project) == []
    assert content(folder) == before
    # Some words are looked up in all languages once in a process.
    assert [one for one in read - read_again if not one.endswith(".po")] == []


def content(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_page_made_anew_stands_beside_those_kept_as_in_a_build_from_nothing(
    project: Path,
) -> None:
    folder = project / "build" / "book"
    assembled(project)
    retold(project)
    assembled(project)
    beside = content(folder)
    for made in (folder, project / "build" / "steps"):
        shutil.rmtree(made)
    assembled(project)
    assert content(folder) == beside


def retold(project: Path) -> None:
    """Have another sentence in a run's notebook, and in the run."""
    for path in (f"notebooks/{COSTS}.ipynb", f"build/runs/{COSTS}/all-all.ipynb"):
        edited(project / path, "A year costs", "Indeed, a year costs")


def edited(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def executed(project: Path) -> None:
    """Have a run made from something else."""
    path = project / "build" / "runs" / OUTCOMES / "all-all.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["metadata"].setdefault("modning", {})["fingerprint"] = {"code": "another"}
    text = json.dumps(notebook["metadata"], separators=(",", ":"))
    cells = json.dumps(notebook["cells"])
    path.write_text(f'{{"cells":{cells},\n"metadata":{text},\n"nbformat":4,"nbformat_minor":5}}')


CHANGES: dict[str, Callable[[Path], object]] = {
    "data": lambda project: (project / "data" / "new.csv").write_text("a\n1\n"),
    "page": lambda project: edited(project / "book" / "en" / "data.md", "# About", "# All about"),
    "heading": lambda project: edited(
        project / "notebooks" / f"{COSTS}.ipynb", "# Prices", "# Dear prices"
    ),
    "figures": lambda project: (project / "build" / "results.parquet").touch(),
    "run": executed,
    "word": lambda project: (
        (project / "book" / "locale" / "da" / "LC_MESSAGES")
        .joinpath("slicebook.po")
        .write_text('msgid "a"\nmsgstr "b"\n')
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_all_pages_are_made_of_makes_all_anew(project: Path, change: str) -> None:
    every = assembled(project)
    CHANGES[change](project)
    assert assembled(project) == every


def test_a_sentence_makes_its_page_anew_and_a_print_none(project: Path) -> None:
    assembled(project)
    retold(project)
    assert assembled(project) == [f"{COSTS}/all-all"]
    catalogue = project / "book" / "locale" / "da" / "LC_MESSAGES" / f"{COSTS}.po"
    catalogue.touch()
    assert assembled(project) == []
    paper = project / "build" / "paper" / "en" / "report.pdf"
    paper.parent.mkdir(parents=True)
    paper.write_bytes(b"printed")
    assert assembled(project) == []


def test_another_translation_makes_its_page_anew(project: Path) -> None:
    assembled(project, "da")
    catalogue = project / "book" / "locale" / "da" / "LC_MESSAGES" / f"{COSTS}.po"
    edited(catalogue, "Et år koster", "Et helt år koster")
    assert assembled(project, "da") == [f"{COSTS}/all-all"]
    page = project / "build" / "book" / "da" / "source" / COSTS / "all-all.ipynb"
    assert "Et helt år koster" in page.read_text(encoding="utf-8")
