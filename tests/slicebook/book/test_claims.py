"""What sentences claim of figures: noted where they are said, and held against the figures."""

import io

import pandas as pd
import pytest

from slicebook.book.claims import noting, of_languages, said, table
from slicebook.book.names import names
from slicebook.book.prose import fill
from slicebook.errors import InputError
from slicebook.results import Figure
from slicebook.text import speaking

GAIN = Figure("gain", "koge", "2024", 0.3, 0.1, 0.5, 40, "scale points", True)
RESULTS = pd.DataFrame([vars(GAIN)]).assign(notebook="01_a/01_x")
SENTENCE = 'It is {{ gain | told("a rise", "a fall", "neither") }}.'


def claims(template: str) -> tuple:
    with noting() as noted:
        text = fill(template, names([GAIN]))
    return said(noted, text)


def test_a_claim_names_its_figure_and_where_it_lies() -> None:
    text = table([("page", one) for one in claims(SENTENCE)], RESULTS)
    [row] = pd.read_csv(io.StringIO(text)).to_dict("records")
    assert row == {
        "page": "page", "figure": "gain", "municipality": "koge", "year": 2024, "end": "interval",
        "says": "above", "smaller": 0, "larger": 0, "holds": True, "words": "a rise",
    }  # fmt: skip


def test_words_that_were_chosen_and_not_said_are_no_claim() -> None:
    nested = '{{ gain | told("a rise", gain | sized("more", "less")) }}'
    assert [one.words for one in claims(nested)] == ["a rise"]
    assert claims('{{ gain | sized("", "less") }}') == ()


def test_what_is_claimed_of_one_is_found_in_the_singular_that_is_said() -> None:
    with speaking("en"):
        [one] = claims('{{ gain | sized("Of 14 lines, 1 differ here.", "None.") }}')
    assert one.words == "Of 14 lines, 1 differs here."


def test_a_claim_that_is_not_so_stops_the_book() -> None:
    fallen = RESULTS.assign(low=-0.5, high=-0.1)
    with pytest.raises(InputError, match='page: gain is not so: "a rise"'):
        table([("page", one) for one in claims(SENTENCE)], fallen)
    with pytest.raises(InputError):
        table([("page", one) for one in claims(SENTENCE)], RESULTS.assign(shown=False))
    with pytest.raises(InputError):
        table([("page", one) for one in claims(SENTENCE)], RESULTS.assign(year="2025"))


def test_languages_stand_one_below_the_other() -> None:
    assert (
        of_languages({"en": "a,b\n1,2\n", "da": "a,b\n3,4\n"}) == "language,a,b\nen,1,2\nda,3,4\n"
    )
