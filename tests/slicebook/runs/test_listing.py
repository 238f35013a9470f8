"""What there is to run: each notebook once, with its slices and how many are due."""

from pathlib import Path

from runs.small_project import planned
from slicebook import runs
from slicebook.programme import load_programme
from slicebook.runs.listing import topics
from slicebook.slices import all_slices


def test_each_notebook_is_a_line_with_what_is_due(executed: Path) -> None:
    count = ("01_forms/01_count", "Title", 9, 0)
    assert topics(planned())[0] == count
    notebook = executed / "notebooks" / "01_forms" / "01_count.ipynb"
    notebook.write_text(notebook.read_text().replace("# Title", "# Forms: all of them"))
    (executed / "build/runs/02_costs/01_lines/all-all.ipynb").unlink()
    assert topics(planned()) == [
        ("01_forms/01_count", "Forms: all of them", 9, 9),
        ("02_costs/01_lines", "Title", 1, 1),
        ("03_sum/01_sum", "Title", 1, 1),
    ]


def test_a_limit_leaves_the_first_slices_of_each_notebook(executed: Path) -> None:
    some = runs.plan(runs.notebook_paths(), all_slices(load_programme()), 2)
    names = [run.name for run in some]
    assert names == [
        "01_forms/01_count all-all", "01_forms/01_count all-2024", "02_costs/01_lines all-all",
        "03_sum/01_sum all-all",
    ]  # fmt: skip
