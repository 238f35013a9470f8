"""How far down the pages of a PDF are filled."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2

# Header and footer stand within this many points of the paper's edges.
EDGE = 60
# The share of a page's height from which it is not called nearly empty.
ENOUGH = 0.4


def nearly_empty(pdf: Path, contents: int = 1) -> list[int]:
    """Return the pages with little on them, by number: not cover, contents nor the last."""
    with pypdfium2.PdfDocument(pdf) as pages:
        found = list(_filled(pages))
    return [at for at, share in enumerate(found, start=1)
            if share < ENOUGH and 1 + contents < at < len(found)]  # fmt: skip


def _filled(pdf: pypdfium2.PdfDocument) -> Iterator[float]:
    """Yield of each page how far down its lowest text stands, as a share of its height."""
    for page in pdf:
        height, text = page.get_height(), page.get_textpage()
        places = [text.get_rect(at)[1] for at in range(text.count_rects())]
        body = [place for place in places if EDGE < place < height - EDGE]
        yield (height - EDGE - min(body)) / (height - 2 * EDGE) if body else 0.0
