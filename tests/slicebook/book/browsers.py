"""The browser of the book's tests: Debian's Chromium, without a network."""

import os

import pytest
from playwright.sync_api import Page, Request

from slicebook.book import accessibility
from slicebook.book.accessibility import ARGUMENTS, is_local
from slicebook.errors import InputError

__all__ = ["ARGUMENTS", "chromium", "watch"]


def chromium() -> str:
    """Return the browser's path; without one, skip, or fail where the tests must all run."""
    try:
        return accessibility.chromium()
    except InputError as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(str(missing))
        pytest.skip(str(missing))


def watch(page: Page, javascript: bool = True) -> list[str]:
    """Return a list to which everything a page must not do is added: requests, errors, warnings."""
    wrong: list[str] = []
    page.on("request", lambda request: is_local(request.url) or wrong.append(request.url))
    if javascript:  # without it a browser drops the scripts it had begun to load
        page.on("requestfailed", lambda request: failed(request) and wrong.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: said.type in ("error", "warning") and wrong.append(said.text))
    return wrong


def failed(request: Request) -> bool:
    """Tell whether a file was not to be had; a reader who leaves a page gives up what it loads."""
    return request.failure != "net::ERR_ABORTED"
