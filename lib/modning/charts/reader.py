"""What charts of answers speak by: the programme's names and colours."""

from dataclasses import dataclass

import altair as alt
import pandas as pd

from slicebook.programme import Programme, load_programme
from slicebook.shown.house import (
    municipality_colours,
)
from slicebook.text import WITHHELD, Message, number, quantity

LABELS = 240


@dataclass(frozen=True)
class Reader:
    """The programme's names, which every chart here needs."""

    programme: Programme

    def say(self, label: Message, **words: str) -> str:
        """Return a text with its words filled in."""
        return label.format(**words)

    def percent(self, value: float) -> str:
        """Return a percentage as text."""
        return quantity(float(value), "percent")

    def told(self, value: float) -> str:
        """Return a percentage as text, or the word for one that is withheld."""
        return str(WITHHELD) if pd.isna(value) else self.percent(value)

    def name(self, municipality: str) -> str:
        """Return a municipality's name."""
        return self.programme.municipality_name(municipality)

    def with_n(self, name: str, n: int) -> str:
        """Return a group's name and how many answered: the reader always sees n."""
        return f"{name} (n = {number(n)})"


def reader() -> Reader:
    """Return what a chart needs to speak to the reader."""
    return Reader(load_programme())


def series_colour(rows: pd.DataFrame, to: Reader) -> alt.Scale:
    """Return the municipalities' colours for rows with `municipality` and `series`."""
    names = rows.drop_duplicates("municipality").set_index("municipality")["series"]
    colours = municipality_colours(to.programme)
    return alt.Scale(domain=list(names), range=[colours[key] for key in names.index])
