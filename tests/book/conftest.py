"""One small book for all tests of the folder."""

from pathlib import Path

import pytest

from book.small_book import make_project, within
from modning.book import build_book
from modning.programme import load_programme


@pytest.fixture(scope="session")
def small_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="session")
def site(small_project: Path) -> Path:
    """Return the folder of the built book."""
    with within(small_project):
        return build_book(load_programme()).parent
