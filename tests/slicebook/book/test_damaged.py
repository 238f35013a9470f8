"""Whatever became of a built book's files, the next command gives the same bytes or one message."""

import shutil
from itertools import cycle
from pathlib import Path

import pytest

from book.small_book import within
from harms import HARMS, a_folder
from slicebook.book import build, build_book
from slicebook.errors import InputError
from slicebook.paper import build as printing
from slicebook.programme import load_programme

# What readers get, and what it is put together from. Runs and figures: `runs/test_damaged.py`.
MADE = ("html/**/*", "paper/*/*.pdf", "paper/*/*.docx", "tables/*", "claims.csv")
PARTS = ("paper/**/*", "book/**/*", "steps/**/*")


@pytest.fixture(scope="module")
def project(small_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("damaged") / "project"
    shutil.copytree(small_project, folder, symlinks=True)
    made(folder)
    return folder


def made(folder: Path) -> None:
    """Print the book and build it."""
    with within(folder):
        printing.build_paper(load_programme(), "en")
        build_book(load_programme())


def content(folder: Path, names: tuple[str, ...] = MADE) -> dict[Path, bytes]:
    places = {path for name in names for path in (folder / "build").glob(name)}
    return {path: path.read_bytes() for path in sorted(places)
            if path.is_file() and ".lock" not in path.name}  # fmt: skip


def test_a_book_of_which_every_file_is_damaged_is_built_anew(project: Path) -> None:
    expected = content(project)
    harms = cycle(harm for harm in HARMS if harm is not a_folder)
    for path, harm in zip(content(project, (*MADE, *PARTS)), harms, strict=False):
        harm(path)
    made(project)
    assert content(project) == expected


def test_a_folder_in_a_files_place_is_named_or_replaced(project: Path) -> None:
    expected = content(project)
    kept = content(project, (*MADE, *PARTS))
    for path in kept:
        a_folder(path)
    with pytest.raises(InputError) as said:
        made(project)
    assert len(str(said.value).splitlines()) == 1
    for path in filter(Path.is_dir, kept):
        shutil.rmtree(path)
    made(project)
    assert content(project) == expected


def test_a_single_file_that_is_damaged_is_noticed(project: Path) -> None:
    unnoticed = []
    for path, kept in content(project).items():
        path.write_bytes(kept + b" ")
        with within(project):
            programme = load_programme()
            if not (build.stale(programme) or printing.stale(programme)):
                unnoticed.append(path.relative_to(project))
        path.write_bytes(kept)
    assert unnoticed == []
