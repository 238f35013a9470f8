"""The rules by which the worlds' books are searched find what they are there to find."""

import pandas as pd
import pytest

from slicebook.shown.house import FEW_ANSWERS, NO_ANSWERS
from worlds.rules import confused_states


@pytest.mark.parametrize(
    ("words", "n", "shown", "wrong"),
    [
        (NO_ANSWERS, 0, True, False),
        (NO_ANSWERS, 12, True, True),
        (FEW_ANSWERS, 3, False, False),
        (FEW_ANSWERS, 12, True, True),
    ],
)
def test_words_for_nobody_and_for_few_stand_only_where_that_is_so(tmp_path, words, n, shown, wrong):
    page = tmp_path / "01_who" / "02_came" / "here-2024.html"
    page.parent.mkdir(parents=True)
    page.write_text(f"<article><p><em>{words}</em></p></article>", encoding="utf-8")
    figures = [("n.first", 12, 12, True), ("came", None, n, shown)]
    results = pd.DataFrame(figures, columns=["figure", "value", "n", "shown"]).assign(
        municipality="here", year="2024", notebook="01_who/02_came"
    )
    found = confused_states(tmp_path, results)
    assert found == ({"01_who/02_came/here-2024.html": [str(words)]} if wrong else {})
