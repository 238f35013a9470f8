"""Add the tutorial's own result to its notebook, as somebody would in JupyterLab."""

from pathlib import Path

import nbformat

OWN = Path("notebooks/02_outcomes/03_months_out.ipynb")

notebook = nbformat.read(OWN, as_version=4)
cells = {cell.id: cell for cell in notebook.cells}
cells["start"].source = cells["start"].source.replace("question, start", "question, record, start")
cells["answer"].source = "**In short:** On average {{ months.mean }} months, says who has none."
mean = nbformat.v4.new_code_cell(
    'months = first_talk["months_out"]\n'
    'record("months.mean", round(months.mean(), 1), n=months.count(), unit="months");',
    id="mean",
)
notebook.cells.insert(notebook.cells.index(cells["answer"]) + 1, mean)
nbformat.write(notebook, OWN)

Path("data/known.yml").write_text(
    "means:\n  months.mean: {form: first_talk, low: 0, high: 120, question: months_out}\n"
)
