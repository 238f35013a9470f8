"""Every page under axe-core's rules of WCAG 2.2 AA, as its readers meet it.

In light and dark, on a desk and on a telephone; in narrow windows nothing scrolls sideways; nothing
is asked of a network, and no error logged.
Needs the extra `slicebook[accessibility]` and a Chromium of the machine's own.
"""

import asyncio
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from slicebook.errors import InputError
from slicebook.runs.steps import Done

try:
    from axe_playwright_python.base import AXE_SCRIPT
    from playwright.async_api import Browser, Error, Page, async_playwright
except ImportError:
    raise InputError(
        "pages are looked at with playwright and axe-core, which are not installed; call "
        '`pip install "modning[accessibility]"`'
    ) from None

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# A browser that asks for nothing, and that starts in a container too.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# In the dark colours change and nothing else.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
# A page's numbers stand in rows that are alike, and are half of its elements: the first ones tell.
ALIKE = ".figure-rows li:nth-child(n+4)"
WIDTHS = (1280, 375)
SCHEMES = {"light": RULES, "dark": COLOURS}
# The narrowest window of WCAG's reflow, and a desktop's at 200 % zoom.
NARROW = (320, 640)
AT_ONCE = min(os.cpu_count() or 1, 4)
# Without preload: axe would ask for style sheets a second time, which files refuse.
RUN = """async ([rules, alike]) => {
  const found = await axe.run({ include: document, exclude: [alike] },
    { runOnly: rules, resultTypes: ["violations"], preload: false });
  return found.violations.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.id}: ${node.html.slice(0, 120)} ${node.failureSummary ?? ""}`));
}"""
READY = "document.querySelectorAll('figure.chart:not([data-live])').length === 0"
OPEN = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
STILL = "Promise.allSettled(document.getAnimations().map((one) => one.finished))"
SCROLLS = "document.documentElement.scrollWidth > window.innerWidth"


def chromium() -> str:
    """Return the machine's browser; `InputError` where it has none."""
    if found := next(filter(None, map(shutil.which, BROWSERS)), None):
        return found
    raise InputError(f"no Chromium was found; expected one of {', '.join(BROWSERS)} in PATH")


def is_local(url: str) -> bool:
    """Tell whether an address is of the book's own files."""
    return url.startswith(("file:", "data:", "blob:"))


def survey(
    site: Path, pages: Iterable[Path], say: Callable[[str, list[str]], None] | None = None
) -> dict[str, list[str]]:
    """Return what is wrong with each page, by its name; pages without a problem are left out.

    `say` is told of each page as it was looked at.
    """
    return asyncio.run(_survey(site, list(pages), say or (lambda name, problems: None)))


def all_pages(site: Path) -> list[Path]:
    """Return the book's pages; the theme's building blocks and one that leads on are none."""
    return sorted(
        path
        for path in site.rglob("*.html")
        if "_static" not in path.parts
        and 'http-equiv="refresh"' not in path.read_text(encoding="utf-8")
    )


async def _survey(
    site: Path, pages: list[Path], say: Callable[[str, list[str]], None]
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        waiting = iter(pages)

        async def work() -> None:
            for path in waiting:
                name = path.relative_to(site).as_posix()
                try:
                    found[name] = await _look_at(browser, path)
                except Error as error:
                    found[name] = [f"could not be looked at: {error}"]
                say(name, found[name])

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
        await browser.close()
    return {name: problems for name, problems in sorted(found.items()) if problems}


async def _look_at(browser: Browser, path: Path) -> list[str]:
    context = await browser.new_context(
        offline=True, viewport={"width": WIDTHS[0], "height": 900}, reduced_motion="reduce"
    )
    problems: list[str] = []
    page = await context.new_page()
    page.on("request", lambda request: is_local(request.url)
            or problems.append(f"asks for {request.url}"))  # fmt: skip
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: said.type in ("error", "warning")
            and problems.append(said.text))  # fmt: skip
    await page.goto(path.as_uri())
    await _enliven(page)
    await page.evaluate(AXE_SCRIPT)
    for width in WIDTHS:
        for scheme in SCHEMES:
            problems += [f"{width} {scheme} {one}" for one in await _rules(page, width, scheme)]
    problems += [f"scrolls sideways at {width}" for width in NARROW if await _wide(page, width)]
    await context.close()
    return problems


async def _enliven(page: Page) -> None:
    """Open every fold and let every chart come alive, as if the reader had been everywhere."""
    await page.evaluate(OPEN)
    for chart in await page.locator("figure.chart").all():
        await chart.scroll_into_view_if_needed()
    await page.wait_for_function(READY)
    await page.evaluate(STILL)


async def _rules(page: Page, width: int, scheme: str) -> list[str]:
    await page.set_viewport_size({"width": width, "height": 900})
    await page.emulate_media(color_scheme=scheme)
    await page.wait_for_function("s => document.documentElement.dataset.theme === s", arg=scheme)
    return await page.evaluate(RUN, [SCHEMES[scheme], ALIKE])


async def _wide(page: Page, width: int) -> bool:
    await page.set_viewport_size({"width": width, "height": 900})
    return await page.evaluate(SCROLLS)


def looked_at(site: Path, say: Callable[[str, list[str]], None] | None = None) -> Done:
    """Survey every page of a site; well where nothing is wrong. What is, stands below the sum."""
    found = all_pages(site)
    wrong = survey(site, found, say)
    problems = sum(map(len, wrong.values()))
    said = f"{len(found)} pages, {len(WIDTHS)} widths, {len(SCHEMES)} schemes: {problems} problems"
    lines = [f"{name}: {one}" for name, ones in wrong.items() for one in ones]
    return Done("\n".join([*lines, said]), well=not problems)
