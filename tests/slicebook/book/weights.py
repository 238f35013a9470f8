"""What the book weighs against its limits, and how soon its pages are painted.

`make weights` prints both of the whole book; the tests hold the limits, not the times.
"""

import re
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from book.browsers import ARGUMENTS, chromium

# Bytes: the whole book in all languages, and what one page asks for beside the shared files.
WHOLE, PAGE = 45_000_000, 600_000
SHARED = "_static"
LOADED = re.compile(r'<(?:img|script|source|iframe)\b[^>]*?\bsrc="([^":]+)"')
# None until it is: a page may have loaded before it was painted.
PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def whole(book: Path) -> int:
    """Return the bytes of all files of a book."""
    return sum(path.stat().st_size for path in book.rglob("*") if path.is_file())


def own_weights(book: Path) -> dict[str, int]:
    """Return the bytes of each page with all it loads that pages do not share, heaviest first."""
    pages = [path for path in book.rglob("*.html") if SHARED not in path.parts]
    found = {path.relative_to(book).as_posix(): _own(path) for path in pages}
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def too_heavy(book: Path) -> dict[str, int]:
    """Return what exceeds its limit: pages by name, the book as "."; nothing where all is well."""
    found = {name: size for name, size in own_weights(book).items() if size > PAGE}
    return found | ({".": size} if (size := whole(book)) > WHOLE else {})


def _own(page: Path) -> int:
    text = page.read_text(encoding="utf-8")
    loaded = {address.partition("?")[0] for address in LOADED.findall(text)}
    files = [page.parent / one for one in loaded if SHARED not in Path(one).parts]
    return len(text.encode()) + sum(path.stat().st_size for path in files)


def paints(pages: list[Path]) -> dict[Path, float]:
    """Return the seconds from the request of each page to its first paint, from disk."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        found = {}
        for path in pages:
            page = browser.new_page()
            page.goto(path.as_uri())
            found[path] = page.wait_for_function(PAINTED).json_value() / 1000
            page.close()
        browser.close()
    return found


def main(book: Path) -> int:
    """Print what a book weighs and when its front page and heaviest pages are painted."""
    own = own_weights(book)
    heaviest = [book / name for name in list(own)[:5]]
    fronts = sorted(book.glob("*/index.html"))
    print(f"{len(own)} pages, {whole(book) / 1e6:.1f} MB of {WHOLE / 1e6:.0f}")
    print(f"shared files, loaded once: {whole(book / SHARED) / 1e6:.2f} MB")
    for path, seconds in paints([*fronts, *heaviest]).items():
        name = path.relative_to(book).as_posix()
        print(f"{name}: {own[name] / 1e3:.0f} kB of {PAGE / 1e3:.0f}, painted in {seconds:.2f} s")
    return min(len(too_heavy(book)), 1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
