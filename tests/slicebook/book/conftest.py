"""One small book for all tests of the folder, and for all test workers."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Page, sync_playwright

from book.browsers import ARGUMENTS, chromium, watch
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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start one browser for a file of tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Browser, site: Path) -> Iterator[Callable[..., Page]]:
    """Open pages of the book; afterwards nothing was asked of a network and no error was logged."""
    watched, contexts = [], []

    def open_page(name: str, width: int = 1280, javascript: bool = True, **options) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, offline=True, java_script_enabled=javascript,
            **options,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        watched.append(watch(page, javascript))
        page.goto(f"{(site / name).as_uri()}.html")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [problem for problems in watched for problem in problems] == []
