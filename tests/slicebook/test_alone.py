"""The package's wheel in an environment without surveys: three notebooks, their runs and a book."""

import nbformat
import pandas as pd
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

import wheels

BUILD = """
from slicebook import runs
from slicebook.book import build_book
from slicebook.programme import load_programme
from slicebook.runs.steps import gathered
from slicebook.slices import all_slices

programme = load_programme()
report = runs.execute(runs.plan(runs.notebook_paths(), all_slices(programme)), jobs=2)
assert not report.failures, report.failures[0]
gathered(programme)
print(build_book(programme))
"""
NAMES = ("01_intake/01_visits", "02_outcomes/01_gain", "03_costs/01_prices")
FRONT = "# {{ programme }}\n\nIn all there were {{ visits }} visits.\n"


def notebook(figure: str, at: int) -> nbformat.NotebookNode:
    start = "from slicebook.results import record, start\n\nhere = start(municipality, year)"
    return new_notebook(
        cells=[
            new_markdown_cell("# Title: {{ slice }}", id="title"),
            new_code_cell('municipality = "all"\nyear = "all"', id="given",
                          metadata={"tags": ["parameters"]}),
            new_code_cell(start, id="start"),
            new_code_cell(f'record("{figure}", {at}, unit="persons")', id="figure"),
            new_markdown_cell(f"There were {{{{ {figure} }}}}.", id="said"),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python",
                                 "language": "python"}},
    )  # fmt: skip


def test_a_book_of_three_notebooks_is_made_by_the_wheel_alone(tmp_path):
    scripts = wheels.installed_alone("slicebook", tmp_path / "environment")
    project = tmp_path / "project"
    for at, name in enumerate(NAMES, start=11):
        path = project / "notebooks" / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook(name.rpartition("_")[2], at), path)
    wheels.own_programme(project)
    (project / "book" / "en").mkdir(parents=True)
    (project / "book" / "en" / "index.md").write_text(FRONT, encoding="utf-8")
    wheels.run(scripts, BUILD, project)
    found = pd.read_csv(project / "build" / "results.csv")
    assert found.groupby("figure")["value"].first().to_dict() == {
        "visits": 11, "gain": 12, "prices": 13,
    }  # fmt: skip
    page = project / "build" / "html" / "en" / f"{NAMES[1]}" / "all-all.html"
    said = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").article.get_text()
    assert "There were 12." in said
    assert wheels.is_whole("slicebook", scripts)
    there = {path.name for path in scripts.parent.glob("lib/python*/site-packages/*")}
    assert not there & {"surveys", "modning"}
