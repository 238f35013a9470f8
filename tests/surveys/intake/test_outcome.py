"""What an intake sums up of what was set aside."""

from types import SimpleNamespace

import pandas as pd
import pytest

from surveys.intake.outcome import (
    Count,
    FileCount,
    form_counts,
    reasons,
    sent_twice,
    wholly_rejected,
)


def rejected(*rows):
    return {"registration": pd.DataFrame(rows, columns=["column", "value", "expected"])}


def file(name, read, accepted):
    return FileCount(name, "registration", None, Count(read, accepted, read - accepted), (), (), ())


def test_a_row_is_accepted_or_rejected():
    with pytest.raises(AssertionError, match=r"3 read, 1 \+ 1 kept"):
        Count(3, 1, 1)
    assert Count(3, 2, 1) + Count(2, 0, 2) == Count(5, 2, 3)


@pytest.mark.parametrize(
    ("value", "rows", "said"),
    [("Ribe", 2, True), ("Ribe", 1, False), ("7", 3, True), ("7", 2, False)],
)
def test_a_place_that_is_none_is_said_of_names_sooner_than_of_numbers(forms, value, rows, said):
    found = wholly_rejected(
        [file("a", 9, 5)], rejected(*[("municipality", value, "-")] * rows), forms
    )
    assert found == (
        (f'registration: all {rows} answer sets of "{value}" were set aside, which is no '
         "municipality of the programme",) if said else ()
    )  # fmt: skip


def test_what_was_set_aside_whole_is_said_of_the_form_or_else_of_the_file(forms):
    none, nothing = file("a", 3, 0), file("b", 0, 0)
    assert wholly_rejected([none, nothing], {}, forms) == (
        "registration: all 3 answer sets were set aside",
    )
    assert wholly_rejected([none, file("b", 2, 1)], {}, forms) == (
        "a: all 3 answer sets were set aside",
    )
    assert wholly_rejected([nothing], {}, forms) == ()
    assert form_counts(["registration", "other"], [none, nothing]) == {
        "registration": Count(3, 0, 3), "other": Count(0, 0, 0),
    }  # fmt: skip


def test_reasons_are_counted_with_their_three_commonest_values():
    rows = [("age", value, "a number") for value in ("x", "x", "y", "z", "z", "z", "w", "")]
    [age, kind] = reasons(rejected(*rows, ("kind", "", "an answer")))
    assert (age.rows, age.found[:2], len(age.found)) == (8, ("z", "x"), 3)
    assert (kind.rows, kind.found) == (1, ())


def test_sets_that_may_have_been_sent_twice_are_named_up_to_five():
    pairs = tuple((str(at), str(at + 1), 60, 0) for at in range(7))
    facts = SimpleNamespace(form="f", alike=7, pairs=pairs)
    [said] = sent_twice([facts, SimpleNamespace(form="g", alike=0, pairs=())])
    assert said.startswith("f: 7 answer sets say nearly the same")
    assert said.endswith("perhaps sent twice: 1, 2, 3, 4, 5")
