"""The parts of stacked bars: answers in order, from light to dark, and what is withheld."""

from dataclasses import dataclass

import pandas as pd

from modning.register import entry, says_little
from slicebook.text import WITHHELD, Message
from surveys.codebook import Item

# From the first answer to the last; what says nothing is grey.
RAMP = ("#DEEBF7", "#C6DBEF", "#9ECAE1", "#6BAED6", "#4292C6", "#2171B5", "#08519C", "#08306B")
GREY = "#BDBDBD"
HIDDEN = "#FFFFFF"


@dataclass(frozen=True)
class Level:
    """Answers drawn as one part of a stacked bar, or what is `hidden` of it."""

    label: Message | str
    answers: tuple[str, ...]
    colour: str
    hidden: bool = False


def levels(form: str, item: Item) -> list[Level]:
    """Return the parts of a question's bars as `data/tables.yml` names them, or else its answers.

    From light to dark, or the other way round where it says so.
    """
    told, words = entry(form, item.id), {option.id: option.label for option in item.options}
    names = told.levels or tuple(option.id for option in told.shown_answers(item))
    said = [name for name in names if name not in says_little()]
    last = max(1, len(said) - 1)
    shades = [RAMP[round(at * (len(RAMP) - 1) / last)] for at in range(len(said))]
    if told.darkest == "first":
        shades.reverse()
    colours = dict(zip(said, shades, strict=True))
    labels = words | {name: one.label for name, one in told.sets.items() if one.label}
    labels |= {name: one.label for name, one in told.merged.items()}
    return [Level(labels.get(name) or words[told.answers(name)[0]], told.answers(name),
                  colours.get(name, GREY)) for name in names]  # fmt: skip


def merged(form: str, item: Item, levels: list[Level]) -> Level:
    """Return several parts of bars as the one that `data/tables.yml` has for all of them."""
    every = {answer for level in levels for answer in level.answers}
    one = next(one for one in entry(form, item.id).sets.values() if set(one.answers) == every)
    return Level(one.label, one.answers, RAMP[len(RAMP) // 2])


def filled(rows: pd.DataFrame, levels: list[Level], item: Item) -> tuple[pd.DataFrame, list[Level]]:
    """Return rows and levels with what is withheld of a bar as its last part.

    How much that is follows from the parts that are shown. Only of bars that hold every answer.
    """
    drawn = {answer for level in levels for answer in level.answers}
    whole = rows.groupby(["panel", "label"], sort=False)["percent"].sum()
    some = rows[~rows["shown"]].drop_duplicates(["panel", "label"])
    if some.empty or drawn < {option.id for option in item.options}:
        return rows, levels
    left = [100 - whole[one.panel, one.label] for one in some.itertuples()]
    rest = some[["panel", "label"]].assign(level=str(WITHHELD).capitalize(), percent=left)
    rest = rest.assign(shown=True)[lambda known: known["percent"] > 0]
    return pd.concat([rows, rest]), [*levels, Level(str(WITHHELD).capitalize(), (), HIDDEN, True)]


def is_dark(colour: str) -> bool:
    """Tell whether text on a colour needs to be white."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 130
