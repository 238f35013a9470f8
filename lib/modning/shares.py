"""Shares of a group that gave an answer, with intervals that hold in small groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from modning.register import entry
from slicebook.errors import InputError
from slicebook.programme import ALL, load_programme
from slicebook.slices import Slice
from slicebook.text import message
from surveys import disclosure
from surveys.answers import MUNICIPALITY
from surveys.codebook import Form, Item, Option
from surveys.codebook.bands import bands_of

Interval = tuple[float | None, float | None]


@dataclass(frozen=True)
class Tally:
    """How a group answered one question: what was counted, and out of how many.

    `given` has a row an answer set and a boolean column an answer, in the form's order: True where
    it was chosen, False where it was not, missing where the question was left unanswered.
    `municipality` has the same rows, `municipalities` the programme's keys in order. `cells` names
    each answer's cell for disclosure control, `base` that of those who answered where their number
    is no public one, and `here` is the slice that was counted.
    """

    form: str
    item: Item
    given: pd.DataFrame
    municipality: pd.Series
    municipalities: tuple[str, ...]
    cells: Mapping[str, str]
    here: Slice | None = None
    base: str | None = None

    def n_figure(self, prefix: str | None = None) -> pd.DataFrame:
        """Return how many answered as a figure to record, named `prefix.n`."""
        told = disclosure.rounded(self.base, self.here) if self.base else None
        shown = self.base is None or bool(told) or not disclosure.withheld(self.base, self.here)
        rows = [(f"{prefix or self.name}.n", told.n if told else self.n, "answers", shown)]
        return pd.DataFrame(rows, columns=["figure", "value", "unit", "shown"])

    @property
    def name(self) -> str:
        """Return what the question's figures are named by."""
        return entry(self.form, self.item.id).figures

    @property
    def n(self) -> int:
        """Return how many answered the question."""
        return int(self.given.notna().any(axis=1).sum())

    def shares(self) -> pd.DataFrame:
        """Return one row an answer: `answer`, `count`, `n`, `percent`, `low`, `high`, `shown`.

        `low` and `high` are the 95 per cent Wilson interval of the percentage. What disclosure
        control withholds is not shown and missing; what it rounds is that of the rounded count.
        """
        return self._protected(shares(self.given), ALL)

    def by_municipality(self) -> pd.DataFrame:
        """Return `shares` for each municipality, with the column `municipality` first."""
        parts = [
            self._protected(shares(self.given[self.municipality == key]), key).assign(
                municipality=key
            )
            for key in self.municipalities
        ]
        table = pd.concat(parts, ignore_index=True)
        return table[["municipality", *table.columns.drop("municipality")]]

    def differences(self) -> pd.DataFrame:
        """Return each answer's difference between every two municipalities, in points.

        Columns: `answer`, `first`, `second`, `difference` (first less second), `low`, `high` (95
        per cent Newcombe interval), `n`, the smaller group's, and `shown`. Missing where a group is
        empty or withheld.
        """
        table = self.by_municipality().set_index(["answer", "municipality"])
        return pd.DataFrame(
            [
                _pair(answer, first, second, table)
                for first, second in combinations(self.municipalities, 2)
                for answer in self.given.columns
            ],
            columns=["answer", "first", "second", "difference", "low", "high", "n", "shown"],
        )

    def figures(self, prefix: str | None = None) -> pd.DataFrame:
        """Return the shares as figures to record, named `prefix.answer`."""
        return figures(self.shares(), prefix or self.name)

    def set_figures(self) -> pd.DataFrame:
        """Return the shares of the question's sets, as `data/tables.yml` names them."""
        sets = entry(self.form, self.item.id).sets.values()
        return pd.concat(
            [figures(self.shares(), "").head(0)]
            + [self.any_of(one.answers, figure) for one in sets for figure in one.figures]
        )

    def any_of(self, answers: Sequence[str], figure: str) -> pd.DataFrame:
        """Return the share that chose one of `answers` at least, as a figure of that name."""
        either = self.together(answers, figure).shares()
        return figures(either, "").assign(figure=figure)

    def together(self, answers: Sequence[str], name: str) -> "Tally":
        """Return a tally with the one answer `name`: at least one of `answers` was chosen."""
        cell = disclosure.cell_name(*_joined(self.cells, self.given.columns, answers))
        given = chosen(self.given, answers).to_frame(name)
        return replace(self, given=given, cells={name: cell})

    def _protected(self, table: pd.DataFrame, municipality: str) -> pd.DataFrame:
        cells = [self.cells[answer] for answer in table["answer"]]
        return protected(table, cells, self.here, municipality)

    def difference_figures(self, prefix: str | None = None) -> pd.DataFrame:
        """Return the differences as figures, named `prefix.answer.first_less_second`."""
        table = self.differences()
        names = (
            f"{prefix or self.name}.{row.answer}.{row.first}_less_{row.second}"
            for row in table.itertuples()
        )
        table = table.assign(figure=list(names), unit="percentage points")
        table = table.rename(columns={"difference": "value"})
        return table[["figure", "value", "low", "high", "n", "unit", "shown"]]


