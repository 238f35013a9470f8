"""A scale before and after: its total, its items and each municipality, and its figures."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from modning.compare.groups import Comparison, adjust, compare
from modning.compare.guarded import as_shown, guarded, needed, shown, shown_alpha
from modning.compare.words import place_labels, tabulate
from modning.scales import Reliability, Scale, reliability
from modning.scales.statistics import omega
from slicebook.figures import figure_table
from slicebook.programme import ALL, load_programme
from slicebook.shown.view import view
from slicebook.text import BELOW, Message
from surveys.answers import MUNICIPALITY
from surveys.disclosure import form_of_frame, mean_cell

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
        gain = total.difference, total.low, total.high
        chance = total.superiority, total.superiority_low, total.superiority_high
        rows = [
            ("n", total.n, "answers", None, True),
            ("gain", gain, "scale points", *total.rests),
            ("gain_100", tuple(map(points, gain)), "points", *total.rests),
            ("change", total.p, "probability", *total.rests),
            ("change_rank", total.p_rank, BELOW, *total.rests),
            ("effect", (total.g, total.g_low, total.g_high), "effect", *total.rests),
            ("superiority", _each(chance, lambda share: 100 * share), "percent", *total.rests),
        ]
        for when, side in zip(TIMES, (total.before, total.after), strict=True):
            ends = side.mean, side.low, side.high
            rows.append((when, ends, answer, *side.rests))
            rows.append((f"{when}_100", _each(ends, scale.hundred), "points", *side.rests))
        alphas = self.reliability_before, self.reliability_after
        for when, alpha, one in zip(TIMES, alphas, self.omegas, strict=True):
            ends = alpha.alpha, alpha.low, alpha.high
            rows.append((f"alpha_{when}", ends, "coefficient", *alpha.rests))
            omega = None if one is None else round(one, 2)
            rows.append((f"omega_{when}", omega, "coefficient", *alpha.rests))
        for one in self.items:
            gain = one.difference, one.low, one.high
            rows.append((f"{one.name}.gain", gain, "scale points", *one.rests))
        return figure_table(rows, prefix)


def scale_change(before: pd.DataFrame, after: pd.DataFrame, scale: Scale) -> Change:
    """Compare a scale's answers before with those after; both are frames of `answers.answers`.

    A group of fewer answers than the programme shows is withheld.
    """
    cells = scale_cells(scale, before, after)
    gates = needed(before, after, cells)
    items = scale.complete(before), scale.complete(after)
    scores = scale.score(before), scale.score(after)
    # How often an item's answer is higher would tell, of few to choose from, who gave which.
    exact = [
        guarded(
            compare(items[0][item], items[1][item], item, ordered=False),
            needed(before, after, scale_cells(scale, before, after, item)),
        )
        for item in scale.items
    ]
    alphas = [*map(shown_alpha, map(reliability, items), gates)]
    return Change(
        scale=scale,
        total=shown(*scores, ALL, gates),
        places=compare_places(before.assign(value=scores[0]), after.assign(value=scores[1]), cells),
        items=[*map(as_shown, adjust(exact))],
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
            compare(
                before.loc[before[MUNICIPALITY] == key, "value"],
                after.loc[after[MUNICIPALITY] == key, "value"],
                key,
            ),
            needed(before, after, cells, key),
        )
        for key in programme.municipalities
        if key in there
    ]
    if len(each) < 2:
        return [*map(as_shown, each)]
    # The slice chosen beforehand stands alone; without one, that of all municipalities does.
    chosen = programme.primary.municipality if programme.primary else ALL
    others = iter(adjust([one for one in each if one.name != chosen]))
    each = [one if one.name == chosen else next(others) for one in each]
    whole = shown(before["value"], after["value"], ALL, needed(before, after, cells))
    return [*map(as_shown, each), whole]


def _each(
    told: tuple[float | None, ...], turned: Callable[[float], float]
) -> tuple[float | None, ...]:
    return tuple(None if one is None else turned(one) for one in told)
