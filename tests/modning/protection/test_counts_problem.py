"""The counts of one question as a problem, in two places and years, each number by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from cellguard.attack import Reader
from modning.protection import counts, counts_problem
from modning.protection.counts_problem import problem as problem_of
from modning.protection.published import Family
from modning.protection.tables import tables
from slicebook.programme import Public, load_programme

LOADED = load_programme()
PROGRAMME = replace(
    LOADED, years=(2024, 2025), public=(), rules=replace(LOADED.rules, minimum_slice=1)
)
# Who answered what; a blank did not.
GIVEN = {
    ("koge", "2024"): "aabbbbbbb", ("koge", "2025"): "aaaaaabbbbbbccc",
    ("odense", "2024"): "a" * 10 + "c" * 8,
    ("odense", "2025"): "a" * 9 + "b" * 12 + "c" * 11 + "  ",
}  # fmt: skip
NAMES = {id: f"form/q.{id}" for id in "abc"}


def question(given: dict = GIVEN, programme=PROGRAMME, **more):
    """Return the system, the problem and the units of a question's three answers."""
    rows = [(place, int(year), answer) for (place, year), some in given.items() for answer in some]
    frame = pd.DataFrame(rows, columns=["municipality", "year", "answer"])
    atoms = pd.DataFrame({id: frame["answer"] == id for id in "abc"}).astype("boolean")
    atoms = atoms.where(frame["answer"] != " ")
    sets = {name: (id,) for id, name in NAMES.items()}
    figures = {name: (f"q.{id}",) for id, name in NAMES.items()}
    family = Family("form/q", atoms, True, sets, figures, **more)
    whole = counts.system([family], tables(frame, programme), programme)
    return whole, *problem_of(whole)


def slices(whole) -> dict[tuple[str, str], int]:
    return {key: at for at, key in enumerate(whole.tables.slices)}


def count(given: dict, answers: str, key: tuple[str, str]) -> int:
    """Return how many gave one of some answers in a slice."""
    return sum(some.count(answer) for (place, year), some in given.items() for answer in answers
               if key[0] in (place, "all") and key[1] in (year, "all"))  # fmt: skip


@pytest.mark.parametrize("open_", [True, False])
def test_each_count_stands_with_its_totals_and_all_sums_hold(open_):
    whole, problem, _ = question(open=open_)
    many = len(slices(whole))
    for id, name in NAMES.items():
        cell, rest = whole.cells[name], "abc".replace(id, "")
        for key, at in slices(whole).items():
            assert problem.value[cell.counted * many + at] == count(GIVEN, id, key)
            assert problem.value[cell.rest * many + at] == count(GIVEN, rest, key)
            assert (
                problem.place[cell.counted * many + at]
                == {"koge": 0, "odense": 1, "all": -1}[key[0]]
            )
            # How many answered is told of what was asked of everybody alone.
            most = count(GIVEN, "abc" if open_ else "abc ", key)
            assert problem.high[cell.counted * many + at] == most
    # The answers to what was asked of everybody come to a number that is no secret.
    known = {count(GIVEN, "abc", key) for key in GIVEN} if open_ else set()
    assert {*(problem.equations @ problem.value)} == {0, *known}
    assert not problem.low.any()
    assert set(problem.width) == {PROGRAMME.rules.protection_width}
    assert problem.few == PROGRAMME.threshold


def test_a_reader_works_out_what_the_sums_leave():
    whole, problem, told = question()
    many, at = len(slices(whole)), slices(whole)
    cell = whole.cells[NAMES["a"]].counted * many + at["koge", "2024"]
    hidden = np.zeros(len(problem.cost), dtype=bool)
    # By the other answers, since everybody gave one of three.
    for place in at.values():
        hidden[told[NAMES["a"]][place]] = True
    reader = Reader(problem)
    reader.sees(hidden)
    assert reader.whole_interval(cell) == (2, 2)
    # Of two answers in two years and places she knows all sums: eight gave a in Køge, and of the
    # ten who gave a or b in Odense 2024 as many gave b as more than two gave a here.
    hidden[:] = False
    for id in "ab":
        for key in GIVEN:
            hidden[told[NAMES[id]][at[key]]] = True
    reader.sees(hidden)
    assert reader.whole_interval(cell) == (2, 8)


def units_of(told, whole, flags: np.ndarray) -> set[tuple[str, str, str]]:
    """Return the answers and slices whose units are all, or in part, flagged."""
    return {(id, *key) for id, name in NAMES.items() for key, at in slices(whole).items()
            if told[name][at] and flags[told[name][at]].any()}  # fmt: skip


def test_by_the_rule_goes_what_is_of_few_or_leaves_few():
    """Two of nine gave a, so b goes with them: all but two gave it."""
    whole, problem, told = question()
    assert units_of(told, whole, problem.forced) == {
        ("a", "koge", "2024"), ("b", "koge", "2024"), ("c", "koge", "2025"), ("c", "koge", "all"),
    }  # fmt: skip
    small = problem.value[problem.sensitive]
    assert sorted(set(small)) == [2, 3]
    many = len(slices(whole))
    both = [whole.cells[NAMES["a"]].counted, whole.cells[NAMES["b"]].rest]
    at = slices(whole)["koge", "2024"]
    assert {number * many + at for number in both} <= set(problem.sensitive.tolist())
    assert not problem.public.any()


