"""The front page's chart: that of a cell, none where the cell drew none."""

import nbformat
import pytest

from modning.pages import front
from slicebook.book.source import Edition
from slicebook.errors import InputError
from slicebook.programme import load_programme
from slicebook.text import speaking

ENTRY = front.Cell("02_outcomes/02_recovery", "total-chart")


@pytest.fixture
def edition() -> Edition:
    return Edition(load_programme(), "en", None, {}, True)


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Write the run of the whole, with one cell of an output."""
    monkeypatch.setattr(front.paths, "build", lambda *parts: tmp_path.joinpath(*parts))

    def write(cell: str, data: dict[str, str]) -> None:
        output = nbformat.v4.new_output("execute_result", data=data, execution_count=1)
        book = nbformat.v4.new_notebook()
        book.cells = [nbformat.v4.new_code_cell("chart", id=cell, outputs=[output])]
        path = tmp_path / "runs" / ENTRY.page / "all-all.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(book, path)

    return write


def test_a_cell_with_too_few_answers_to_draw_leaves_the_page_without_a_chart(run, edition):
    run("total-chart", {"text/markdown": "*There are answers here, but too few.*"})
    with speaking("en"):
        assert front._chart(ENTRY, edition) == ""


def test_a_cell_that_is_not_there_is_a_message(run, edition):
    run("another", {"text/plain": "nothing"})
    with pytest.raises(InputError, match="02_recovery has no cell total-chart"):
        front._chart(ENTRY, edition)
