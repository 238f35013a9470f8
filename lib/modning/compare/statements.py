"""What participants say of one subject: answers and means by municipality."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from modning.between import are_many
from modning.compare.distribution import Segment
from modning.compare.equivalence import MARGIN, Pair, answers_of, equivalence, municipal_figures
from modning.compare.groups import Comparison, Side
from modning.compare.guarded import (
    p_as_shown,
    shown,
    shown_segments,
    shown_side,
    with_rest,
)
from modning.compare.missing import gaps, gaps_cell
from modning.compare.words import HIDDEN, interval, place_labels
from modning.register import entry
from modning.scales import Scale, mean_score
from slicebook.figures import figure_table
from slicebook.programme import ALL, load_programme
from slicebook.shown.view import view
from slicebook.slices import Slice
from slicebook.tables import of_numbers
from slicebook.text import BELOW, Message, _, number, quantity
from surveys.answers import MUNICIPALITY
from surveys.codebook import load_codebook
from surveys.disclosure import Gate, cell_name, form_of_frame, gate, mean_cell, slice_of_frame

HEADINGS = _("Statement|Answers: {}")
TESTED = _("{second} less {first}|p, difference|p, rank test|p, equivalence")
CAPTION = _("{title}: means, 95% intervals")
NOTE = _(
    "p, difference: Welch's t-test. p, equivalence: two one-sided tests that the difference is "
    "smaller than {margin}."
)


@dataclass(frozen=True)
class Statements:
    """Some rows of a grid that ask about one subject.

    `answers` has a column an item, floats; `municipality` the same rows. `scale` knows the answers'
    codes and words.
    """

    title: Message
    scale: Scale
    answers: pd.DataFrame
    municipality: pd.Series

    @property
    def labels(self) -> Mapping[str, Message]:
        """Return the items' words."""
        return {item: self.scale.items[item] for item in self.answers.columns}

    @property
    def places(self) -> list[str]:
        """Return the municipalities that answered any of the items, in the programme's order."""
        answered = set(self.municipality[self.answers.notna().any(axis=1)])
        return [key for key in load_programme().municipalities if key in answered]

    def n(self, items: Sequence[str] | None = None) -> int:
        """Return how many answered at least one of `items` (of all its items)."""
        return int(self.answers[items or list(self.answers)].notna().any(axis=1).sum())

    def side(self, item: str, place: str) -> Side:
        """Return the answers to one item, of one municipality or of all, described."""
        here = self.answers[item]
        here = here if place == ALL else here[self.municipality == place]
        return shown_side(here, self._gate(item, place))

    def sides(self) -> dict[str, Side]:
        """Return all answers to each item, described."""
        return {item: self.side(item, ALL) for item in self.answers}

    def findings(self) -> dict[Message, Side]:
        """Return the same by the items' words."""
        return {self.labels[item]: one for item, one in self.sides().items()}

    def gaps(self) -> dict[Message, Comparison]:
        """Return how the first two municipalities differ, by the items' words; {} if only one."""
        pairs = {self.labels[item]: self.pair(item) for item in self.answers}
        return {words: one.comparison for words, one in pairs.items() if one}

    @property
    def here(self) -> Slice | None:
        """Return the slice whose answers these are."""
        return slice_of_frame(self.answers)

    @property
    def whole(self) -> bool:
        """Tell whether answers are shown of all municipalities and years together only."""
        return entry(self._form, self.scale.id).whole

    @property
    def parts(self) -> dict[tuple[int, ...], Message]:
        """Return the answers as they are shown, some merged: their codes and words."""
        told = entry(self._form, self.scale.id)
        codes = {id: code for code, id in self.scale.answer_ids.items()}
        return {
            tuple(codes[id] for id in told.merged_answers(option.id)): option.label
            for option in told.shown_answers(load_codebook()[self._form].item(self.scale.id))
        }

    def segments(self, item: str, place: str) -> list[Segment]:
        """Return how the answers to one item are distributed, in a municipality or all."""
        here = self.answers[item]
        here = here if place == ALL else here[self.municipality == place]
        column, ids = f"{self.scale.id}_{item}", self.scale.answer_ids
        cells = {
            codes: cell_name(self._form, column, tuple(ids[code] for code in codes))
            for codes in self.parts
        }
        return shown_segments(here, cells, self.here, place)

    def pair(self, item: str) -> Pair | None:
        """Compare the first two municipalities in one item; None where there are not two."""
        if len(self.places) < 2:
            return None
        two = self.places[:2]
        groups = [self.answers.loc[self.municipality == key, item] for key in two]
        comparison = shown(*groups, item, tuple(self._gate(item, key) for key in two))
        same = equivalence(*groups, MARGIN) if comparison.p is not None else None
        return Pair(comparison, p_as_shown(same))

    def figures(self, prefix: str) -> pd.DataFrame:
        """Return n and each item's mean as figures to record: `prefix.n`, `prefix.item`."""
        rows = [
            (item, (one.mean, one.low, one.high), self._unit, *one.rests)
            for item, one in self.sides().items()
        ]
        return figure_table([*rows, ("n", self.n(), "answers", None, True)], prefix)

    def overall(self) -> Side:
        """Return the mean of all items (complete answers), described.

        Withheld too where the items' means, each over all who answered it, would tell with it what
        the few answered who left an item out.
        """
        return shown_side(mean_score(self.answers), self._gate_of_all())

    def overall_figure(self, figure: str) -> pd.DataFrame:
        """Return the same as a figure to record."""
        one = self.overall()
        return figure_table([(figure, (one.mean, one.low, one.high), self._unit, *one.rests)])

    def gap_figures(self, item: str, prefix: str) -> pd.DataFrame:
        """Return how the first two municipalities differ in an item as figures to record.

        `prefix.gap` and `prefix.municipal_difference`, its p-value.
        """
        pair = self.pair(item)
        found = pair and pair.comparison
        n = answers_of([found] if found else [], bool(self.places))
        shown = not (found and found.withheld)
        told = found and (found.difference, found.low, found.high)
        # What is stated does not vouch for itself.
        vouched = shown if found is None or found.difference is None else None
        rows = [
            ("municipal_difference", found and found.p, "probability", n, shown),
            ("gap", told, "scale points", n, vouched),
        ]
        return figure_table(rows, prefix)

    def municipal_figures(self, prefix: str) -> pd.DataFrame:
        """Return how the first two municipalities differ; see `equivalence.municipal_figures`."""
        pairs = [*filter(None, map(self.pair, self.answers))]
        return municipal_figures(pairs, prefix, bool(self.places))

    @view
    def table(self) -> dict[str, Any]:
        """Return each item's mean in each municipality as arguments of `tables.show`.

        Where there are two municipalities, with their difference and its tests; where there are
        many, in all of them together alone.
        """
        names = place_labels()
        places = [names[key] for key in self._beside]
        headings = "|".join([HEADINGS.format(", ".join(places)), *places])
        note = None
        if len(places) == 2:
            headings += f"|{TESTED.format(first=places[0], second=places[1])}"
            note = NOTE.format(margin=quantity(MARGIN, "scale"))
        rows = [_row(self, item) for item in self.answers]
        return of_numbers(headings, rows, CAPTION.format(title=self.title), note)

    @property
    def _beside(self) -> list[str]:
        return [ALL] if are_many(self.places) else self.places

    @property
    def _unit(self) -> str:
        return f"scale {self.scale.low}-{self.scale.high}"

    @property
    def _form(self) -> str:
        return form_of_frame(self.answers, "after")

    def _gate(self, item: str, place: str = ALL) -> Gate:
        """Return what an item's mean needs to be shown."""
        name = entry(self._form, self.scale.id).gate(item)
        return gate(mean_cell(self._form, f"{self.scale.id}_{name}"), self.answers, place)

    def _gate_of_all(self) -> Gate:
        cell = gaps_cell(self._form, self.scale.id, list(self.answers))
        each = [self._gate(item) for item in self.answers]
        return with_rest(each, cell, self.here, gaps(self.answers).sum())


