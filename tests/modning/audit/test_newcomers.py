"""What means of two editions tell together of whose answers came in, went or are withheld."""

from dataclasses import replace

import pandas as pd
from tests.cellguard.planted import books

from modning.audit.newcomers import attack_newcomers
from modning.audit.statistics import recorded
from slicebook.programme import load_programme
from surveys.codebook import load_codebook

PROGRAMME = replace(load_programme(), years=(2024, 2025))
KOGE, LARGE = ("koge", "2025"), ("odense", "2024")
GIVEN = {
    ("koge", "2024"): [4, 5, 5, 3, 4, 4, 5, 3, 5, 4],
    KOGE: [5, 5, 4, 3, 5, 4, 3, 5, 4, 5],
    LARGE: [5, 4, 3, 5, 4, 4, 5, 3, 4, 5, 5, 4],
    ("odense", "2025"): [4, 3, 5, 4, 5, 5, 3, 4, 4, 5, 5],
}  # fmt: skip
QUESTION = "completion/experience_knowledge"


def edition(given: dict, hidden: tuple = ()) -> pd.DataFrame:
    """Return a table of figures that shows each slice's mean with all digits."""
    rows = [books.figure("recognition.knowledge", key, books.Shown(len(mine)) if key in hidden
                         else books.exact(mine))
            for key, mine in books.slices(given)]  # fmt: skip
    return books.results(rows, given)


def attack(before: pd.DataFrame, now: pd.DataFrame) -> dict:
    forms = load_codebook()
    seen = recorded(now, forms, PROGRAMME.rules.coarse)
    # An edition has only what it showed.
    found = attack_newcomers(before[before["shown"]], seen, now, forms, PROGRAMME, "first")
    return {(one.figure.removeprefix(QUESTION).strip(), one.municipality, one.year):
            (one.low, one.high) for one in found if not one.safe}  # fmt: skip


CAME = GIVEN | {KOGE: [*GIVEN[KOGE], 1, 2, 2]}


def test_who_came_is_found_and_who_went_is_too():
    found = attack(edition(GIVEN), edition(CAME))
    assert found["= 1 since first", "koge", "2025"] == (1, 1)
    assert found["= 2 since first", "koge", "2025"] == (2, 2)
    found = attack(edition(CAME), edition(GIVEN))
    assert found["= 1 withdrawn since first", "koge", "2025"] == (1, 1)


def test_a_correction_elsewhere_hides_nobody_who_came():
    corrected = CAME | {LARGE: [1, *GIVEN[LARGE][1:]]}
    found = attack(edition(GIVEN), edition(corrected))
    assert found["= 1 since first", "koge", "2025"] == (1, 1)
    assert not [key for key in found if key[1:] == LARGE and "since first" in key[0]]


def test_of_a_year_that_was_corrected_alone_nothing_follows():
    corrected = GIVEN | {LARGE: [1, *GIVEN[LARGE][1:]]}
    assert not [key for key in attack(edition(GIVEN), edition(corrected)) if " since " in key[0]]


def test_a_mean_that_is_withheld_now_and_was_shown_before_is_known():
    """One edition shows all of a year, the other the large municipality: the small one is left."""
    few = GIVEN | {("koge", "2024"): [5, 5, 5, 1, 5]}
    both = (("koge", "2024"), ("koge", "all"), ("odense", "all"), ("all", "all"))
    first, second = (edition(few, (*both, one)) for one in (LARGE, ("all", "2024")))
    assert attack(first, second)["= 1 in first", "koge", "2024"] == (1, 1)
    assert attack(second, first)["= 1 with first", "koge", "2024"] == (1, 1)
