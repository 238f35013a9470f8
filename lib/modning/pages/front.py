"""The front page's answer: the criteria's verdicts, the key figures and one chart.

`book/front.yml`, which may lack, names the figures and the chart; each figure links to the page
that computes it.
"""

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Literal

import nbformat
import pandas as pd

from modning.criteria import assess, figures, load_criteria, verdict_table, verdicts
from slicebook import paths
from slicebook.book import findings, outputs, words
from slicebook.book.chart_mime import figure_html
from slicebook.book.markup import table
from slicebook.book.source import Edition
from slicebook.errors import InputError
from slicebook.kinds import as_html, marked
from slicebook.programme import ALL, Words, read_yaml
from slicebook.results import Figure
from slicebook.runs.ends import has_ended
from slicebook.runs.matrix import has_run, run_of_whole
from slicebook.shown.static import VEGALITE
from slicebook.slices import Slice
from slicebook.text import quantity, spoken
from slicebook.written import read, written

DETAILS = {"interval": words.INTERVAL, "range": words.RANGE}


@written
class Cell:
    """A cell of a page of the book."""

    page: str
    cell: str


@written
class KeyFigure:
    """A figure of the front page, its page, and whether its interval or range stands beside it."""

    figure: str
    label: Words
    page: str
    detail: Literal["interval", "range"] | None = None


@written
class Front:
    """The entries of `book/front.yml`."""

    key_figures: tuple[KeyFigure, ...] = ()
    chart: Cell | None = None


def front_values(edition: Edition, results: pd.DataFrame) -> dict[str, Any]:
    """Return what `book/en/index.md` may name beside the figures.

    Key figures of a notebook whose run ended for want of data are left out.
    `verdict` (counts: count, met, partly, agree), `verdict_table`, `key_figures`, `chart`.
    """
    file = paths.book("front.yml")
    said = read(Front, read_yaml(file), "book/front.yml") if file.is_file() else Front()
    return {
        **_judged(results),
        "key_figures": _key_figures(said.key_figures, results),
        "chart": _chart(said.chart, edition) if said.chart else "",
    }


def _judged(results: pd.DataFrame) -> dict[str, Any]:
    """Return `verdict` and `verdict_table`; empty where the project has no criteria."""
    file = paths.data("criteria.yml")
    criteria = load_criteria(file) if file.is_file() else None
    if not (criteria and criteria.criteria):
        return {"verdict": {}, "verdict_table": ""}
    decided = verdicts(criteria, assess(criteria, results))
    counts = figures(decided)
    names = counts["figure"].str.partition(".")[2]
    return {
        "verdict": dict(zip(names, counts["value"], strict=True)),
        "verdict_table": _verdicts(decided),
    }


def _verdicts(decided: pd.DataFrame) -> str:
    shown = verdict_table(decided)["frame"].iloc[:, :3]
    heading = str(words.VERDICT_COLUMNS).split("|")[: shown.shape[1]]
    return table(str(words.VERDICTS), heading, shown.itertuples(index=False))


def _key_figures(entries: Sequence[KeyFigure], results: pd.DataFrame) -> str:
    if not entries:
        return ""
    whole = results[(results["municipality"] == ALL) & (results["year"] == ALL)]
    found = {row["figure"]: row for row in whole.to_dict("records")}
    told = [one for one in entries if one.figure in found or not has_ended(run_of_whole(one.page))]
    items = [_key_figure(entry, found) for entry in told]
    return f'<dl class="key-figures">\n{"".join(items)}</dl>'


def _key_figure(entry: KeyFigure, found: Mapping[str, Mapping[str, Any]]) -> str:
    name = entry.figure
    if name not in found:
        raise InputError(f'book/front.yml: no run of the whole recorded the figure "{name}"')
    row = {key: None if pd.isna(value) else value for key, value in found[name].items()}
    figure = Figure(**{key: row[key] for key in Figure.__dataclass_fields__})
    detail = _detail(figure, entry.detail)
    text = escape(str(entry.label))
    page = f"{entry.page}/all-all"
    value = as_html(marked(escape(figure.text()), figure.kind))
    if has_run(entry.page):
        value = f'<a href="{page}.html">{value}</a>'
    return f"<div><dt>{text}</dt><dd>{value}{detail}</dd></div>\n"


def _detail(figure: Figure, kind: str | None) -> str:
    if kind is None or not figure.shown or figure.low is None:
        return ""
    low, high = (quantity(end, figure.unit) for end in (figure.low, figure.high))
    return f" <small>{DETAILS[kind].format(low, high)}</small>"


def _chart(entry: Cell, edition: Edition) -> str:
    """Return the chart of a cell of a page of the whole; nothing where it drew none."""
    run = run_of_whole(entry.page)
    if not run.is_file():
        return ""
    cells = nbformat.v4.reads(run.read_text(encoding="utf-8")).cells
    drawn = [cell.get("outputs", []) for cell in cells if cell.id == entry.cell]
    if not drawn:
        raise InputError(f"book/front.yml: {entry.page} has no cell {entry.cell}")
    shown = [one for some in drawn for one in outputs.shown(some, spoken())]
    charts = [one for one in shown if VEGALITE in one.get("data", {})]
    if not charts:
        return ""
    spec = charts[0].data[VEGALITE]
    said = findings.tell(charts[0].metadata[VEGALITE], edition.values, Slice(ALL, ALL))
    # A blank line would end the block of HTML in Markdown.
    html = figure_html(json.loads(json.dumps(spec)), said, "chart-front")
    return "\n".join(line for line in html.splitlines() if line.strip())
