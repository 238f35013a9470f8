"""A plain table with totals, as a stranger has it."""

import itertools

import numpy as np
import pandas as pd
import pytest

import cellguard
from cellguard import suppress


def cells(table: np.ndarray) -> pd.DataFrame:
    """Return a table and its margins, a row a cell."""
    whole = pd.DataFrame(table, [f"r{i}" for i in range(len(table))],
                         [f"c{i}" for i in range(table.shape[1])])  # fmt: skip
    whole.loc["All"] = whole.sum()
    whole["All"] = whole.sum(axis=1)
    return whole.rename_axis("row").reset_index().melt("row", var_name="column", value_name="n")


def possible(shown: pd.DataFrame, most: int) -> np.ndarray:
    """Return every 2 x 2 table that a reader thinks possible (brute force), one a row."""
    n = shown.set_index(["row", "column"])["n"]
    tables = np.stack(np.meshgrid(*[range(most + 1)] * 4, indexing="ij"), axis=-1).reshape(-1, 4)
    cells = dict(zip(itertools.product(("r0", "r1"), ("c0", "c1")), tables.T, strict=True))
    for row in ("r0", "r1"):
        cells[row, "All"] = cells[row, "c0"] + cells[row, "c1"]
    for column in ("c0", "c1", "All"):
        cells["All", column] = cells["r0", column] + cells["r1", column]
    fits = [cells[name] == value for name, value in n.dropna().items()]
    return tables[np.logical_and.reduce(fits)]


@pytest.mark.parametrize("table", [[[3, 6], [5, 7]], [[1, 8], [8, 2]], [[0, 4], [6, 0]]])
def test_no_small_count_can_be_worked_out(table):
    table = np.array(table)
    shown = suppress(cells(table), ["row", "column"])
    found = possible(shown, 20)
    assert (found == table.ravel()).all(axis=1).any()
    few = (table.ravel() > 0) & (table.ravel() < 5)
    assert (np.ptp(found, axis=0)[few] >= 3).all()


@pytest.mark.parametrize("table", [[[12, 6], [5, 7]], [[0, 60], [50, 70]]])
def test_what_is_no_secret_is_shown(table):
    frame = cells(np.array(table))
    assert suppress(frame, ["row", "column"])["n"].tolist() == frame["n"].tolist()


def test_a_total_of_few_is_withheld_and_only_the_grand_total_is_not():
    frame = cells(np.array([[3, 0], [60, 70]]))
    shown = suppress(frame, ["row", "column"]).set_index(["row", "column"])["n"]
    assert shown[["r0"]].loc["r0", ["c0", "All"]].isna().all()
    assert shown["All", "All"] == 133


@pytest.mark.parametrize(
    ("table", "hidden"),
    [
        # One person: her row's total tells of her, and the others' row would.
        ([[0, 1], [12, 40]], {("r0", "c1"), ("r0", "All"), ("r1", "c1"), ("r1", "All")}),
        # Two of three that add up to five, in the only row and in its total.
        ([[2, 3, 6]], {("r0", "c0"), ("r0", "c1"), ("All", "c0"), ("All", "c1")}),
    ],
)
def test_no_more_is_withheld_than_protects(table, hidden):
    shown = suppress(cells(np.array(table)), ["row", "column"]).set_index(["row", "column"])["n"]
    assert set(shown[shown.isna()].index) == hidden


def test_nothing_but_the_frames_counts_changes():
    frame = cells(np.array([[3, 60], [50, 70]])).assign(note="kept")
    shown = suppress(frame, ["row", "column"])
    pd.testing.assert_frame_equal(shown.drop(columns="n"), frame.drop(columns="n"))
    assert shown.loc[shown["n"].notna(), "n"].eq(frame["n"]).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda frame: frame.drop(index=0), "r0, c0 is lacking"),
        (lambda frame: pd.concat([frame, frame[:1]]), "r0, c0 occurs twice"),
        (lambda frame: frame.assign(n=[-1, *frame["n"][1:]]), "r0, c0: -1 is no whole number"),
        (lambda frame: frame.assign(n=[4, *frame["n"][1:]]), "All, c0 is 8, its parts are 9"),
    ],
)  # fmt: skip
def test_a_table_that_does_not_add_up_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        suppress(change(cells(np.array([[3, 6], [5, 7]]))), ["row", "column"])


def test_the_package_has_this_and_nothing_else():
    assert cellguard.suppress is suppress
    with pytest.raises(AttributeError, match="anything"):
        cellguard.anything  # noqa: B018
