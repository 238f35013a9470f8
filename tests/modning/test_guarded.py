"""Analysis names the cells that a number rests on; two modules alone ask what may be shown."""

import ast
from pathlib import Path

import pandas as pd
import pytest

from modning import guarded, proportions
from slicebook.programme import load_programme

LIB = Path(guarded.__file__).parent
# What says whether something may be shown, and the limits that it is decided by.
ASKING = {
    "answers_needed", "dominates", "fewest", "is_small", "may_show", "may_tell",
    "tells_of_few", "withheld", "withheld_figures",
}  # fmt: skip
LIMITS = {"coarse", "threshold", "minimum_mean", "minimum_spread", "minimum_test"}
# Rooms that decide, attack or check it, draw what was decided, and the guards themselves.
OTHERS = {"audit", "charts", "protection"}
GUARDS = {LIB / "guarded.py", LIB / "compare" / "guarded.py"}
ANALYSIS = sorted(
    path for path in LIB.rglob("*.py") if path.relative_to(LIB).parts[0] not in OTHERS
)


def asks(text: str) -> set[str]:
    """Return what a module asks of the rules of disclosure, or reads of their limits."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom):
            module, names = node.module or "", {one.name for one in node.names}
            found |= names & ASKING if module.startswith("surveys.disc") else set()
            found |= {"coarse"} if module == "cellguard.coarse" else set()
        elif isinstance(node, ast.Attribute):
            owner = getattr(node.value, "id", "")
            found |= {node.attr} & (LIMITS | (ASKING if owner == "disclosure" else set()))
    return found


@pytest.mark.parametrize("path", ANALYSIS, ids=lambda path: str(path.relative_to(LIB)))
def test_no_analysis_asks_what_may_be_shown(path):
    found = asks(path.read_text(encoding="utf-8"))
    assert bool(found) == (path in GUARDS), found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("from surveys.disclosure import may_tell, cell_name", {"may_tell"}),
        ("from surveys.disclosure.rules import is_small as small", {"is_small"}),
        ("from surveys import disclosure\ndisclosure.may_tell(cell)", {"may_tell"}),
        ("few = n < load_programme().threshold", {"threshold"}),
        ("steps = load_programme().rules.coarse", {"coarse"}),
        ("from cellguard.coarse import probability", {"coarse"}),
        ("from surveys.disclosure import mean_cell\none.withheld", set()),
    ],
)
def test_asking_is_found(text, found):
    assert asks(text) == found


def test_a_mean_of_nobody_tells_nothing_and_one_of_few_too_much():
    enough = load_programme().rules.minimum_mean
    told = [guarded.may_be_told(["baseline/none#mean"], None, n=n) for n in (0, enough - 1, enough)]
    assert told == [True, False, True]


def test_of_answers_that_are_no_slice_shares_that_tell_of_few_are_withheld():
    few, some = (pd.array([True] * n + [False] * (10 - n), "boolean") for n in (2, 5))
    table = proportions.shares(pd.DataFrame({"few": few, "some": some}))
    shown = guarded.shares(table, ["f/few", "f/some"], None)
    assert shown["shown"].tolist() == [False, True]
    assert shown["percent"].isna().tolist() == [True, False]
    assert shown["percent"].iloc[1] == 50


@pytest.mark.parametrize(
    ("parts", "public", "told"),
    [
        ((10, 20), False, (30, True)),
        ((2, 20), False, (None, False)),
        ((2, 20), True, (22, True)),
        ((1, 2), False, (3, False)),
        ((0, 0), False, (0, True)),
    ],
)
def test_a_sum_is_withheld_from_which_a_small_part_could_be_worked_out(parts, public, told):
    assert guarded.summed(parts, [], None, public) == told


@pytest.mark.parametrize(("n", "fewest", "told"), [(0, None, 0), (4, None, None), (5, None, 5),
                                                   (4, 3, 4), (2, 3, None)])  # fmt: skip
def test_a_number_of_few_is_not_told(n, fewest, told):
    assert guarded.count(n, fewest) == told
