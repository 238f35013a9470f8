"""What is called real is the same whatever is drawn: synthetic answers of two draws, side by side.

`data/synthetic/real.yml` names figures and cells that made-up answers do not decide. If that is so,
another draw changes none of them.
"""

import os
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from nbformat import NotebookNode

from cellguard.exhibits import in_text
from modning import line
from slicebook import runs
from slicebook.book.outputs import is_result
from slicebook.kinds import is_real
from slicebook.programme import load_programme, read_yaml
from slicebook.results import KEY
from slicebook.runs.steps import gathered
from slicebook.shown.static import VEGALITE
from surveys.synthetic import write_exports
from worlds.conftest import ROOT, SHARED, WHOLE

pytestmark = pytest.mark.skipif(
    os.environ.get("WORLDS") != "all", reason="takes longer than the gate has: make worlds"
)
FILES = (*SHARED, "programme.yml")
ENDS = ["value", "low", "high", "n"]


@pytest.fixture(scope="module")
def draws(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Run all notebooks on the whole of the answers of two draws; return the projects."""
    return [_drawn(tmp_path_factory.mktemp("draw"), seed) for seed in (1, 2)]


def _drawn(folder: Path, seed: int) -> Path:
    for name in FILES:
        (folder / name).symlink_to(ROOT / name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MODNING_PROJECT", str(folder))
        write_exports(folder / "exports", seed)
        line.take_in([folder / "exports"])
        line.protect()
        report = runs.execute(runs.plan(runs.notebook_paths(), [WHOLE]), jobs=2)
        assert [str(failure) for failure in report.failures] == []
        gathered(load_programme())
    return folder


def _results(folder: Path) -> pd.DataFrame:
    return pd.read_csv(folder / "build" / "results.csv", dtype={"year": str}).set_index(KEY)


def _real(of: str) -> Any:
    return read_yaml(ROOT / "data" / "synthetic" / "real.yml")[of]


def test_another_draw_leaves_the_real_figures_as_they_are(draws: list[Path]) -> None:
    one, other = map(_results, draws)
    assert set(one.index) == set(other.index)
    assert not one["value"].equals(other["value"].reindex(one.index)), "nothing was drawn anew"
    real = [key for key in one.index if is_real(key[0], _real("figures"))]
    assert len(real) > 100
    pd.testing.assert_frame_equal(one.loc[real, ENDS], other.loc[real, ENDS])


def test_another_draw_leaves_what_real_cells_show_as_it_is(draws: list[Path]) -> None:
    cells = [_cells(folder) for folder in draws]
    real = [name for name in cells[0] if any(fnmatch(name, one) for one in _real("show"))]
    assert len(real) > 20
    assert [name for name in real if cells[0][name] != cells[1][name]] == []


def test_another_draw_leaves_the_real_parts_of_tables_as_they_are(draws: list[Path]) -> None:
    one, other = map(_outputs, draws)
    for cell, real in _real("parts").items():
        # What a criterion finds says itself whether it is made up.
        if not cell.startswith("04_synthesis"):
            assert _kept(one[cell], real) == _kept(other[cell], real) != [], cell


def _kept(outputs: list[NotebookNode], real: dict[str, list[int]]) -> list[list[Any]]:
    """Return the parts that are real of the tables that a cell shows."""
    return [
        row if at in real.get("rows", ()) else [row[where] for where in real.get("columns", ())]
        for output in outputs
        for at, row in enumerate(_rows(output))
    ]


def _rows(output: NotebookNode) -> list[list[Any]]:
    if VEGALITE in output.data:
        return output.metadata[VEGALITE]["table"]["rows"]
    tables = in_text("".join(output.data["text/html"]), "")
    # A row of one cell is a note.
    return [list(row) for one in tables for row in one.rows if len(row) == len(one.columns)]


def _cells(folder: Path) -> dict[str, list[Any]]:
    """Return what the code cells of all runs show, by folder/notebook/cell."""
    return {name: [one.data for one in outputs] for name, outputs in _outputs(folder).items()}


def _outputs(folder: Path) -> dict[str, list[NotebookNode]]:
    """Return the outputs of the code cells of all runs that are shown, by folder/notebook/cell."""
    found = {}
    for path in sorted((folder / "build" / "runs").rglob("all-all.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                name = f"{path.parent.parent.name}/{path.parent.name}/{cell.id}"
                found[name] = [output for output in cell.outputs if is_result(output)]
    return found
