"""A chart's specification with the data that it draws and no more."""

import re
from collections.abc import Iterator
from typing import Any

Spec = dict[str, Any]

_NAMES = re.compile(r"""'([^']*)'|"([^"]*)"|(\w+)""")


def drawn_only(spec: Spec) -> Spec:
    """Return a Vega-Lite specification whose inline data have no column that nothing names.

    A column counts as named where its name stands in any text of the specification: an encoding, a
    sort, a filter, an expression. So nothing is lost that is drawn, and what an analysis needed on
    the way to the chart does not reach the reader's file.
    """
    named = {name for text in _texts(spec) for name in _names(text)}
    datasets = {key: _named(rows, named) for key, rows in spec.get("datasets", {}).items()}
    return {**spec, "datasets": datasets} if datasets else spec


def _names(text: str) -> Iterator[str]:
    """Yield a text as a name, dots escaped as Vega has them or not, and the names within it."""
    yield text
    yield text.replace("\\", "")
    for found in _NAMES.findall(text):
        yield from filter(None, found)


def _texts(part: Any) -> Iterator[str]:
    """Yield every text of a specification, without its data."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, list):
        for one in part:
            yield from _texts(one)
    elif isinstance(part, dict):
        for key, one in part.items():
            if key != "datasets":
                yield from _texts(one)


def _named(rows: list[Spec], named: set[str]) -> list[Spec]:
    return [{key: value for key, value in row.items() if key in named} for row in rows]
