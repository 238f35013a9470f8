"""Examples that other packages publish: the same primary cells, and what withstands an attack."""

import pytest
from benchmarks.disclosure import (
    ALONE,
    LINKED,
    OURS,
    OURS_NARROW,
    PAGE,
    THEIRS,
    compare,
    page,
)


@pytest.fixture(scope="module")
def found():
    return compare()


@pytest.fixture(scope="module")
def rows(found):
    return found.set_index(["example", "way"])


def test_the_page_is_as_computed(found):
    assert PAGE.read_text(encoding="utf-8") == page(found)


def test_the_primary_cells_are_those_of_the_source(rows):
    assert set(rows.loc[LINKED, "primary"]) == {5}


def test_what_the_rule_names_alone_is_given_away_in_every_example(rows):
    alone = rows.xs(ALONE, level="way")
    assert (alone["narrowest interval"] == 0).all()
    assert (alone["given away"] > 0).all()


def test_ours_gives_nothing_away_and_is_as_wide_as_asked(found):
    mine = found[found["way"].str.startswith(OURS)]
    assert set(mine["given away"]) == {0}
    asked = mine["way"].eq(OURS_NARROW).map({True: 1, False: 3})
    assert (mine["narrowest interval"] >= asked).all()


def test_for_the_same_protection_ours_takes_no_more_than_theirs(rows):
    theirs = rows.xs(THEIRS, level="way")["further"]
    mine = rows.xs(OURS_NARROW, level="way")["further"]
    assert len(mine) == len(theirs) == 6
    assert (mine <= theirs).all()
    assert rows.loc[(LINKED, "sdcTable, protect_linked_tables"), "further"] == 1
