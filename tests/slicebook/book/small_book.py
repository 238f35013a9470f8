"""A project with a few executed notebooks, made without a kernel, for the tests of the book."""

import contextlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path

import altair as alt
import nbformat
import pandas as pd
import pytest
from babel.messages.pofile import read_po, write_po
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from cells import run_cells
from modning.charts.costs import planner
from slicebook import results
from slicebook.book import catalogues
from slicebook.results import Figure
from slicebook.shown.house import Chart, intervals
from slicebook.tables import show
from slicebook.text import Message, message
from speak import in_all
from surveys.answers import SOURCE_MIME

ROOT = Path(__file__).resolve().parents[3]
SHARED = ("programme.yml", "instruments")

# As long as the longest of the real names: it must find room on a telephone.
OUTCOMES = "02_outcomes/01_gain_from_first_to_last"
COSTS = "03_costs/01_prices"
SYNTHESIS = "04_synthesis/01_criteria"
# What stands in the annex on paper.
ANNEX = ("statistics", "reconciliation")
PLACES = [("all", "all"), ("all", "2024"), ("koge", "all"), ("koge", "2024"), ("odense", "2024")]

IMPORT = "from modning.compare import compare"
DANISH = {
    "# Gain": "# Fremgang",
    "# Prices": "# Priser",
    "# Verdict": "# Vurdering",
    "Does recovery rise in": "Stiger recovery i",
    "## What changed": "## Hvad der ændrede sig",
    "A rise of": "En stigning på",
    " to {{": " til {{",
    ") in {{": ") i {{",
    "persons; in Køge": "personer; i Køge",
    "The rise is": "Stigningen er",
    "## The long argument": "## Det lange argument",
    "A paragraph of the argument, as long as paragraphs are.": "Et afsnit så langt som afsnit er.",
    "## The end of it": "## Slutningen",
    "Quizzacious words close it.": "Spørgelystne ord afslutter det.",
    "A year costs": "Et år koster",
}

# Enough text below and above the heading that a reader can be in the middle of it.
LONG = "\n\n".join(["A paragraph of the argument, as long as paragraphs are. " * 12] * 6)


def figure(name, place, year, value, low=None, high=None, n=None, unit="", shown=True) -> Figure:
    return Figure(name, place, year, value, low, high, n, unit, shown)


def figures(place: str, year: str) -> list[Figure]:
    """Return what a run of the outcomes notebook records."""
    shown = (place, year) != ("odense", "2024")
    return [
        figure("gain", place, year, *((0.5, 0.25, 0.75, 40) if shown else [None] * 4),
               "scale points", shown),
        figure("gain.persons", place, year, 40, n=40, unit="persons"),
    ]  # fmt: skip


def front_figures() -> list[Figure]:
    """Return the figures the front page names."""
    named = {"n.registration": 416, "n.baseline": 112, "n.completion": 102}
    counts = [figure(name, "all", "all", value, unit="forms") for name, value in named.items()]
    cost = figure("running.total", "all", "all", 1_301_500, 1_220_500, 1_382_500, None, "DKK")
    printed = "printed.running.per_completer"
    person = figure(printed, "all", "all", 35_000, 30_000, 40_000, None, "DKK")
    stays = figure("break_even.shelter.per_year", "all", "all", 16.5, 15.5, 17.5, None, "stays")
    return [*counts, cost, person, stays]


def chart() -> Chart:
    data = pd.DataFrame({"Answer": ["Before", "After"], "Meanest <1-5>": [2.5, 1234.5]})
    base = alt.Chart(data.assign(low=[2, 1200], high=[3, 1300])).encode(y="Answer")
    bars = base.mark_bar().encode(x="Meanest <1-5>", tooltip=["Answer"])
    return Chart(
        alt.layer(bars, intervals(base)),
        'Means & "spread"',
        'A bar chart: "before" 2.5, after <3',
        data,
    )


@cache
def drawn_chart() -> nbformat.NotebookNode:
    """Draw the chart once: drawing is what takes time in making a project."""
    return shown(chart())


def shown(thing: object) -> nbformat.NotebookNode:
    """Return the output of showing a chart or table."""
    if hasattr(thing, "_repr_mimebundle_"):
        data, metadata = thing._repr_mimebundle_()
        return new_output("display_data", data, metadata=metadata)
    return new_output("display_data", {"text/html": thing._repr_html_(), "text/plain": "table"})


def noted(form: str, place: str, year: str, synthetic: bool = True) -> nbformat.NotebookNode:
    note = {"form": form, "municipality": place, "year": year, "rows": 7, "synthetic": synthetic}
    return new_output("display_data", {SOURCE_MIME: note, "text/plain": "7 answer sets of a form"})


def recorded(one: Figure) -> nbformat.NotebookNode:
    data = {results.MIME: asdict(one), "text/plain": f"{one.figure} = recorded"}
    return new_output("display_data", data)


def runs() -> dict[tuple[str, str, str], nbformat.NotebookNode]:
    """Return the executed notebooks by notebook, municipality and year."""
    made = {(OUTCOMES, place, year): outcomes(place, year) for place, year in PLACES}
    made[COSTS, "all", "all"] = costs()
    made[SYNTHESIS, "all", "all"] = verdict()
    return made


