"""What a reader can work out, and that the solver keeps to itself."""

import os
from dataclasses import replace

import highspy
import numpy as np
import pytest

from cellguard import attack
from cellguard.attack import Reader
from cellguard.problem import Problem, equations


def problem(terms, value, high, low=0.0, **more) -> Problem:
    """Make a problem of equations, one unit a cell, the first of them sensitive."""
    cells = len(value)
    return Problem(
        value=np.array(value, float), low=np.full(cells, low), high=np.array(high, float),
        equations=equations(terms, cells), unit=np.arange(cells), cost=np.ones(cells),
        public=np.zeros(cells, bool), forced=np.arange(cells) == 0,
        sensitive=np.array([0]), width=np.array([3.0]), **more,
    )  # fmt: skip


def reading(asked: Problem, *withheld: int) -> Reader:
    reader = Reader(asked)
    reader.sees(np.isin(np.arange(len(asked.cost)), withheld))
    return reader


# Twice the first is the second, which lies between 2 and 5.
DOUBLE = problem([[(0, 2.0), (1, -1.0)]], [2, 4], [9, 5], low=1.0)


def test_a_cell_is_bounded_by_fractions_where_they_are_close_enough():
    reader = reading(DOUBLE, 0, 1)
    assert reader.closest(0, 2) == (1, 2.5)
    # Only tables of whole numbers were noted.
    assert reader.seen(0) == 1
    assert reader.closest(0, 1) == (1, 2)


def test_a_cell_is_bounded_by_whole_numbers_where_fractions_seem_wide_enough():
    assert reading(DOUBLE, 0, 1).closest(0, 1.25) == (1, 2)
    assert reading(replace(DOUBLE, whole=False), 0, 1).closest(0, 1.25) == (1, 2.5)


def test_a_cells_reasons_are_how_far_it_can_move_itself_where_nothing_else_holds_it():
    """Three of ten, known to lie between one and six; the other part may be anything."""
    asked = problem([[(0, 1.0), (1, 1.0), (2, -1.0)]], [3, 7, 10], [6, 20, 20], low=1.0)
    width, added = reading(asked, 0, 1).reasons(0)
    assert width == pytest.approx(5)
    assert added == pytest.approx([5, 0, 0])


def test_the_solver_says_nothing_of_itself(monkeypatch, capfd):
    """HiGHS greets past Python when it is first made, whatever its options say."""

    class Greeting(highspy.Highs):
        def __init__(self) -> None:
            os.write(1, b"Running HiGHS")
            super().__init__()
            monkeypatch.undo()

    attack._unheard.cache_clear()
    monkeypatch.setattr(highspy, "Highs", Greeting)
    for _ in range(2):
        attack.solver().run()
    os.write(1, b"done")
    assert capfd.readouterr() == ("done", "")
