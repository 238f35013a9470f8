"""A mistake is told in its own words, wherever it is made."""

import pytest
from IPython.core.interactiveshell import InteractiveShell


@pytest.mark.parametrize("name", ["InputError", "Ended"])
def test_a_notebook_shows_the_words_alone_and_no_traceback(name, capsys):
    raised = f"from slicebook.errors import {name}\nraise {name}('no such question')"
    result = InteractiveShell().run_cell(raised)
    assert not result.success
    assert capsys.readouterr().out == "no such question\n"
