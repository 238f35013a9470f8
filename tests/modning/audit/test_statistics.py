"""A scale's mean is the sum of its items: what the others leave of it is the last one's."""

from dataclasses import replace

import pytest
from tests.cellguard.planted import books

from modning.audit.statistics import Codes, attack_statistics, codes_of_question
from modning.audit.told import Fact
from slicebook.programme import load_programme
from surveys.codebook import load_codebook

PROGRAMME = replace(load_programme(), years=(2024, 2025))
SCALE, KEY = "completion/recovery", ("koge", "2024")
ITEMS = [f"{SCALE}_{row.id}" for row in load_codebook()["completion"].item("recovery").rows]
GIVEN = {KEY: [4, 4, 4], ("odense", "2024"): [4] * 12}


def facts(question: str, mean: float) -> list[Fact]:
    spans = (("n", (3.0, 3.0)), ("mean", (mean - 1e-9, mean + 1e-9)))
    return [Fact(question, *KEY, what, span) for what, span in spans]


@pytest.mark.parametrize("total", [True, False])
def test_the_last_item_follows_from_the_others_and_the_total(total):
    """Four items are at 3, and the total at 3.4, so everybody gave the last one a 5."""
    told = [fact for item in ITEMS[:4] for fact in facts(item, 3.0)]
    told += facts(SCALE, 3.4) if total else []
    found = attack_statistics(told, books.results([], GIVEN), load_codebook(), PROGRAMME)
    last = {
        one.figure: (one.low, one.high)
        for one in found
        if (one.municipality, one.year) == KEY and ITEMS[4] in one.figure and not one.safe
    }
    assert last == ({f"{ITEMS[4]} = 5": (3, 3)} if total else {})


def test_the_total_of_one_alone_is_hers():
    told = [Fact(SCALE, *KEY, "n", (1.0, 1.0)), *facts(SCALE, 4.2)[1:]]
    found = attack_statistics(told, books.results([], GIVEN), load_codebook(), PROGRAMME)
    unsafe = {one.figure for one in found if not one.safe and one.municipality == "koge"}
    assert f"{SCALE} = 21" in unsafe


def test_the_whole_numbers_of_a_question_are_those_it_is_answered_by():
    forms = load_codebook()
    known = {"sessions": Codes(tuple(range(1, 11))), "recovery_hope": Codes((1, 2, 3, 4, 5)),
             "recovery": Codes(tuple(range(5, 26)), 5), "gender": None}  # fmt: skip
    item = forms["completion"].item("sessions")
    assert (item.low, item.high) == (1, 10)
    for name, codes in known.items():
        assert codes_of_question(forms, f"completion/{name}") == codes
