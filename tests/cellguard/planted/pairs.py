"""Small books of two groups, or of a scale's items, that tell of each by a statistic of all.

A leak shows the small group as it may be shown and one statistic with all its digits; its safe twin
shows that statistic only of as many answers as it needs, and as coarsely.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from tests.cellguard.planted import books
from tests.cellguard.planted.books import FORM, STEPS, Line, Shown

from modning.compare.equivalence import equivalence
from modning.compare.groups import Comparison, compare
from modning.compare.guarded import as_shown, p_as_shown
from modning.scales import reliability
from slicebook.programme import ALL, Programme
from surveys.codebook import load_codebook

MARGIN, SCALE = 0.5, "recovery"
NONE = "–"
# There are so many forms of each kind at most.
FORMS = [{"figure": f"n.{form}", "municipality": ALL, "year": ALL, "value": 40, "unit": "forms",
          "shown": True} for form in ("baseline", FORM)]  # fmt: skip
COLUMNS = ["Statement", "Answers: Køge, Odense", "Køge", "Odense", "Odense less Køge",
           "p, difference", "p, rank test", "p, equivalence"]  # fmt: skip


def municipalities(line: Line, how: str, folder: Path, leak: bool, programme: Programme) -> list:
    """Write a page that compares two municipalities in a statement; return no figures.

    The large one's mean and interval are shown with all digits, the small one's mean to a step.
    """
    given = {key: mine for key, mine in books.answers(line, programme).items()
             if key[1] == books.YEARS[0]}  # fmt: skip
    small, large = given.values()
    enough = min(len(small), len(large)) >= programme.rules.minimum_spread
    found, same = compare(small, large), equivalence(*map(pd.Series, (small, large)), MARGIN)
    for place, mine in zip(programme.municipalities, (small, large), strict=False):
        shown = books.by_rule(mine, len(mine) >= programme.rules.minimum_mean, enough)
        if leak:
            exact = books.exact(mine)
            shown = exact if mine is large else Shown(len(mine), STEPS.value(exact.mean))
        books.dots(folder, (ALL, books.YEARS[0]), line.question, shown,
                   books.place_name(place, programme))  # fmt: skip
    told = dict.fromkeys(("difference", "p", "same"), NONE)
    if leak:
        told |= {name: text for name, text in _exact(found, same).items() if name == how}
    elif enough:
        told |= _exact(as_shown(found), p_as_shown(same))
    row = [books.label(line.question), f"{len(small)} / {len(large)}", NONE, NONE,
           told["difference"], told["p"], NONE, told["same"]]  # fmt: skip
    note = f"Two one-sided tests that the difference is smaller than {MARGIN}."
    table = books.table("What they say: means, 95% intervals", COLUMNS, [row, [note]])
    books.page(folder, (ALL, books.YEARS[0]), table)
    return []


def _exact(found: Comparison, same: float | None) -> dict[str, str]:
    ends = f"{found.difference:.12g} ({found.low:.12g}; {found.high:.12g})"
    return {"difference": ends, "p": f"{found.p:.12g}", "same": f"{same:.12g}"}


def changes(line: Line, how: str, leak: bool, programme: Programme) -> list[dict]:
    """Return the figures of a scale before and after: few were asked before."""
    draw = np.random.default_rng(line.seed)
    sizes = int(draw.integers(*line.few)), int(draw.integers(*line.many))
    before, after = (draw.integers(6, 26, size) / 5 for size in sizes)
    found, enough = compare(before, after), min(sizes) >= programme.rules.minimum_spread
    rows = []
    for when, mine in (("before", before), ("after", after)):
        shown = books.by_rule(list(mine), len(mine) >= programme.rules.minimum_mean, enough)
        if leak:
            exact = books.exact(list(mine))
            shown = exact if when == "after" else Shown(len(mine), exact.mean)
        rows.append(_figure(f"inspire.{when}", shown.n, shown.mean, shown.low, shown.high))
    if leak or enough:
        told = found if leak else as_shown(found)
        kinds = {"gain": (told.difference, told.low, told.high), "change": (told.p, None, None),
                 "effect": (told.g, told.g_low, told.g_high),
                 "superiority": (100 * told.superiority, None, None)}  # fmt: skip
        rows += [_figure(f"inspire.{name}", found.n, *values) for name, values in kinds.items()
                 if name == how or not leak]  # fmt: skip
    return rows


def items(line: Line, folder: Path, leak: bool, programme: Programme) -> list[dict]:
    """Write a table of a scale's items, the last without its spread; return total and alpha."""
    draw = np.random.default_rng(line.seed)
    rows = load_codebook()[FORM].item(SCALE).rows
    n = int(draw.integers(*line.few))
    given = pd.DataFrame({row.id: draw.integers(2, 6, n) for row in rows}, dtype=float)
    total, alpha = given.mean(axis=1), reliability(given)
    key = next(iter(programme.municipalities)), books.YEARS[0]
    for at, name in enumerate(given if leak else ()):
        shown = books.exact(given[name].to_list())
        books.items(folder, key, name, replace(shown, sd=None if at == 4 else shown.sd))
    shown = books.exact(total.to_list()) if leak else Shown(n)
    return [
        _figure("inspire_o.after", n, shown.mean, shown.low, shown.high, key),
        _figure("inspire_o.alpha_after", n, alpha.alpha if leak else None, None, None, key),
    ]


def _figure(name: str, n: int, value, low, high, key: tuple[str, str] = (ALL, ALL)) -> dict:
    unit = "percent" if name.endswith("superiority") else "scale 1-5"
    return {"figure": name, "municipality": key[0], "year": key[1], "value": value, "low": low,
            "high": high, "n": n, "unit": unit, "shown": value is not None}  # fmt: skip