def tally(
    answers: pd.DataFrame, form: Form, item: str, row: str | None = None, group: str = ""
) -> Tally:
    """Count the answers to one question, or to one `row` of a grid.

    `answers` is a frame of `answers.answers`; where it holds some answer sets only, `group` names
    them (`modning.protection.published`).
    """
    definition = form.item(item)
    if definition.type == "number":
        raise InputError(f"{form.id}: {item} is answered with a number; count it with tally_bands")
    column = item if row is None else f"{item}_{row}"
    return Tally(
        form=form.id,
        item=definition,
        given=_given(answers, definition, column),
        municipality=answers[MUNICIPALITY],
        municipalities=tuple(load_programme().municipalities),
        cells={option.id: disclosure.cell_name(form.id, column, (option.id,), group)
               for option in definition.options},
        here=disclosure.slice_of_frame(answers),
        base=base_cell(form, definition, column, group),
    )  # fmt: skip


def base_cell(form: Form, item: Item, column: str, group: str = "") -> str | None:
    """Return the cell of those who answered; None where all were asked, whose number is public."""
    return disclosure.cell_name(form.id, column, (), group) if group or form.skips(item) else None


def tally_rows(answers: pd.DataFrame, form: Form, item: str, chosen: Sequence[str]) -> Tally:
    """Count, for each row of a grid, how many gave one of the answers `chosen`.

    The rows stand as the answers of a question in which several are possible.
    """
    grid = form.item(item)
    options = [option for option in grid.options if option.id in chosen]
    codes, ids = [option.code for option in options], tuple(option.id for option in options)
    given = {row.id: answers[f"{item}_{row.id}"] for row in grid.rows}
    rows = tuple(Option(i, row.id, row.label) for i, row in enumerate(grid.rows, start=1))
    return Tally(
        form=form.id,
        item=replace(grid, type="multiple", options=rows, rows=()),
        given=pd.DataFrame({id: codes_given.isin(codes).where(codes_given.notna()).astype("boolean")
                            for id, codes_given in given.items()}),
        municipality=answers[MUNICIPALITY],
        municipalities=tuple(load_programme().municipalities),
        cells={row.id: disclosure.cell_name(form.id, f"{item}_{row.id}", ids)
               for row in grid.rows},
        here=disclosure.slice_of_frame(answers),
    )  # fmt: skip


def tally_bands(answers: pd.DataFrame, form: Form, item: str) -> Tally:
    """Count the answers to a number question in the form's bands.

    A band's id is its lowest number; the last one is open.
    """
    question = form.item(item)
    edges = bands_of(question)
    bounds = list(zip(edges, [*edges[1:], None], strict=True))
    options = tuple(
        Option(low, str(low), message(_band(low, high, question.high))) for low, high in bounds
    )
    numbers = answers[item]
    given = {
        option.id: (numbers >= option.code) & (numbers < high if high else True)
        for option, (_, high) in zip(options, bounds, strict=True)
    }
    return Tally(
        form=form.id,
        item=replace(question, type="single", options=options, ordered=True),
        given=pd.DataFrame(given, dtype="boolean"),
        municipality=answers[MUNICIPALITY],
        municipalities=tuple(load_programme().municipalities),
        cells={option.id: disclosure.cell_name(form.id, item, (option.id,)) for option in options},
        here=disclosure.slice_of_frame(answers),
        base=base_cell(form, question, item),
    )


def shares(given: pd.DataFrame) -> pd.DataFrame:
    """Return `answer`, `count`, `n`, `percent`, `low`, `high`, `shown` of boolean columns.

    Where nobody answered, count and n are 0 and the rest is missing. Nothing is withheld here; see
    `Tally.shares`.
    """
    numbers = np.column_stack(
        [np.empty((len(given), 0))]
        + [column.to_numpy(dtype=float, na_value=np.nan) for _, column in given.items()]
    )
    counts, answered = np.nansum(numbers, axis=0), np.count_nonzero(~np.isnan(numbers), axis=0)
    return _of_counts(given.columns, counts, answered)


def _of_counts(answers: Sequence[str], counts: np.ndarray, answered: np.ndarray) -> pd.DataFrame:
    none, least_one = answered == 0, np.maximum(answered, 1)
    low, high = proportion_confint(counts, least_one, method="wilson")
    percents = {"percent": 100 * counts / least_one, "low": 100 * low, "high": 100 * high}
    return pd.DataFrame(
        {
            "answer": list(answers),
            "count": pd.array(counts.astype(int), dtype="Int64"),
            "n": pd.array(answered.astype(int), dtype="Int64"),
            **{name: pd.arrays.FloatingArray(values, none.copy())
               for name, values in percents.items()},
            "shown": True,
        }
    )  # fmt: skip


