"""What a self-contained site must not have: anything loaded from elsewhere, links to nothing."""

import re
from collections.abc import Iterator
from pathlib import Path

# Elements whose address the browser fetches by itself.
LOADED = re.compile(
    r"<(?:script|img|iframe|source|video|audio|embed|object|input)\b[^>]*?\s(?:src|data)=[\"']?"
    r"((?:https?:)?//[^\"'\s>]+)|<link\b(?![^>]*rel=[\"']?(?:canonical|license))[^>]*?\shref="
    r"[\"']?((?:https?:)?//[^\"'\s>]+)",
    re.IGNORECASE,
)
IN_CSS = re.compile(r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^\"')\s;]+)", re.IGNORECASE)


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