def outcomes(place: str, year: str) -> nbformat.NotebookNode:
    frame = pd.DataFrame({"Place": ["Køge", "Odense"], "Share": [12.0, None]})
    table = in_all(show, frame, caption="Shares by place", units={"Share": "percent"})
    return notebook(
        new_markdown_cell("# Gain: {{ slice }}\n\nDoes recovery rise in {{ municipality }}?"),
        parameters(place, year),
        code(f"{IMPORT}\nbefore = answers('baseline', here)", [noted("baseline", place, year)]),
        code("record_all(gain)", [recorded(one) for one in figures(place, year)]),
        new_markdown_cell(
            "## What changed\n\n{% if gain.shown %}A rise of {{ gain }} ({{ gain.low_text }} to "
            "{{ gain.high_text }}) in {{ gain.persons }} persons; in Køge {{ koge.gain }}."
            "{% else %}The rise is {{ gain }}.{% endif %}"
        ),
        code("gain_chart()", [drawn_chart()]),
        code("gain_table()", [shown(table)]),
        new_markdown_cell(f"## The long argument\n\n{LONG}"),
        new_markdown_cell(f"## The end of it\n\nQuizzacious words close it.\n\n{LONG}"),
    )


def costs() -> nbformat.NotebookNode:
    return notebook(
        new_markdown_cell("# Prices: {{ slice }}"),
        parameters("all", "all"),
        code("price_chart()", [drawn_chart(), drawn_chart()]),
        new_markdown_cell("A year costs {{ running.total }}."),
    )


def worded(english: str) -> Message:
    """Return words of a notebook with their Danish in the catalogue."""
    with (ROOT / "book" / "locale" / "da" / "LC_MESSAGES" / "notebooks.po").open("rb") as file:
        return message({"en": english, "da": read_po(file)[english].string})


@cache
def sheet() -> tuple[tuple[planner.Slider, ...], tuple[planner.Reading, ...]]:
    """Return the sliders and readings of the planner's sheet, begun at the report's numbers."""
    given = {"inquiries": 10.7, "joining": 39, "size": 7, "most": 6, "completing": 91}
    given |= {"hours": 2700, "rate": 445, "fees": 100_000, "stay": 78_905}
    given |= {"smallest": given, "_": worded}
    names = run_cells("03_costs/08_your_municipality", "sliders", "formulas", **given)
    return names["sliders"], names["readings"]


@cache
def drawn_planner() -> nbformat.NotebookNode:
    start = {"inhabitants": 210_000, "inquiries": 10, "joining": 40}
    title = message({"en": "Your municipality", "da": "Din kommune"})
    drawn = in_all(lambda: planner.planner_chart(*sheet(), str(title), [("Odense", start)]))
    return shown(drawn)


def verdict() -> nbformat.NotebookNode:
    made = notebook(
        new_markdown_cell("# Verdict: {{ slice }}"),
        parameters("all", "all"),
        code("planner_chart(sliders)", [drawn_planner()]),
    )
    made.metadata["modning"] = {"reads": "results", "slices": "all"}
    return made


def parameters(place: str, year: str) -> nbformat.NotebookNode:
    source = f'municipality = "{place}"\nyear = "{year}"'
    return new_code_cell(source, metadata={"tags": ["parameters"]})


def code(source: str, outputs: list[nbformat.NotebookNode]) -> nbformat.NotebookNode:
    return new_code_cell(source, outputs=outputs, execution_count=3)


def notebook(*cells: nbformat.NotebookNode) -> nbformat.NotebookNode:
    made = new_notebook(cells=list(cells))
    # As papermill leaves it: with times that differ from run to run.
    made.metadata["papermill"] = {"start_time": "2025-01-01T00:00:00", "duration": 1.25}
    for number, cell in enumerate(made.cells):
        cell["id"] = f"cell-{number}"
    return made


def make_project(folder: Path) -> Path:
    """Lay out a project whose notebooks have been run."""
    for name in SHARED:
        (folder / name).symlink_to(ROOT / name)
    # Where the report's parts are in the real book is no matter of this one.
    shutil.copytree(ROOT / "data", folder / "data", ignore=shutil.ignore_patterns("coverage.csv"))
    # Without the catalogues and the order of the real notebooks, and the pages that lead to them.
    left_out = shutil.ignore_patterns("0*_*", "contents.yml", "checklists.md", "plan.md")
    shutil.copytree(ROOT / "book", folder / "book", ignore=left_out)
    (folder / "book" / "contents.yml").write_text(f"parts: []\nannex: [{', '.join(ANNEX)}]\n")
    for (name, place, year), made in runs().items():
        write(made, folder / "build" / "runs" / name / f"{place}-{year}.ipynb")
        if (place, year) == ("all", "all"):
            write(made, folder / "notebooks" / f"{name}.ipynb")
    write_danish(folder)
    found = [(OUTCOMES, one) for place, year in PLACES for one in figures(place, year)]
    found += [(COSTS, one) for one in front_figures()]
    results.table(found).to_parquet(folder / "build" / "results.parquet", index=False)
    counts = {"read": 120, "accepted": 112, "rejected": 8}
    intake = {"synthetic": True, "last": "2024-05-31", "forms": {"baseline": counts}}
    (folder / "build" / "data").mkdir()
    (folder / "build" / "data" / "intake.json").write_text(json.dumps(intake))
    return folder


def write_danish(folder: Path) -> None:
    """Translate the three notebooks, as a person does who fills in the catalogues."""
    with within(folder):
        catalogues.merge("da")
        for name in (OUTCOMES, COSTS, SYNTHESIS):
            path = catalogues.catalogue_path(name, "da")
            catalogue = read_po(path.open("rb"))
            for message in catalogue:
                if message.id:
                    message.string = in_danish(message.id)
            with path.open("wb") as file:
                write_po(file, catalogue)


def in_danish(text: str) -> str:
    for english, danish in DANISH.items():
        text = text.replace(english, danish)
    return text


def write(made: nbformat.NotebookNode, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(made, path)


@contextlib.contextmanager
def within(folder: Path) -> Iterator[None]:
    """Make `folder` the project for a while."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MODNING_PROJECT", str(folder))
        yield