def protected(
    table: pd.DataFrame, cells: Sequence[str], here: Slice | None, municipality: str = ALL
) -> pd.DataFrame:
    """Return a table of `shares`, a cell a row, in which what is withheld is missing.

    Of answers that are no slice of the programme's, shares that tell of few are withheld. Where the
    programme rounds, the numbers are those of the rounded counts.
    """
    fewest = load_programme().threshold
    told = [disclosure.rounded(cell, here, municipality) for cell in cells]
    shown = [
        not disclosure.tells_of_few(count, n, fewest)
        if here is None
        else one is not None or not disclosure.withheld(cell, here, municipality)
        for cell, one, count, n in zip(cells, told, table["count"], table["n"], strict=True)
    ]
    table = _as_rounded(table, told) if any(told) else table
    hidden = ~np.array(shown, dtype=bool)
    numbers = ("count", "percent", "low", "high")
    return table.assign(shown=shown, **{name: table[name].mask(hidden) for name in numbers})


def _as_rounded(table: pd.DataFrame, told: Sequence[disclosure.Rounded | None]) -> pd.DataFrame:
    """Return a table of `shares` computed from rounded counts, where there are any."""
    true = zip(table["count"], table["n"], strict=True)
    pairs = [(one.count, one.n) if one else pair for one, pair in zip(told, true, strict=True)]
    counts, n = np.array(pairs, dtype=float).T
    return _of_counts(table["answer"], counts, n).set_axis(table.index)


def figures(table: pd.DataFrame, prefix: str) -> pd.DataFrame:
    """Return a table of `shares` as figures to record, named `prefix.answer`."""
    named = table.assign(figure=prefix + "." + table["answer"].astype(str), unit="percent")
    named = named.rename(columns={"percent": "value"})
    return named[["figure", "value", "low", "high", "n", "unit", "shown"]]


def chosen(given: pd.DataFrame, answers: Sequence[str]) -> pd.Series:
    """Return whether any of `answers` was chosen; missing where the question was not answered."""
    return given[list(answers)].any(axis=1).astype("boolean").where(given.notna().any(axis=1))


def within(tally: Tally, some: Sequence[str], answer: str) -> pd.DataFrame:
    """Return whether those who gave one of `some` answers gave `answer`; missing for the rest."""
    inside = tally.given[list(some)].any(axis=1)
    return tally.given[[answer]].where(inside.fillna(False))


def percent(count: int, n: int) -> float | None:
    """Return `count` as a percentage of `n`; None where n is 0."""
    return 100 * count / n if n else None


def wilson(count: int, n: int) -> Interval:
    """Return the 95 per cent interval of a percentage; (None, None) where n is 0.

    Wilson (1927), https://doi.org/10.1080/01621459.1927.10502953.
    """
    if not n:
        return None, None
    low, high = proportion_confint(count, n, method="wilson")
    return 100 * float(low), 100 * float(high)


def newcombe(count: int, n: int, other_count: int, other_n: int) -> Interval:
    """Return the 95 per cent interval of a difference between two percentages, in points.

    (None, None) where a group is empty. Newcombe (1998), method 10,
    https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I.
    """
    if not (n and other_n):
        return None, None
    low, high = confint_proportions_2indep(count, n, other_count, other_n, method="newcomb")
    return 100 * float(low), 100 * float(high)


def _given(answers: pd.DataFrame, item: Item, column: str) -> pd.DataFrame:
    if item.type == "multiple":
        flags = [f"{item.id}_{option.id}" for option in item.options]
        return answers[flags].set_axis([option.id for option in item.options], axis=1)
    codes = answers[column]
    return pd.DataFrame({option.id: codes == option.code for option in item.options})


def _band(low: int, high: int | None, most: int | None) -> str:
    if high is None:
        return str(low) if low == most else f"{low}+"
    return str(low) if high == low + 1 else f"{low}–{high - 1}"


def _pair(answer: str, first: str, second: str, table: pd.DataFrame) -> tuple:
    one, other = table.loc[(answer, first)], table.loc[(answer, second)]
    n = min(int(one["n"]), int(other["n"]))
    shown = bool(one["shown"] and other["shown"])
    if not (n and shown):
        return answer, first, second, None, None, None, n, shown
    counts = (int(one["count"]), int(one["n"]), int(other["count"]), int(other["n"]))
    return answer, first, second, one["percent"] - other["percent"], *newcombe(*counts), n, True


def _joined(
    cells: Mapping[str, str], order: Sequence[str], answers: Sequence[str]
) -> tuple[str, str, tuple[str, ...]]:
    """Return form, question and answers of several answers taken together, in the form's order."""
    form, rest = next(iter(cells.values())).split("/")
    return form, rest.rsplit(".", 1)[0], tuple(answer for answer in order if answer in answers)
