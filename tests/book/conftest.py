"""One small book for all tests of the folder, and for all test workers."""

import fcntl
import os
from pathlib import Path

import pytest

from book.small_book import make_project, within
from modning.book import build_book
from modning.programme import load_programme


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the English book of the built two; of several workers, the first builds it."""
    base = tmp_path_factory.getbasetemp()
    project = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "small-book"
    with (project.parent / "small-book.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not project.is_dir():
            project.mkdir()
            make_project(project)
        with within(project):
            return build_book(load_programme()).parent / "en"
