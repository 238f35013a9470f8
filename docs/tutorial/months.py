"""Write the tutorial's own notebook, as somebody would in JupyterLab."""

from pathlib import Path

import nbformat

COPY = Path("notebooks/01_intake/02_first_talk.ipynb")
OWN = Path("notebooks/02_outcomes/03_months.ipynb")

notebook = nbformat.read(COPY, as_version=4)
title, parameters, start, *_, limits = notebook.cells
title.source = "# How long without a job: {{ slice }}"
start.source = """from modning.notebook import record, start
from modning.questions import question
from surveys.answers import answers

here = start(municipality, year)
months = answers("first_talk", here)["months_out"]"""
notebook.cells = [
    title,
    parameters,
    start,
    nbformat.v4.new_markdown_cell("How long have they been without a job?", id="question"),
    nbformat.v4.new_code_cell(
        'record("months.mean", round(months.mean(), 1), n=months.count(), unit="months");',
        id="mean",
    ),
    nbformat.v4.new_markdown_cell(
        "**In short:** On average {{ months.mean }} months, says who has none.",
        id="answer",
    ),
    nbformat.v4.new_markdown_cell("## From short to long", id="bands"),
    nbformat.v4.new_code_cell('question(answers("first_talk", here), "months_out")', id="chart"),
    limits,
]
nbformat.write(notebook, OWN)
