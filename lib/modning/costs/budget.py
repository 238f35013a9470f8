"""A budget by place: what the cost lines of each come to, and for each form that came in."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from modning.costs.intervals import Interval
from modning.costs.lines import Line
from modning.costs.totals import money, total
from modning.costs.volumes import ALL
from slicebook.programme import load_programme
from slicebook.shown.view import view
from slicebook.slices import Slice
from slicebook.text import NONE, _, quantity
from surveys.answers import MUNICIPALITY
from surveys.codebook import load_codebook
from surveys.disclosure import slice_of_frame

PLACE, TOTAL, PER = _("Place"), _("Total"), _("Per {form}")
CAPTION = _("What each place spends")
NOTE = _("From the low end of every line to the high end. Per form: divided by how many came in.")

Forms = Mapping[str, pd.DataFrame]


def lines_of(lines: Iterable[Line], here: Slice) -> tuple[Line, ...]:
    """Return the lines of a slice's place, all of them for all places; prices are no lines."""
    return tuple(
        line
        for line in lines
        if line.phase != "price" and here.municipality in (ALL, line.municipality)
    )


def budget_figures(lines: Iterable[Line], here: Slice, forms: Forms) -> pd.DataFrame:
    """Return what a place's lines come to, as figures: `costs.total` and `costs.per_<form>`.

    `forms` are the answers of the slice by form. What fewer than the threshold filled in divides
    nothing.
    """
    lines = tuple(lines)
    mine = lines_of(lines, here)
    if not mine:
        return pd.DataFrame(columns=["figure", "value", "low", "high", "unit"])
    whole, currency = total(mine, lines), mine[0].currency
    rows = [money("costs.total", whole, currency)]
    rows += [
        money(f"costs.per_{form}", one, currency) | {"n": len(answers)}
        for form, answers in forms.items()
        if (one := _per(whole, answers))
    ]
    return pd.DataFrame(rows).assign(shown=True)


@view
def budget_table(lines: Iterable[Line], forms: Forms) -> dict[str, Any]:
    """Return each place's total, and per form, as arguments of `tables.show`.

    `forms` are the answers by form; those of one place give that place alone, since nothing is
    known here of how many forms the others have.
    """
    lines, programme, titles = tuple(lines), load_programme(), load_codebook()
    columns = [
        str(PLACE),
        str(TOTAL),
        *(PER.format(form=_lowered(str(titles[id].title))) for id in forms),
    ]
    rows = []
    for key, place in programme.municipalities.items():
        mine = lines_of(lines, Slice(key, ALL))
        if mine and all(_covers(frame, key) for frame in forms.values()):
            whole, currency = total(mine, lines), mine[0].currency
            here = (frame[frame[MUNICIPALITY] == key] for frame in forms.values())
            ranges = [whole, *(_per(whole, answers) for answers in here)]
            rows.append((place.name, *(_said(one, currency) for one in ranges)))
    return {
        "frame": pd.DataFrame(rows, columns=columns),
        "caption": str(CAPTION),
        "note": str(NOTE),
    }


def _covers(answers: pd.DataFrame, place: str) -> bool:
    here = slice_of_frame(answers)
    return here is None or here.municipality in (ALL, place)


def _per(whole: Interval, answers: pd.DataFrame) -> Interval | None:
    enough = len(answers) >= load_programme().threshold
    return whole / Interval.of(len(answers)) if enough else None


def _lowered(title: str) -> str:
    return title[:1].lower() + title[1:]


def _said(one: Interval | None, currency: str) -> str:
    if one is None:
        return NONE
    ends = dict.fromkeys(quantity(end, currency) for end in (one.low, one.high))
    return " – ".join(ends)
