"""What an open notebook shows of an error: two lines of thirty."""

import pytest
from IPython.core.interactiveshell import InteractiveShell

from modning import short_errors


@pytest.fixture
def shown(monkeypatch, capsys):
    """Return what runs a cell and tells the lines that are shown of its error."""
    shell = InteractiveShell()
    monkeypatch.setattr(short_errors, "get_ipython", lambda: shell)
    short_errors.begin()

    def run(code: str) -> list[str]:
        assert not shell.run_cell(code).success
        return capsys.readouterr().out.strip().splitlines()

    return run


def test_a_column_that_is_not_there_is_one_line_of_the_cell_and_the_nearest(shown):
    code = "import pandas as pd\nages = pd.DataFrame({'age': [40]})\nages['agee'].mean()"
    assert shown(code) == [
        "line 3: ages['agee'].mean()",
        "KeyError: 'agee'; age is the nearest (%tb shows all of it)",
    ]


def test_of_our_own_code_the_last_line_is_shown(shown):
    place, *lines = shown("from slicebook.text import number\nnumber('many')")
    assert place == "line 2: number('many')"
    assert [line.partition(",")[0] for line in lines[:-1]] == ["text.py"]


def test_a_mistake_of_ours_is_its_words_and_all_of_the_rest_is_there_on_request(shown):
    assert shown("from slicebook.slices import all_slices\nall_slices(None)")[-1].startswith(
        "AttributeError: 'NoneType' object has no attribute"
    )
    raised = "from slicebook.errors import InputError\nraise InputError('no such question')"
    assert shown(raised) == ["no such question"]
