"""The mark of what made-up answers decide: in the frame of a chart, a table's caption, a summary.

It is part of what is shown, so that a screenshot or a saved picture has it too.
"""

import re
from html import escape
from typing import Any

from nbformat import NotebookNode

from slicebook.book import words
from slicebook.shown.house import FONT
from slicebook.shown.static import VEGALITE

COLOUR = "#9A4A00"
SIZE, ROOM = 11, 16
# What tells of a chart's output, and of a table's HTML, that it has the mark.
MADE_UP, TABLE_MADE_UP = "made_up", "data-made-up"
_LEAD = re.compile(r"^\*\*[^*\n]+[.:]\*\* ")
_SVG = re.compile(r'(<svg\b[^>]*?\bheight=")([\d.]+)("[^>]*?\bviewBox="0 0 )([\d.]+) ([\d.]+)"')
_CAPTION = re.compile(r"<caption\b")


def summary(said: str) -> str:
    """Return a summary that begins with whose answers it is of."""
    mark = f'<span class="made-up">{words.METHOD_ALONE}</span> '
    return _LEAD.sub(lambda lead: lead[0] + mark, said, count=1)


def marked(output: NotebookNode) -> NotebookNode:
    """Return a chart or table with the mark in it; other outputs as they are."""
    data = output.get("data", {})
    if VEGALITE in data:
        said = output.metadata[VEGALITE]
        said["svg"], said[MADE_UP] = _drawn(said["svg"]), True
        data[VEGALITE] = _specified(data[VEGALITE])
    elif "text/html" in data:
        word = escape(str(words.MADE_UP_HERE), quote=True)
        html = "".join(data["text/html"])
        data["text/html"] = _CAPTION.sub(f'<caption {TABLE_MADE_UP}="{word}"', html)
    return output


def _drawn(svg: str) -> str:
    """Return a drawing with a line more, below it at the right, that says so."""
    found = _SVG.search(svg)
    if not found:
        return svg
    width, height = float(found[4]), float(found[5])
    head = f'{found[1]}{float(found[2]) + ROOM:g}{found[3]}{width:g} {height + ROOM:g}"'
    line = (
        f'<text x="{width:g}" y="{height + SIZE:g}" text-anchor="end" fill="{COLOUR}" '
        f'font-family="{escape(FONT, quote=True)}" font-size="{SIZE}px">{words.MADE_UP_HERE}</text>'
    )
    svg = svg[: found.start()] + head + svg[found.end() :]
    return re.sub(r"</svg>\s*$", f"{line}</svg>", svg)


def _specified(spec: dict[str, Any]) -> dict[str, Any]:
    """Return a chart's specification with the same line as its title, below it at the right."""
    if "title" in spec:
        return spec
    title = {"text": str(words.MADE_UP_HERE), "orient": "bottom", "anchor": "end",
             "fontSize": SIZE, "fontWeight": "normal", "color": COLOUR}  # fmt: skip
    return {**spec, "title": title}