def test_of_a_few_who_answered_at_all_nothing_is_shown():
    whole, problem, told = question(GIVEN | {("odense", "2025"): "aaaa"})
    gone = units_of(told, whole, problem.forced)
    assert {(id, "odense", "2025") for id in "abc"} <= gone
    shown = question(GIVEN | {("odense", "2025"): "aaaaa"})
    assert not {one for one in units_of(shown[2], shown[0], shown[1].forced) if one[1] == "odense"
                and one[2] == "2025"}  # fmt: skip


def test_what_is_public_is_neither_withheld_nor_guarded():
    public = replace(PROGRAMME, public=(Public("q.c", "printed"),))
    whole, problem, told = question(programme=public)
    assert {one for one in units_of(told, whole, problem.public) if one[0] == "c"} == {
        ("c", *key) for key in slices(whole)
    }
    assert {one[0] for one in units_of(told, whole, problem.forced)} == {"a", "b"}
    many, number = len(slices(whole)), whole.cells[NAMES["c"]].counted
    assert not [cell for cell in problem.sensitive if cell // many == number]


def test_totals_and_many_answers_are_dearer_and_what_is_printed_the_dearest(monkeypatch):
    def cost(problem, told, id: str, key: tuple[str, str]) -> float:
        [unit] = set(told[NAMES[id]][at[key]])
        return problem.cost[unit]

    whole, problem, told = question()
    at, everybody = slices(whole), count(GIVEN, "abc ", ("all", "all"))
    assert cost(problem, told, "a", ("all", "all")) == pytest.approx(9 * (1 + 74 / everybody))
    assert cost(problem, told, "a", ("koge", "all")) == pytest.approx(3 * (1 + 24 / everybody))
    assert cost(problem, told, "a", ("koge", "2024")) == pytest.approx(1 + 9 / everybody)
    printed = {("q.a", "koge", "2024"), ("q.a", "koge", "all")}
    monkeypatch.setattr(counts_problem, "is_printed", lambda name, key: (name, *key) in printed)
    _, problem, told = question()
    assert cost(problem, told, "a", ("koge", "2024")) == 10
    assert cost(problem, told, "a", ("koge", "all")) == 30
    assert cost(problem, told, "b", ("koge", "2024")) == pytest.approx(1 + 9 / everybody)


@pytest.mark.parametrize(("where", "years"), [("whole", ("all",)), ("rare", ("all",)), ("", ())])
def test_what_is_shown_of_all_alone_is_decided_there(where, years):
    whole, _, told = question(**({where: frozenset({NAMES["c"]})} if where else {}))
    there = {key for key, at in slices(whole).items() if told[NAMES["c"]][at]}
    expected = {"whole": {("all", "all")}, "rare": {key for key in slices(whole)
                                                    if key[1] == "all"}}  # fmt: skip
    assert there == expected.get(where, set(slices(whole)))
    assert all(told[NAMES["a"]])


def test_a_slice_of_too_few_is_not_decided_and_guarded_all_the_same():
    least = replace(PROGRAMME, rules=replace(PROGRAMME.rules, minimum_slice=10))
    whole, problem, told = question(programme=least)
    at = slices(whole)
    assert not any(told[name][at["koge", "2024"]] for name in NAMES.values())
    assert all(told[name][at["koge", "2025"]] for name in NAMES.values())
    many = len(at)
    hers = whole.cells[NAMES["a"]].counted * many + at["koge", "2024"]
    assert hers in problem.sensitive
    assert problem.unknown(np.zeros(len(problem.cost), dtype=bool))[hers]


def test_who_was_asked_goes_with_a_share_of_them_and_takes_all_shares_along():
    whole, problem, told = question(open=False)
    at = slices(whole)["odense", "2025"]
    base = told["form/q"][at]
    assert set(base) < set(told[NAMES["a"]][at])
    own = [unit for unit in told[NAMES["a"]][at] if unit not in base]
    assert {(base[0], unit) for unit in own} <= {tuple(pair) for pair in problem.implied.tolist()}
    assert not question()[1].implied.size


def test_that_all_who_were_asked_answered_is_expected_and_else_not_known():
    """Who said no was not asked; two of those who said yes did not answer."""
    for blank, most in (("", 0), ("  ", 46)):
        answers = "y" * 20 + "n" * 24 + blank
        frame = pd.DataFrame({"municipality": "koge", "year": 2024, "said": list(answers)})
        first = pd.DataFrame({"y": frame["said"] != "n", "n": frame["said"] == "n"})
        second = pd.DataFrame({"a": [at < 8 for at in range(len(frame))]}).assign(
            b=lambda one: ~one["a"]
        )
        second = second.astype("boolean").where(frame["said"] == "y")
        known = [
            Family("form/p", first.astype("boolean"), True,
                   {"form/p.y": ("y",), "form/p.n": ("n",)}),
            Family("form/q", second, True, {"form/q.a": ("a",), "form/q.b": ("b",)}, open=False,
                   skipped=("form/p.n",)),
        ]  # fmt: skip
        whole = counts.system(known, tables(frame, PROGRAMME), PROGRAMME)
        problem, _ = problem_of(whole)
        [silent] = whole.silent
        cell = silent * len(slices(whole)) + slices(whole)["koge", "2024"]
        assert (problem.value[cell], problem.high[cell]) == (len(blank), most)
        assert {*(problem.equations @ problem.value)} == {0, len(frame)}
