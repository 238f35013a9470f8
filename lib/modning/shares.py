"""Shares of a group that gave an answer, with intervals that hold in small groups."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

import pandas as pd

from modning import guarded
from modning.between import alike, pair
from modning.proportions import chosen, figures, shares
from modning.register import entry
from slicebook.errors import InputError
from slicebook.programme import ALL, load_programme
from slicebook.results import FIGURE_COLUMNS
from slicebook.slices import SIDE_BY_SIDE, Slice
from surveys import disclosure
from surveys.answers import MUNICIPALITY
from surveys.codebook import Form, Item, Option


@dataclass(frozen=True)
class Tally:
    """How a group answered one question: what was counted, and out of how many.

    `given` has a row an answer set and a boolean column an answer, in the form's order: True where
    it was chosen, False where it was not, missing where the question was left unanswered.
    `municipality` has the same rows, `municipalities` the programme's keys in order (of many, those
    of the slice). `cells` names each answer's cell for disclosure control, `base` that of those who
    answered where their number is no public one, and `here` is the slice that was counted. Where
    answers are merged, `apart` has each by itself.
    """

    form: str
    item: Item
    given: pd.DataFrame
    municipality: pd.Series
    municipalities: tuple[str, ...]
    cells: Mapping[str, str]
    here: Slice | None = None
    base: str | None = None
    apart: "Tally | None" = None

    def n_figure(self, prefix: str) -> pd.DataFrame:
        """Return how many answered as a figure to record, named `prefix.n`."""
        row = ("n", self.n, "answers", None, [self.base] if self.base else [])
        return guarded.figures([row], self.here, prefix)

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
        control withholds is not shown and missing.
        """
        return self._shares

    def by_municipality(self) -> pd.DataFrame:
        """Return `shares` for each municipality, with the column `municipality` first."""
        return self._by_municipality

    # Asked for by each chart and table of a question, in each language.
    @cached_property
    def _shares(self) -> pd.DataFrame:
        return self._protected(shares(self.given), ALL)

    @cached_property
    def _by_municipality(self) -> pd.DataFrame:
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

        Of many municipalities, between the two furthest apart of those that are shown: pairs grow
        with the square, of 98 there are 4,753.

        Columns: `answer`, `first`, `second`, `difference` (first less second), `low`, `high` (95
        per cent Newcombe interval), `n`, the smaller group's, and `shown`. Missing where a group is
        empty or withheld, and with it `n` where answers are drawn `alike`.
        """
        table = self.by_municipality().set_index(["answer", "municipality"])
        drawn = alike(self.form, self.item.id, self.cells)
        return pd.DataFrame(
            [pair(*names, table, drawn) for names in self._compared(table)],
            columns=["answer", "first", "second", "difference", "low", "high", "n", "shown"],
        )

    def _compared(self, table: pd.DataFrame) -> Iterator[tuple[str, str, str]]:
        """Yield the answers, each with the municipalities that are compared on it."""
        if len(self.municipalities) <= SIDE_BY_SIDE:
            for two in combinations(self.municipalities, 2):
                yield from ((answer, *two) for answer in self.given.columns)
            return
        for answer in self.given.columns:
            there = table.loc[answer]
            known = there.loc[there["shown"] & (there["n"] > 0), "percent"].astype(float)
            if len(known) > 1:
                ranked = known.sort_values(kind="stable").index
                yield answer, ranked[-1], ranked[0]

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
        """Return a tally with the one answer `name`: at least one of `answers` was chosen.

        `answers` are the form's, whatever is merged.
        """
        own = self.apart or self
        given = chosen(own.given, answers).to_frame(name)
        return replace(own, given=given, cells={name: own.cell_of(answers)})

    def merged(self) -> "Tally":
        """Return the tally of the answers as `data/tables.yml` merges them."""
        told = entry(self.form, self.item.id)
        if not told.merged:
            return self
        shown = told.shown_answers(self.item)
        given = {one.id: chosen(self.given, told.merged_answers(one.id)) for one in shown}
        return replace(
            self,
            item=replace(self.item, options=shown),
            given=pd.DataFrame(given),
            cells={one.id: self.cell_of(told.merged_answers(one.id)) for one in shown},
            apart=self,
        )

    def cell_of(self, answers: Sequence[str]) -> str:
        """Return the cell of several answers taken together, in the form's order."""
        form, rest = next(iter(self.cells.values())).split("/")
        together = tuple(answer for answer in self.given.columns if answer in answers)
        return disclosure.cell_name(form, rest.rpartition(".")[0], together)

    def _protected(self, table: pd.DataFrame, municipality: str) -> pd.DataFrame:
        cells = [self.cells[answer] for answer in table["answer"]]
        return guarded.shares(table, cells, self.here, municipality)

    def difference_figures(self) -> pd.DataFrame:
        """Return the differences as figures, named `<name>.<answer>.<first>_less_<second>`."""
        table = self.differences()
        names = [f"{self.name}.{row.answer}.{row.first}_less_{row.second}"
                 for row in table.itertuples()]  # fmt: skip
        table = table.assign(figure=names, unit="percentage points")
        return table.rename(columns={"difference": "value"})[FIGURE_COLUMNS]


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
    cells = {option.id: disclosure.cell_name(form.id, column, (option.id,), group)
             for option in definition.options}  # fmt: skip
    given, base = _given(answers, definition, column), base_cell(form, definition, column, group)
    return tally_of(answers, form, definition, given, cells, base)


def tally_of(
    answers: pd.DataFrame, form: Form, item: Item, given: pd.DataFrame, cells: Mapping[str, str],
    base: str | None = None,
) -> Tally:  # fmt: skip
    """Return what was `given` in a frame of answers to a question with these answers."""
    here, places = disclosure.slice_of_frame(answers), tuple(load_programme().municipalities)
    # Where pairs are not recorded, a slice need not ask what is told of all other municipalities.
    if here and here.municipality != ALL and len(places) > SIDE_BY_SIDE:
        places = (here.municipality,)
    return Tally(
        form=form.id,
        item=item,
        given=given,
        municipality=answers[MUNICIPALITY],
        municipalities=places,
        cells=cells,
        here=here,
        base=base,
    )


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
    known = {id: codes_given.isin(codes).where(codes_given.notna()).astype("boolean")
             for id, codes_given in given.items()}  # fmt: skip
    cells = {row.id: disclosure.cell_name(form.id, f"{item}_{row.id}", ids) for row in grid.rows}
    asked = replace(grid, type="multiple", options=rows, rows=())
    return tally_of(answers, form, asked, pd.DataFrame(known), cells)


def within(tally: Tally, some: Sequence[str], answer: str) -> pd.DataFrame:
    """Return whether those who gave one of `some` answers gave `answer`; missing for the rest."""
    inside = tally.given[list(some)].any(axis=1)
    return tally.given[[answer]].where(inside.fillna(False))


def _given(answers: pd.DataFrame, item: Item, column: str) -> pd.DataFrame:
    if item.type == "multiple":
        flags = [f"{item.id}_{option.id}" for option in item.options]
        return answers[flags].set_axis([option.id for option in item.options], axis=1)
    codes = answers[column]
    return pd.DataFrame({option.id: codes == option.code for option in item.options})
