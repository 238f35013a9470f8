"""What a self-contained site must not have: anything loaded from elsewhere, links to nothing."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

# Elements whose address the browser fetches by itself.
LOADED = re.compile(
    r"<(?:script|img|iframe|source|video|audio|embed|object|input)\b[^>]*?\s(?:src|data)=[\"']?"
    r"((?:https?:)?//[^\"'\s>]+)|<link\b(?![^>]*rel=[\"']?(?:canonical|license))[^>]*?\shref="
    r"[\"']?((?:https?:)?//[^\"'\s>]+)",
    re.IGNORECASE,
)
IN_CSS = re.compile(r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^\"')\s;]+)", re.IGNORECASE)

# Attributes that name a place on a page, and links to places; what scripts hold is neither.
HELD = re.compile(r"<script\b.*?</script>|<!--.*?-->", re.DOTALL)
PLACES = re.compile(r"\s(?:id|name)=\"([^\"]+)\"")
LINKS = re.compile(r"<a\b[^>]*?\shref=\"([^\"]*)\"")
# Where the theme's own script or the browser itself leads.
EVERYWHERE = ("", "#", "#main-content")


def broken_links(site: Path) -> list[str]:
    """Return links of a site's pages that lead to no file or no place on it, "page -> link"."""
    pages = {path: _page(path) for path in site.rglob("*.html") if "_static" not in path.parts}
    places = {path: places for path, (places, _) in pages.items()}
    return sorted(
        f"{path.relative_to(site)} -> {link}"
        for path, (_, links) in pages.items()
        for link in links
        if not _leads(path, link, places)
    )


def _page(path: Path) -> tuple[set[str], list[str]]:
    """Return the places on a page and the links from it."""
    text = HELD.sub("", path.read_text(encoding="utf-8"))
    places, links = ([unescape(one) for one in kind.findall(text)] for kind in (PLACES, LINKS))
    return set(places), links


def _leads(page: Path, link: str, places: dict[Path, set[str]]) -> bool:
    parts = urlsplit(link)
    if parts.scheme or link in EVERYWHERE:
        return True
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if target not in places:
        return target.is_file() and not parts.fragment
    return not parts.fragment or unquote(parts.fragment) in places[target]


def external_resources(site: Path) -> list[str]:
    """Return what pages and style sheets load from other hosts, as "file: address"."""
    return sorted(
        f"{path.relative_to(site)}: {address}"
        for path in site.rglob("*")
        if path.suffix in (".html", ".css")
        for address in _addresses(path)
    )


def _addresses(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        yield from (one or other for one, other in LOADED.findall(text))
    yield from IN_CSS.findall(text)
