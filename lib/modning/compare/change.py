"""A scale before and after: its total, its items and each municipality, and its figures."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from modning.compare.groups import (
    Comparison,
    Gates,
    Side,
    adjust,
    coarse,
    compare_items,
    guarded,
    shown,
)
from modning.compare.words import place_labels, tabulate
from modning.scales import Reason, Reliability, Scale, reliability
from modning.scales.omega import omega
from slicebook.programme import ALL, load_programme
from slicebook.results import FIGURE_COLUMNS
from slicebook.shown.view import view
from slicebook.text import Message
from surveys.answers import MUNICIPALITY
from surveys.disclosure import form_of_frame, gate, mean_cell

TIMES = ("before", "after")


@dataclass(frozen=True)
class Change:
    """What happened to a scale from before to after, its answers taken as independent groups.

    `total` and `places` compare mean answers, `places` by municipality (and all of them, where
    there are several), adjusted by Holm over the municipalities; `items` each item, by Holm too.
    `omegas` stand beside the alphas, before and after; `forms` are the two that are compared.
    """

    scale: Scale
    total: Comparison
    places: list[Comparison]
    items: list[Comparison]
    reliability_before: Reliability
    reliability_after: Reliability
    omegas: tuple[float | None, float | None] = (None, None)
    forms: tuple[str, str] = ("before", "after")

    @property
    def findings(self) -> dict[str | Message, Comparison]:
        """Return each municipality's comparison, that of all and each item's, by their words."""
        programme = load_programme()
        places = {programme.municipality_name(one.name): one for one in self.places}
        return {**places, **{self.scale.items[one.name]: one for one in self.items}}

    @view
    def places_table(self) -> dict[str, Any]:
        """Return the comparison in each municipality as arguments of `tables.show`."""
        return tabulate(self.places, place_labels(), str(self.scale.title))

    @view
    def items_table(self) -> dict[str, Any]:
        """Return the comparison of each item as arguments of `tables.show`."""
        labels = {item: str(label) for item, label in self.scale.items.items()}
        return tabulate(self.items, labels, str(self.scale.title))

    def figures(self, prefix: str) -> pd.DataFrame:
        """Return the change as figures to record: `prefix.gain` and so on.

        `prefix.change` is Welch's p-value, as `published.csv` names it; figures ending in `_100`
        are on the score from 0 to 100, `prefix.<item>.gain` is an item's change. A figure that
        cannot be had has no value; n is 0 where nobody answered.
        """
        total, scale, points = self.total, self.scale, self.scale.points
        answer = f"scale {scale.low}-{scale.high}"
        n = total.stated
        told = total.reason is not Reason.WITHHELD
        sides = [not side.withheld for side in (total.before, total.after)]
        before, after = _mean(total.before), _mean(total.after)
        hundred = [[None if x is None else scale.hundred(x) for x in m] for m in (before, after)]
        gain = total.difference, total.low, total.high
        chance = total.superiority, total.superiority_low, total.superiority_high
        chance = [None if one is None else 100 * one for one in chance]
        alphas = self.reliability_before, self.reliability_after
        rows = [
            ("n", total.n, None, None, None, "answers", True),
            ("before", *before, total.before.n, answer, sides[0]),
            ("after", *after, total.after.n, answer, sides[1]),
            ("before_100", *hundred[0], total.before.n, "points", sides[0]),
            ("after_100", *hundred[1], total.after.n, "points", sides[1]),
            ("gain", *gain, n, "scale points", told),
            ("gain_100", *map(points, gain), n, "points", told),
            ("change", total.p, None, None, n, "probability", told),
            ("change_rank", total.p_rank, None, None, n, "probability", told),
            ("effect", total.g, total.g_low, total.g_high, n, "effect", told),
            ("superiority", *chance, n, "percent", told),
            *(
                (
                    f"alpha_{when}",
                    alpha.alpha,
                    alpha.low,
                    alpha.high,
                    alpha.stated_n,
                    "coefficient",
                    alpha.reason is not Reason.WITHHELD,
                )
                for when, alpha in zip(TIMES, alphas, strict=True)
            ),
            *(
                (
                    f"omega_{when}",
                    None if one is None else round(one, 2),
                    None,
                    None,
                    alpha.stated_n if one is not None or not alpha.n else None,
                    "coefficient",
                    alpha.reason is not Reason.WITHHELD,
                )
                for when, alpha, one in zip(TIMES, alphas, self.omegas, strict=True)
            ),
        ]
        for one in self.items:
            gain = one.difference, one.low, one.high, one.stated
            shown = one.reason is not Reason.WITHHELD
            rows.append((f"{one.name}.gain", *gain, "scale points", shown))
        frame = pd.DataFrame(rows, columns=FIGURE_COLUMNS)
        return frame.assign(figure=prefix + "." + frame["figure"])


def scale_change(before: pd.DataFrame, after: pd.DataFrame, scale: Scale) -> Change:
    """Compare a scale's answers before with those after; both are frames of `answers.answers`.

    A group of fewer answers than the programme shows is withheld.
    """
    gates = needed(before, after, scale_cells(scale, before, after))
    cells = {item: scale_cells(scale, before, after, item) for item in scale.items}
    each = {item: needed(before, after, both) for item, both in cells.items()}
    cells = scale_cells(scale, before, after)
    items = scale.complete(before), scale.complete(after)
    scores = scale.score(before), scale.score(after)
    alphas = [reliability(form, needs.spread) for form, needs in zip(items, gates, strict=True)]
    return Change(
        scale=scale,
        total=shown(*scores, ALL, gates),
        places=compare_places(before.assign(value=scores[0]), after.assign(value=scores[1]), cells),
        items=compare_items(*items, each),
        reliability_before=alphas[0],
        reliability_after=alphas[1],
        omegas=tuple(
            None if alpha.alpha is None else omega(form)
            for form, alpha in zip(items, alphas, strict=True)
        ),
        forms=forms_of(before, after),
    )


def forms_of(before: pd.DataFrame, after: pd.DataFrame) -> tuple[str, str]:
    """Return the forms of two frames of answers; "before" and "after" where they have none."""
    return form_of_frame(before, "before"), form_of_frame(after, "after")


def scale_cells(
    scale: Scale, before: pd.DataFrame, after: pd.DataFrame, item: str | None = None
) -> tuple[str, str]:
    """Return the cells of a scale's means before and after, or of those of an item of it."""
    forms = forms_of(before, after)
    name = scale.id if item is None else f"{scale.id}_{item}"
    return tuple(mean_cell(form, name) for form in forms)


