"""The second programme: complete in both languages, made of data and notebooks alone."""

import re
from pathlib import Path

import nbformat
import pytest

from modning.costs import load_lines
from modning.criteria import load_criteria
from slicebook.book import catalogues
from slicebook.programme import load_programme
from slicebook.runs.dependencies import library_files
from surveys.codebook import load_codebook

ROOT = Path(__file__).resolve().parents[3]
PROJECT = ROOT / "examples" / "fast-bolig"
NOTEBOOKS = sorted((PROJECT / "notebooks").rglob("*.ipynb"))
ITS_WORDS = re.compile(r"aarhus|aalborg|esbjerg|followup|homeless|housing", re.IGNORECASE)


@pytest.fixture(autouse=True)
def project(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be in the second programme."""
    monkeypatch.setenv("MODNING_PROJECT", str(PROJECT))


def test_the_library_has_no_line_for_it():
    named = [path for path in library_files() if ITS_WORDS.search(path.read_text("utf-8"))]
    # Where a town is named it is an example of what somebody may type.
    assert {path.name for path in named} <= {"project_commands.py"}


def test_it_has_three_towns_three_waves_and_two_scales():
    programme, forms = load_programme(), load_codebook()
    assert list(programme.municipalities) == ["aarhus", "aalborg", "esbjerg"]
    assert programme.forms == {"enrolment": "before", "followup": "after", "followup_6m": "other"}
    for form in forms.values():
        assert [item.scale for item in form.items if item.scale] == ["who5", "swemwbs"]
        assert "housing" in {item.id for item in form.items}


def test_every_text_has_its_danish():
    assert catalogues.unfinished("da") == []


def test_each_town_organises_in_a_way_of_its_own():
    ways = {line.municipality: str(line.activity) for line in load_lines().itertuples()}
    assert len(set(ways.values())) == len(load_programme().municipalities)


def test_its_criteria_are_judged_by_figures_that_its_notebooks_record():
    declared = load_criteria()
    assert len(declared.criteria) == 4
    assert all(one.report is None for one in declared.criteria)
    cells = {cell.id for path in NOTEBOOKS for cell in nbformat.read(path, 4).cells}
    assert {one.section for one in declared.figures.values()} <= cells


def test_its_cells_are_short_and_define_nothing():
    for path in NOTEBOOKS:
        for cell in nbformat.read(path, 4).cells:
            if cell.cell_type == "code" and cell.id != "start":
                assert len(cell.source.splitlines()) <= 7, (path.name, cell.id)
                assert "def " not in cell.source
