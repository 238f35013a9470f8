"""Charts on a page: the static drawing, the specification, a caption and the numbers as a table.

`ChartRenderer` is MyST-NB's entry point (`myst_nb.mime_renderers`) for the Vega-Lite outputs that
`outputs.shown` has gathered; the module is also the Sphinx extension that writes them out. Without
JavaScript the reader sees the drawing; with it `modning.js` draws the specification in its place.
"""

import csv
import io
import json
import re
from collections.abc import Mapping
from html import escape
from typing import Any, ClassVar
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from slicebook.book import words
from slicebook.book.markup import plain, table
from slicebook.kinds import as_html, bare
from slicebook.shown.static import INTERVALS, VEGALITE

# What a spreadsheet takes for the beginning of a formula in a text.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class ChartNode(nodes.General, nodes.Element):
    """A finished figure; its text is its title and caption, so that search finds no axis label."""


class ChartRenderer:
    """Draw a Vega-Lite output as an accessible figure."""

    mime_priority_overrides: ClassVar = [("*", VEGALITE, 1)]

    @staticmethod
    def handle_mime(renderer: Any, data: Any, inline: bool) -> list[nodes.Element] | None:
        """Return the figure, or None for outputs of other kinds."""
        if inline or data.mime_type != VEGALITE:
            return None
        said = data.output_metadata.get(VEGALITE, {})
        name = f"chart-{data.cell_index}-{data.output_index}"
        html = figure_html(data.content, said, name)
        words = f"{bare(said.get('finding', ''))} {said['caption']}".strip()
        return [ChartNode("", nodes.Text(words), html=html)]


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx how a chart is written."""
    app.add_node(ChartNode, html=(_write, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def figure_html(spec: Mapping[str, Any], said: Mapping[str, Any], name: str) -> str:
    """Return the figure of one chart.

    `said` has caption, alt, table (columns, rows), svg and language, and where figures tell it a
    finding; `name` is unique on the page.
    """
    return (
        f'<figure class="chart" id="{name}" data-keys="{words.CHART_KEYS}">'
        f"<figcaption>{_title(said)}</figcaption>"
        f'<div class="chart-drawing" role="img" tabindex="0" '
        f'aria-label="{escape(said["alt"], quote=True)}">'
        f"{_unheard(own_ids(said['svg'], name))}</div>"
        f'<script type="application/json" class="chart-spec">{_json(spec)}</script>'
        f"{_switch(said['svg'])}{_numbers(said)}</figure>"
    )


def csv_text(columns: list[str], rows: list[list[Any]]) -> str:
    """Return the numbers of a chart as CSV, as the table shows them, with a decimal point."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(map(_inert, columns))
    writer.writerows([["" if value is None else _cell(value) for value in row] for row in rows])
    return out.getvalue()


def _cell(value: Any) -> str:
    return _inert(value) if isinstance(value, str) else plain(value)


def _inert(text: str) -> str:
    """Return a text that a spreadsheet takes for one and not for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def own_ids(svg: str, name: str) -> str:
    """Prefix the ids of a drawing, so that several stand on a page; drop its names of parts.

    The drawing is one image to those who hear it, and Vega names its parts in English.
    """
    svg = re.sub(r' aria-[a-z]+="[^"]*"', "", svg)
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", svg)
    return re.sub(r'href="#([^"]+)"', rf'href="#{name}-\1"', svg)


def _title(said: Mapping[str, Any]) -> str:
    """Return a finding as the chart's title with the caption below it, or the caption alone."""
    if not said.get("finding"):
        return _caption(said["caption"])
    finding = as_html(escape(said["finding"]))
    return f'<strong class="finding">{finding}</strong> {escape(said["caption"])}'


def _caption(caption: str) -> str:
    """Return a caption with what the chart shows, its first sentence, standing out."""
    first, stop, rest = caption.partition(". ")
    return f"<strong>{escape(first + stop.rstrip())}</strong> {escape(rest)}".rstrip()


def _unheard(svg: str) -> str:
    """Hide a drawing's parts from those who hear its alt text."""
    return svg.replace("<svg ", '<svg aria-hidden="true" ', 1)


def _switch(svg: str) -> str:
    """Return the switch of a drawing's intervals; the style sheet does what it says."""
    if f"{INTERVALS}_" not in svg:
        return ""
    return f'<label class="uncertainty"><input type="checkbox" checked> {words.UNCERTAINTY}</label>'


def _write(writer: HTML5Translator, node: ChartNode) -> None:
    writer.body.append(node["html"])
    raise nodes.SkipNode


def _numbers(said: Mapping[str, Any]) -> str:
    columns, rows = said["table"]["columns"], said["table"]["rows"]
    data = quote(csv_text(columns, rows))
    return (
        f"<details><summary>{words.SHOW_TABLE}</summary>"
        f"{table(said['caption'], columns, rows)}"
        f'<p><a class="download" download="{file_name(said["caption"])}" '
        f'href="data:text/csv;charset=utf-8,{data}">{words.DOWNLOAD}</a></p></details>'
    )


def file_name(caption: str) -> str:
    """Return a file name made of a caption's letters."""
    return re.sub(r"\W+", "-", caption.lower()).strip("-")[:60] + ".csv"


def _json(spec: Mapping[str, Any]) -> str:
    text = json.dumps(spec, ensure_ascii=False, separators=(",", ":"))
    return text.replace("</", "<\\/")
