"""The browser of the book's tests: Debian's Chromium, without a network."""

import os
import shutil

import pytest
from playwright.sync_api import Page, Request

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


def chromium() -> str:
    """Return the browser's path; without one, skip, or fail where the tests must all run."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        message = "no Chromium was found (chromium or chromium-browser in PATH)"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return found


def is_local(url: str) -> bool:
    """Tell whether an address is of the book's own files."""
    return url.startswith(("file:", "data:", "blob:"))


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
