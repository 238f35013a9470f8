"""The picture of the book in the README, made of the built book: `make picture`."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from book.browsers import ARGUMENTS, chromium

PAGE = "en/topics/recovery/all-all.html"
WINDOW = {"width": 1280, "height": 1000}


def main(site: str, picture: str) -> None:
    """Take the picture of a page with a chart, as on a desk and without a network."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        context = browser.new_context(viewport=WINDOW, offline=True, reduced_motion="reduce")
        page = context.new_page()
        page.goto((Path(site).resolve() / PAGE).as_uri())
        # A section with the first chart in it.
        page.locator("section:has(> h3)").first.evaluate("one => one.scrollIntoView()")
        page.locator("figure.chart").first.locator(".chart-live svg").wait_for()
        page.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