def needed(
    before: pd.DataFrame, after: pd.DataFrame, cells: tuple[str, str], municipality: str = ALL
) -> Gates:
    """Return what the means before and after need to be shown; `cells` are those of the two."""
    return tuple(
        gate(cell, form, municipality) for form, cell in zip((before, after), cells, strict=True)
    )


def compare_places(
    before: pd.DataFrame, after: pd.DataFrame, cells: tuple[str, str]
) -> list[Comparison]:
    """Compare the column `value` in each municipality, and in all where there are several.

    The municipalities are those with a row before or after, in the programme's order. `cells` are
    the means' cells for disclosure control, before and after.
    """
    programme = load_programme()
    there = set(before[MUNICIPALITY]) | set(after[MUNICIPALITY])
    each = [
        guarded(
            before.loc[before[MUNICIPALITY] == key, "value"],
            after.loc[after[MUNICIPALITY] == key, "value"],
            key,
            needed(before, after, cells, key),
        )
        for key in programme.municipalities
        if key in there
    ]
    if len(each) < 2:
        return [*map(coarse, each)]
    # The slice chosen beforehand stands alone; without one, that of all municipalities does.
    chosen = programme.primary.municipality if programme.primary else ALL
    others = iter(adjust([one for one in each if one.name != chosen]))
    each = [one if one.name == chosen else next(others) for one in each]
    whole = shown(before["value"], after["value"], ALL, needed(before, after, cells))
    return [*map(coarse, each), whole]


def _mean(side: Side) -> tuple[float | None, float | None, float | None]:
    return side.mean, side.low, side.high
