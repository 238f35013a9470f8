"""A browser for the tests that look at pages as a reader does."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from book.browsers import ARGUMENTS, chromium, watch


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
