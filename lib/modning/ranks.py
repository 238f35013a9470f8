"""Which answer was given most: places among answers, which tell of all those after them."""

import pandas as pd

from modning.shares import Tally
from slicebook.figures import figure_table
from slicebook.programme import load_programme
from slicebook.slices import Slice
from surveys.disclosure import is_public


def largest_band(counted: Tally, unit: str) -> pd.DataFrame:
    """Return the most frequent band of a number as the figure `<question>.modal_group`.

    The value is its lowest number, `low` and `high` its lowest and highest; of equally frequent
    ones the first. The open last band has no highest. Missing where nobody answered.
    """
    figure = f"{counted.item.id}.modal_group"
    place = counted.given.sum().to_numpy().argmax()
    bands = [option.code for option in counted.item.options]
    low = bands[place] if counted.n else None
    last = place == len(bands) - 1
    high = None if low is None or last else bands[place + 1] - 1
    # Which band is the largest bounds all the others.
    shown = bool(counted.shares()["shown"].all())
    return figure_table([(figure, (low, low, high), unit, counted.n, shown)])


def rank(counted: Tally, answer: str) -> pd.DataFrame:
    """Return an answer's place by how many gave it, 1 the most, as `<question>.<answer>_rank`.

    Shown where every share is, since a place bounds those after it, or where the report prints it.
    Missing where nobody answered. Among the form's own answers, whatever is merged.
    """
    counted = counted.apart or counted
    figure = f"{counted.item.id}.{answer}_rank"
    counts = counted.given.sum()
    place = 1 + int((counts > counts[answer]).sum()) if counted.n else None
    shown = counted.shares()["shown"].all() or _is_public(figure, counted.here, place)
    return figure_table([(figure, place, "place", counted.n, bool(shown))])


def _is_public(figure: str, here: Slice | None, value: float | None) -> bool:
    key = (here.municipality, str(here.year)) if here else None
    return is_public(figure, key, load_programme(), value)
