"""The text of a notebook that is open, with its numbers, below the cells that compute them."""

from types import SimpleNamespace

import nbformat
import pytest

from modning import read_aloud
from slicebook import results

CELLS = (
    ("title", "# Meals: {{ slice }}"),
    ("answer", "**In short:** {{ lunch }} of {{ guests }} ate."),
    ("count", None),
    ("count-read", "There were {{ guests }}."),
    ("lunch", None),
    ("lunch-read", "Warm lunch had {{ lunch }}. Cold lunch had {{ cold }}."),
    ("limits", "Nobody counted twice."),
)


@pytest.fixture
def made_up() -> bool:
    """Answers are real, but where a test says otherwise."""
    return False


@pytest.fixture
def ran(tmp_path, monkeypatch, made_up):
    """Return what runs a cell of a notebook and tells what is shown below it."""
    path, shown = tmp_path / "meals.ipynb", []
    cells = [nbformat.v4.new_code_cell("", id=id) if text is None
             else nbformat.v4.new_markdown_cell(text, id=id) for id, text in CELLS]  # fmt: skip
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    monkeypatch.setattr(read_aloud, "display", lambda one: shown.append(one.data))
    monkeypatch.setattr(read_aloud.paths, "build", lambda *parts: tmp_path.joinpath(*parts))
    monkeypatch.setattr(read_aloud, "evaluation",
                        lambda: SimpleNamespace(origin=lambda: {"synthetic": made_up},
                                                real=lambda what: ["guests"]))  # fmt: skip
    results.start("koge", "2024")
    reader = read_aloud.Reader(path)

    def run(id: str, success: bool = True, **recorded: float | None) -> list[str]:
        shown.clear()
        for figure, value in recorded.items():
            results.record(figure, value, unit="persons", n=9, shown=value is not None)
        reader.after(SimpleNamespace(success=success, info=SimpleNamespace(cell_id=id)))
        return list(shown)

    return run


def test_text_stands_below_what_it_is_of_once_its_numbers_are_known(ran):
    assert ran("count", guests=30) == ["# Meals: Køge, 2024", "There were 30."]
    assert ran("lunch", lunch=12, cold=18) == [
        "**In short:** 12 of 30 ate.", "Warm lunch had 12. Cold lunch had 18.",
    ]  # fmt: skip


def test_a_cell_that_runs_again_says_its_text_anew(ran):
    ran("count", guests=30)
    assert ran("count", guests=31) == ["There were 31."]


def test_a_sentence_whose_figure_is_withheld_falls_away(ran):
    ran("count", guests=30)
    assert ran("lunch", lunch=12, cold=None)[-1] == "Warm lunch had 12."


def test_nothing_is_said_after_a_mistake_or_of_a_cell_that_is_not_saved(ran):
    assert ran("count", success=False, guests=30) == []
    assert ran("unsaved") == []


@pytest.mark.parametrize("made_up", [True])
def test_what_made_up_answers_decide_is_marked_and_what_is_real_is_not(ran):
    assert ran("count", guests=30)[-1] == "There were 30."
    assert ran("lunch", lunch=12, cold=18)[-1] == (
        'Warm lunch had <span class="invented">12</span>. '
        'Cold lunch had <span class="invented">18</span>.'
    )
