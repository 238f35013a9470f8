"""How many reach each step, in each municipality, whatever forms the steps are counted on."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from modning import guarded
from modning.proportions import percent
from modning.shares import Tally
from slicebook.programme import ALL, load_programme
from slicebook.slices import Slice
from slicebook.text import Message
from surveys.answers import MUNICIPALITY
from surveys.disclosure import slice_of_frame


@dataclass(frozen=True)
class Step:
    """Those who reach a step, by their municipality: forms, or the answer of `cells`, one."""

    label: Message
    reached: pd.Series
    here: Slice | None
    cells: tuple[str, ...] = ()

    def count(self, municipality: str = ALL) -> int:
        """Return how many, in one municipality or in all."""
        whole = municipality == ALL
        return len(self.reached if whole else self.reached[self.reached == municipality])


@dataclass(frozen=True)
class Funnel:
    """Steps in their order; later ones may be counted on other forms than the first."""

    steps: Mapping[str, Step]

    def table(self) -> pd.DataFrame:
        """Return how many reached each step where anybody reached the first, and last in all.

        Columns: `municipality`, `step`, `count`, `per_hundred` (of the first step, missing where
        nobody reached that) and `shown`, false where disclosure control withholds the count.
        """
        first = next(iter(self.steps.values()))
        there = filter(first.count, load_programme().municipalities)
        rows = [
            (key, name, step.count(key), percent(step.count(key), first.count(key)),
             guarded.may_be_told(step.cells, step.here, key))
            for key in (*there, ALL)
            for name, step in self.steps.items()
        ]  # fmt: skip
        columns = ["municipality", "step", "count", "per_hundred", "shown"]
        return pd.DataFrame(rows, columns=columns)

    def figures(self, prefix: str) -> pd.DataFrame:
        """Return the steps that are answers, in persons, and the last per hundred of the first.

        Figures are `prefix.<step>` and `prefix.<last>_per_<first>`.
        """
        rows = [
            (name, step.count(), "persons", None, step.cells)
            for name, step in self.steps.items()
            if step.cells
        ]
        first, *_, last = self.steps
        through = self.per_hundred(last, first, prefix)
        return pd.concat([guarded.figures(rows, self.here, prefix), through])

    def per_hundred(self, later: str, earlier: str, prefix: str) -> pd.DataFrame:
        """Return how many reached a later step for a hundred of an earlier one, as a figure.

        `prefix.<later>_per_<earlier>`, above 100 where people come from elsewhere or from before.
        """
        one, base = self.steps[later], self.steps[earlier]
        share = percent(one.count(), base.count())
        row = (f"{later}_per_{earlier}", share, "percent", base.count(), one.cells + base.cells)
        return guarded.figures([row], self.here, prefix)

    @property
    def here(self) -> Slice | None:
        """Return the slice that is counted: that of the first step."""
        return next(iter(self.steps.values())).here


def funnel(
    steps: Mapping[str, tuple[Message, pd.DataFrame] | tuple[Message, Tally, str]],
) -> Funnel:
    """Make a funnel of steps, each a label and a frame of answers, or a label, a tally, an answer.

    A frame counts its forms, a tally those who gave the answer.
    """
    return Funnel({name: _step(*parts) for name, parts in steps.items()})


def _step(label: Message, of: pd.DataFrame | Tally, answer: str = "") -> Step:
    if isinstance(of, pd.DataFrame):
        return Step(label, of[MUNICIPALITY], slice_of_frame(of))
    reached = of.municipality[of.given[answer].fillna(False).astype(bool)]
    return Step(label, reached, of.here, (of.cells[answer],))