def statements(
    form: pd.DataFrame, scale: Scale, items: Sequence[str], title: Message
) -> Statements:
    """Take some rows of a grid together; `form` is a frame of `answers.answers`."""
    answers = scale.answers(form)[list(items)]
    answers.attrs = dict(form.attrs)
    return Statements(title, scale, answers, form[MUNICIPALITY])


def _row(statements: Statements, item: str) -> list[str]:
    sides = [statements.side(item, place) for place in statements._beside]
    counts = [str(HIDDEN) if one.withheld else number(one.n) for one in sides]
    means = [interval(one.mean, one.low, one.high) for one in sides]
    row = [str(statements.labels[item]), " / ".join(counts), *means]
    if len(sides) != 2:
        return row
    pair = statements.pair(item)
    tests = [(pair.comparison.p, "probability"), (pair.comparison.p_rank, BELOW),
             (pair.p_same, "probability")]  # fmt: skip
    difference = pair.comparison.difference, pair.comparison.low, pair.comparison.high
    texts = [quantity(*test) for test in tests]
    return [*row, interval(*difference), *texts]


def behind(figure: str, weak: Statements, item: str, others: Sequence[Statements]) -> pd.DataFrame:
    """Return how far an item's mean is below the lowest of others, as a figure to record.

    Missing where any of the means is.
    """
    mine, theirs = weak.sides()[item], [other.overall() for other in others]
    each = [mine, *theirs]
    known = all(one.mean is not None for one in each)
    value = round(min(one.mean for one in theirs) - mine.mean, 9) if known else None
    n = mine.n if all(one.n for one in each) else 0
    shown = not any(one.withheld for one in each)
    return figure_table([(figure, value, "scale points", n, shown)])
