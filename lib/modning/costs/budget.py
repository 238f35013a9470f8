"""A budget by place: what the cost lines of each come to, and for each form that came in."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from babel.lists import format_list

from modning import guarded
from modning.costs.intervals import Interval
from modning.costs.lines import NO_COSTS, total
from modning.costs.ranges import range_figures
from modning.costs.volumes import ALL
from slicebook.ending import end
from slicebook.programme import load_programme
from slicebook.shown.view import view
from slicebook.slices import Slice
from slicebook.tables import of_rows
from slicebook.text import NONE, _, quantity, spoken
from surveys.answers import MUNICIPALITY
from surveys.codebook import load_codebook
from surveys.disclosure import slice_of_frame

HEADINGS, PER = _("Place|Total"), _("Per {form}")
CAPTION = _("What each place spends")
NOTE = _("From the low end of every line to the high end. Per form: divided by how many came in.")
NONE_OF = _("No costs were recorded for {}, so nothing can be said of them here.")
WITHOUT = _("No costs were recorded for {}, so the forms from there do not count here.")

Forms = Mapping[str, pd.DataFrame]


def lines_of(lines: pd.DataFrame, here: Slice) -> pd.DataFrame:
    """Return the lines of a slice's place, all of them for all places; prices are no lines."""
    spent = lines[lines["phase"] != "price"]
    return spent if here.municipality == ALL else spent[spent["municipality"] == here.municipality]


def budget_figures(lines: pd.DataFrame, here: Slice, forms: Forms) -> pd.DataFrame:
    """Return what a place's lines come to, as figures: `costs.total` and `costs.per_<form>`.

    `forms` are the answers of the slice by form; those of places without any line do not
    count. What fewer than the threshold filled in divides nothing. The notebook of a place without
    a line ends here.
    """
    mine, without = lines_of(lines, here), _without(lines)
    if mine.empty:
        place = load_programme().municipality_name(here.municipality)
        end(NO_COSTS if here.municipality == ALL else NONE_OF.format(place))
    whole, n = total(mine), {"costs.total": None}
    each: dict[str, Interval | None] = {"costs.total": whole}
    for form, answers in forms.items():
        counted = answers[~answers[MUNICIPALITY].isin(without)]
        each[f"costs.per_{form}"] = per = _per(whole, counted)
        # Of few forms nothing is told, of none that there are none.
        n[f"costs.per_{form}"] = len(counted) if per or counted.empty else None
    figures = range_figures(each, mine["currency"].iloc[0])
    return figures.assign(n=pd.Series(n.values(), dtype="Int64"))


def _without(lines: pd.DataFrame) -> list[str]:
    """Return the places that have no line; none where a line is for all of them."""
    have = set(lines.loc[lines["phase"] != "price", "municipality"])
    places = load_programme().municipalities
    return [] if ALL in have else [key for key in places if key not in have]


@view
def budget_table(lines: pd.DataFrame, forms: Forms) -> dict[str, Any]:
    """Return each place's total, and per form, as arguments of `tables.show`.

    `forms` are the answers by form; those of one place give that place alone, since nothing is
    known here of how many forms the others have.
    """
    programme, titles = load_programme(), load_codebook()
    per = (PER.format(form=_lowered(str(titles[id].title))) for id in forms)
    rows = []
    for key, place in programme.municipalities.items():
        mine = lines_of(lines, Slice(key, ALL))
        if len(mine) and all(_covers(frame, key) for frame in forms.values()):
            whole, currency = total(mine), mine["currency"].iloc[0]
            here = (frame[frame[MUNICIPALITY] == key] for frame in forms.values())
            ranges = [whole, *(_per(whole, answers) for answers in here)]
            rows.append((place.name, *(_said(one, currency) for one in ranges)))
    without = [programme.municipality_name(key) for key in _without(lines)]
    said = [WITHOUT.format(format_list(without, locale=spoken()))] if without else []
    return of_rows("|".join([str(HEADINGS), *per]), rows, CAPTION, " ".join([str(NOTE), *said]))


def _covers(answers: pd.DataFrame, place: str) -> bool:
    here = slice_of_frame(answers)
    return here is None or here.municipality in (ALL, place)


def _per(whole: Interval, answers: pd.DataFrame) -> Interval | None:
    n = guarded.count(len(answers))
    return whole / n if n else None


def _lowered(title: str) -> str:
    return title[:1].lower() + title[1:]


def _said(one: Interval | None, currency: str) -> str:
    if one is None:
        return NONE
    ends = dict.fromkeys(quantity(end, currency) for end in (one.low, one.high))
    return " – ".join(ends)
