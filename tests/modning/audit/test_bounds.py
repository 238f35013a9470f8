"""The solver's word that a system has no solution, tried again before it is believed."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from modning.audit.bounds import Attack

# SciPy's word for a system without a solution.
INFEASIBLE = 2

# A system of 24 counts that HiGHS' presolve calls infeasible; `x` solves it.
_READ = json.loads((Path(__file__).parent / "data" / "infeasible.json").read_text())
STORED = {name: np.array(_READ[name]) for name in ("lo", "hi", "w", "lb", "ub", "x")}
STORED["A"] = np.array([[row.get(str(at), 0) for at in range(24)] for row in _READ["rows"]])


def system(stored: dict[str, np.ndarray]) -> Attack:
    found = Attack()
    for at, (low, high) in enumerate(zip(stored["lb"], stored["ub"], strict=True)):
        found.unknown(str(at), low, high)
    for row, low, high in zip(stored["A"], stored["lo"], stored["hi"], strict=True):
        found.know({str(at): row[at] for at in np.flatnonzero(row)}, low, high)
    return found


def test_the_stored_system_is_one_that_presolve_gets_wrong():
    sums = LinearConstraint(STORED["A"], STORED["lo"], STORED["hi"])
    assert (STORED["lo"] <= STORED["A"] @ STORED["x"]).all()
    assert (STORED["A"] @ STORED["x"] <= STORED["hi"]).all()
    bounds = Bounds(STORED["lb"], STORED["ub"])
    found = milp(STORED["w"], integrality=np.ones(24), bounds=bounds, constraints=[sums])
    assert found.status == INFEASIBLE


def test_a_system_that_presolve_calls_infeasible_is_solved_without_it():
    weights = {str(at): STORED["w"][at] for at in range(24)}
    low, high = system(STORED).width(weights, enough=np.inf)
    assert low <= STORED["w"] @ STORED["x"] <= high


def test_what_contradicts_itself_is_said():
    known = Attack()
    known.unknown("a", 0, 3)
    known.know({"a": 1}, 5, 6)
    with pytest.raises(ValueError, match="contradicts itself"):
        known.width({"a": 1}, 1)


# Of two places in three years: how many were asked, and how many of them said yes, are shown of a
# year, of each place and of all. HiGHS' presolve found at most 1 yes in the last year, where 5 fit.
SHOWN = {"asked": (31, 62, 29, 33), "yes": (11, 17, 5, 12)}


def sums(what: str) -> list[dict[str, float]]:
    names = [[f"{what} {place} {year}" for year in (1, 2, 3)] for place in "ab"]
    middle, everything = [names[0][1], names[1][1]], [*names[0], *names[1]]
    return [dict.fromkeys(chosen, 1.0) for chosen in (middle, everything, *names)]


def test_a_count_that_presolve_once_bounded_too_closely_is_bounded_as_it_is():
    known = Attack()
    for place in "ab":
        for year in (1, 2, 3):
            asked, yes = f"asked {place} {year}", f"yes {place} {year}"
            known.unknown(asked, 0, 100)
            known.unknown(yes, 0, 100)
            known.know({yes: 1, asked: -1}, -np.inf, 0)
    for what, values in SHOWN.items():
        for terms, value in zip(sums(what), values, strict=True):
            known.know(terms, value, value)
    assert known.width({"yes a 3": 1.0}, enough=3) == (0, 5)
