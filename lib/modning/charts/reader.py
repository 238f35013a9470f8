"""The programme's names and colours in charts of answers."""

import altair as alt
import pandas as pd

from slicebook.programme import load_programme
from slicebook.shown.house import municipality_colours
from slicebook.text import WITHHELD, _, number, quantity

LABELS = 240
_SEVERAL = _("{n} municipalities")


def place_name(municipality: str) -> str:
    """Return a municipality's name."""
    return str(load_programme().municipality_name(municipality))


def told(percent: float) -> str:
    """Return a percentage as text, or the word for one that is withheld."""
    return str(WITHHELD) if pd.isna(percent) else quantity(float(percent), "percent")


def with_n(name: str, n: int) -> str:
    """Return a group's name and how many answered: the reader always sees n."""
    return f"{name} (n = {number(n)})"


def so_many(places: int) -> str:
    """Return in words how many municipalities, several of them."""
    return str(_SEVERAL.format(n=number(places)))


def series_colour(rows: pd.DataFrame) -> alt.Scale:
    """Return the municipalities' colours for rows with `municipality` and `series`."""
    names = rows.drop_duplicates("municipality").set_index("municipality")["series"]
    colours = municipality_colours(load_programme())
    return alt.Scale(domain=list(names), range=[colours[key] for key in names.index])
