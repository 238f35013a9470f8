"""One small book for all tests of pages and of paper, and for all test workers."""

import os
from pathlib import Path

import pytest
from filelock import FileLock

from book.small_book import make_project, within
from slicebook.book import build_book
from slicebook.programme import load_programme


@pytest.fixture(scope="session")
def small_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a project with a built book; of several workers, the first builds it."""
    base = tmp_path_factory.getbasetemp()
    project = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "small-book"
    with FileLock(project.parent / "small-book.lock"):
        if not project.is_dir():
            project.mkdir()
            make_project(project)
        with within(project):
            build_book(load_programme())
    return project


@pytest.fixture(scope="session")
def site(small_project: Path) -> Path:
    """Return the English book of the built two."""
    return small_project / "build" / "html" / "en"
