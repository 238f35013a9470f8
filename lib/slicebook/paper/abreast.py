"""Charts that follow one another: two abreast where each keeps its letters and a wide plot."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from slicebook.book.drawings import picture

Chart = tuple[dict[str, Any], dict[str, Any]]

# What half a page has room for at the size of other drawings, and the least plot that one can read.
HALF, LEAST = 400, 160
WIDTH = re.compile(r'<svg\b[^>]*? width="([\d.]+)')


def in_pairs(charts: Sequence[Chart]) -> Iterator[list[dict[str, Any]]]:
    """Yield what is said of charts, each a specification and that: two abreast, or one alone."""
    while charts:
        pair = [narrowed(spec, said["svg"]) for spec, said in charts[:2]]
        if len(pair) == 2 and all(pair):
            both = zip(charts, pair, strict=False)
            yield [{**said, "svg": svg} for (_, said), svg in both]
        else:
            pair = pair[:1]
            yield [charts[0][1]]
        charts = charts[len(pair) :]


def narrowed(spec: dict[str, Any], svg: str) -> str | None:
    """Return a chart drawn no wider than half a page, its letters as they were; None if it is not.

    The plot alone gives way: names and numbers beside it need what they need.
    """
    excess = width_of(svg) - HALF
    if excess <= 0:
        return svg
    narrow = _with_plot(spec, excess)
    # A number that stood over the plot may now stand beside it.
    return narrow and narrowed(narrow, picture(narrow))


def width_of(svg: str) -> float:
    """Return how wide a drawing is."""
    return float(WIDTH.search(svg)[1])


def _with_plot(spec: dict[str, Any], excess: float) -> dict[str, Any] | None:
    """Return a specification whose plot is so much narrower; None where too little is left."""
    if "spec" in spec:
        inner = _with_plot(spec["spec"] | {"config": spec["config"]}, excess)
        return inner and {**spec, "config": inner.pop("config"), "spec": inner}
    view = spec["config"]["view"]
    width = spec.get("width", view["continuousWidth"]) - excess
    if width < LEAST:
        return None
    config = {**spec["config"], "view": {**view, "continuousWidth": width}}
    return {**spec, "config": config} | ({"width": width} if "width" in spec else {})
