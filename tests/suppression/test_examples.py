"""Examples that other packages publish: the same primary cells, and what withstands an attack."""

import pytest
from benchmarks.disclosure import compare


@pytest.fixture(scope="module")
def rows():
    return compare().set_index(["example", "way"])


def test_the_primary_cells_are_those_of_the_source(rows):
    linked = rows.loc["linked tables, together"]
    assert set(linked["primary"]) == {5}


def test_tables_protected_one_by_one_give_a_cell_away(rows):
    alone = ("linked tables, each by itself", "sdcTable, SIMPLEHEURISTIC, table by table")
    assert rows.loc[alone, "narrowest interval"] == 0


def test_together_ours_takes_no_more_than_theirs_and_holds(rows):
    theirs = rows.loc[("linked tables, together", "sdcTable, protect_linked_tables")]
    ours = rows.loc[("linked tables, together", "modning, default")]
    assert ours["further"] <= theirs["further"] == 1
    assert ours["narrowest interval"] >= 3


def test_three_singletons_hold(rows):
    assert rows.loc[("three singletons", "modning, default"), "narrowest interval"] >= 3
