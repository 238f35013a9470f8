"""How far down the pages of a PDF are filled."""

from collections.abc import Iterator

from pypdf import PdfReader

# Header and footer stand within this many points of the paper's edges.
EDGE = 60
# The share of a page's height from which it is not called nearly empty.
ENOUGH = 0.4


def nearly_empty(pdf: PdfReader, contents: int = 1) -> list[int]:
    """Return the pages with little on them, by number: not cover, contents nor the last."""
    found = list(_filled(pdf))
    return [at for at, share in enumerate(found, start=1)
            if share < ENOUGH and 1 + contents < at < len(found)]  # fmt: skip


def _filled(pdf: PdfReader) -> Iterator[float]:
    """Yield of each page how far down its lowest text stands, as a share of its height."""
    for page in pdf.pages:
        height, places = float(page.mediabox.height), []
        page.extract_text(visitor_text=lambda text, of, at, *_, to=places: (
            to.append(at[5] * of[3] + of[5]) if text.strip() else None))  # fmt: skip
        body = [place for place in places if EDGE < place < height - EDGE]
        yield (height - EDGE - min(body)) / (height - 2 * EDGE) if body else 0.0
