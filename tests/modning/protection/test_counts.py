"""What a reader is taken to know of which sets of answers are the same."""

import numpy as np
import pandas as pd

from cellguard.attack import Reader
from cellguard.solve import solve
from modning.protection.counts import system
from modning.protection.counts_problem import problem
from modning.protection.published import Family
from modning.protection.tables import tables
from slicebook.programme import load_programme

ANSWERS = ("often", "seldom", "never")


def asked(counts, exclusive=True):
    """Return the system of a question, of so many answer sets by place and year and answer."""
    rows = [(place, year, answer) for (place, year), given in counts.items()
            for answer, number in given.items() for _ in range(number)]  # fmt: skip
    answers = pd.DataFrame(rows, columns=["municipality", "year", "answer"])
    atoms = pd.DataFrame({one: answers["answer"] == one for one in ANSWERS}).astype("boolean")
    sets = {f"after/q.{one}": (one,) for one in ANSWERS}
    programme = load_programme()
    family = Family("after/q", atoms, exclusive, sets)
    return system([family], tables(answers, programme), programme)


def test_where_all_answer_alike_the_few_of_a_place_are_not_told_by_all_together():
    given = {("koge", 2024): 40, ("koge", 2025): 30, ("odense", 2025): 3}
    whole, told = problem(asked({key: {"often": number} for key, number in given.items()}))
    withheld = solve(whole).withheld
    reader = Reader(whole)
    reader.sees(withheld)
    few = [cell for cell in whole.sensitive if whole.value[cell] == 3]
    assert few
    for cell in few:
        assert np.subtract(*reader.interval(cell)[::-1]) >= 3 - 1e-6
    assert withheld[told["after/q.often"][-1]].all()


def test_answers_that_nobody_gave_are_no_more_one_answer_than_others():
    nobody = asked({("koge", 2024): {"often": 40}, ("odense", 2025): {"often": 30}})
    counted = {nobody.cells[f"after/q.{one}"].counted for one in ANSWERS}
    assert len(counted) == len(ANSWERS)
    assert nobody.cells["after/q.often"].base not in counted


def test_of_several_answers_those_by_the_same_persons_are_one_set():
    both = asked({("koge", 2024): {"often": 40, "seldom": 30}}, exclusive=False)
    # Who did not tick the one ticked the other, here, and a share of the one tells of both.
    assert both.cells["after/q.often"].rest == both.cells["after/q.seldom"].counted
