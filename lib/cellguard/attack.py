"""What a reader can work out: the least and largest value of a withheld cell, by HiGHS."""

import os
import sys
from functools import cache
from pathlib import Path

import highspy
import numpy as np

from cellguard.problem import Problem

# Intervals are of whole numbers; the solver's are not exact.
TOLERANCE = 1e-6
Ends = tuple[np.ndarray, np.ndarray]
Matrix = tuple[np.ndarray, np.ndarray, np.ndarray]
OPTIONS = {"output_flag": False, "log_to_console": False, "threads": 1, "random_seed": 1}


class Reader:
    """A reader who knows the equations and some cells, and bounds the others one by one.

    The linear program is kept between questions, so that the next one starts where the last ended.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        rows, right = problem.equations, problem.equations @ problem.value
        matrix = rows.indptr, rows.indices, rows.data
        self._solver = model((problem.low, problem.high), matrix, (right, right))
        self._all = np.arange(len(problem.value), dtype=np.int32)
        self._asked = 0
        self.least = self.largest = problem.value

    def sees(self, withheld: np.ndarray) -> None:
        """Show the reader the cells of all units but those withheld."""
        problem = self.problem
        unknown = problem.unknown(withheld)
        low = np.where(unknown, problem.low, problem.value)
        high = np.where(unknown, problem.high, problem.value)
        self._solver.changeColsBounds(len(self._all), self._all, low, high)
        self.least, self.largest = problem.value.copy(), problem.value.copy()

    def interval(self, cell: int) -> tuple[float, float]:
        """Return the least and the largest value of a cell, fractions allowed."""
        return self._end(cell, 1.0)[0], self._end(cell, -1.0)[0]

    def whole_interval(self, cell: int) -> tuple[float, float]:
        """Return the least and the largest whole value of a cell, all cells being whole."""
        kinds = np.full(len(self._all), highspy.HighsVarType.kInteger)
        self._solver.changeColsIntegrality(len(self._all), self._all, kinds)
        ends = self._end(cell, 1.0)[0], self._end(cell, -1.0)[0]
        kinds[:] = highspy.HighsVarType.kContinuous
        self._solver.changeColsIntegrality(len(self._all), self._all, kinds)
        return ends

    def closest(self, cell: int, enough: float) -> tuple[float, float]:
        """Return a cell's least and largest value; of tables found so far, where that is enough.

        The whole values where fractions alone make the interval as wide as asked.
        """
        if self.seen(cell) >= enough:
            return float(self.least[cell]), float(self.largest[cell])
        low, high = self.interval(cell)
        if self.seen(cell) < enough - TOLERANCE <= high - low:
            return self.whole_interval(cell)
        return low, high

    def reasons(self, cell: int) -> tuple[float, np.ndarray]:
        """Return a cell's interval's width, and what each cell adds to it at most when withheld.

        The second bounds the width for any choice of units: the sum over those withheld (from the
        duals of both programs) is no less than the width.
        """
        problem, added, ends = self.problem, np.zeros(len(self._all)), []
        for sign in (1.0, -1.0):
            end, duals = self._end(cell, sign)
            ends.append(end)
            up, down = problem.high - problem.value, problem.value - problem.low
            added += np.maximum(-duals, 0) * up + np.maximum(duals, 0) * down
        return ends[1] - ends[0], added

    def seen(self, cell: int) -> float:
        """Return how far apart a cell was in the tables found so far."""
        return float(self.largest[cell] - self.least[cell])

    def _end(self, cell: int, sign: float) -> tuple[float, np.ndarray]:
        self._solver.changeColCost(self._asked, 0.0)
        self._solver.changeColCost(cell, sign)
        self._asked = cell
        self._solver.run()
        found = self._solver.getSolution()
        table = np.asarray(found.col_value)
        # A table found possible for one cell shows how far all the others can be apart.
        if not self.problem.whole or is_whole(table):
            self.least = np.minimum(self.least, table)
            self.largest = np.maximum(self.largest, table)
        return float(table[cell]), np.asarray(found.col_dual)


def needed(problem: Problem, reader: Reader) -> np.ndarray:
    """Return each sensitive cell's width: as asked, or all that withholding can give."""
    reader.sees(~problem.public)
    possible = np.array([np.subtract(*reader.interval(cell)[::-1]) for cell in problem.sensitive])
    return np.minimum(problem.width, possible + TOLERANCE) - TOLERANCE


def is_whole(table: np.ndarray) -> bool:
    """Tell whether a table is of whole numbers."""
    return bool((np.abs(table - np.round(table)) < TOLERANCE).all())


@cache
def _unheard() -> None:
    """Let HiGHS greet where nobody hears it: once, past Python, to the terminal itself."""
    sys.stdout.flush()
    kept = os.dup(1)
    with Path(os.devnull).open("wb") as nothing:
        os.dup2(nothing.fileno(), 1)
        highspy.Highs()
        os.dup2(kept, 1)
    os.close(kept)


def model(
    columns: Ends,
    matrix: Matrix,
    rows: Ends,
    whole: bool = False,
) -> highspy.Highs:
    """Return HiGHS with numbers between their ends, and sums of them between theirs; no costs yet.

    `matrix` has a row a sum: starts, places and factors, as a CSR array has them.
    """
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = (len(low) for low, _ in (columns, rows))
    lp.col_cost_ = np.zeros(lp.num_col_)
    lp.col_lower_, lp.col_upper_ = columns
    lp.row_lower_, lp.row_upper_ = rows
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = (part.astype(np.int32) for part in matrix[:2])
    lp.a_matrix_.value_ = matrix[2]
    if whole:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * lp.num_col_
    made = solver()
    made.passModel(lp)
    return made


def solver() -> highspy.Highs:
    """Return HiGHS as used here: quiet, one thread, the same answer each time."""
    _unheard()
    highs = highspy.Highs()
    for option, value in OPTIONS.items():
        highs.setOptionValue(option, value)
    return highs
