"""Small published books made from a line each: what they show of random answers, and how.

A leak shows more than may be shown; its safe twin shows the same answers by the rules.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from cellguard.coarse import Coarse
from cellguard.moments import half_width
from modning.protection.by_places import hide
from modning.protection.rows import alone
from modning.protection.together import Asked
from slicebook.programme import ALL, Programme
from surveys.codebook import load_codebook

YEARS = ("2024", "2025")
STEPS = Coarse()
FORM = "completion"


@dataclass(frozen=True)
class Line:
    """A book in a line: its question, how it is shown and the seed of its answers.

    `few` and `many` are how many answer in a year, in the small municipality and in the large.
    """

    kind: str
    question: str
    seed: int
    few: tuple[int, int] = (3, 7)
    many: tuple[int, int] = (15, 30)


def answers(line: Line, programme: Programme) -> dict[tuple[str, str], list[int]]:
    """Return the answers of each municipality and year."""
    draw = np.random.default_rng(line.seed)
    low, high = (5, 10) if line.question == "sessions" else (2, 5)
    found = {}
    for place, span in zip(programme.municipalities, (line.few, line.many), strict=False):
        for year in YEARS:
            size = int(draw.integers(*span))
            found[place, year] = [int(x) for x in draw.integers(low, high + 1, size)]
    return found


def with_more(line: Line, given, count: int = 12) -> dict[tuple[str, str], list[int]]:
    """Return answers to which so many were added in each municipality and year."""
    draw = np.random.default_rng(line.seed)
    low, high = (5, 10) if line.question == "sessions" else (2, 5)
    return {key: [*mine, *(int(x) for x in draw.integers(low, high + 1, count))]
            for key, mine in given.items()}  # fmt: skip


def slices(given) -> Iterator[tuple[tuple[str, str], list[int]]]:
    """Yield each slice with its answers."""
    places = dict.fromkeys(place for place, _ in given)
    for place in (*places, ALL):
        for year in (*YEARS, ALL):
            mine = [one for (p, y), some in given.items() for one in some
                    if place in (p, ALL) and year in (y, ALL)]  # fmt: skip
            yield (place, year), mine


@dataclass(frozen=True)
class Shown:
    """What is shown of a slice's answers; None is not shown."""

    n: int
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    sd: float | None = None


def exact(mine: list[int]) -> Shown:
    """Show everything, with all digits."""
    mean, n = float(np.mean(mine)), len(mine)
    sd = float(np.std(mine, ddof=1)) if n > 1 else None
    half = half_width(n) * sd if sd is not None else None
    return Shown(n, mean, mean - half if sd else None, mean + half if sd else None, sd)


def protected(line: Line, given, programme: Programme, shares: bool) -> set[tuple[str, int]]:
    """Return what is hidden of a book's statistics, and of its `shares`, by slice."""
    keys = [key for key, _ in slices(given)]
    codes = tuple(range(1, 11 if line.question == "sessions" else 6))
    counts = np.array([[mine.count(code) for _, mine in slices(given)] for code in codes])
    cells = {f"share.{code}": (code,) for code in codes} if shares else {}
    small = {(f"share.{code}", at) for at in range(len(keys)) for code in codes
             if 0 < counts[code - 1, at] < programme.threshold and shares}  # fmt: skip
    asked = Asked(
        mean="mean", spread="spread", codes=codes, counts=counts, cells=cells,
        rows=alone({}), summed=(),
        parts=tuple(parts(key, keys) for key in keys), public=frozenset(),
        rules=programme.rules, threshold=programme.threshold,
        level=tuple(3.0 ** key.count(ALL) for key in keys),
    )  # fmt: skip
    return hide([asked], small)


def parts(key, keys) -> tuple[int, ...]:
    return tuple(
        at for at, (place, year) in enumerate(keys)
        if ALL not in (place, year) and key[0] in (place, ALL) and key[1] in (year, ALL)
    )  # fmt: skip


def by_rule(mine: list[int], mean: bool, spread: bool) -> Shown:
    """Show a mean to a tenth and an interval outward, each where it may be shown."""
    if not mine or not mean:
        return Shown(len(mine))
    found = exact(mine)
    if not spread or found.low is None:
        return Shown(found.n, STEPS.value(found.mean))
    return Shown(found.n, STEPS.value(found.mean), STEPS.low(found.low), STEPS.high(found.high),
                 STEPS.value(found.sd))  # fmt: skip


def of_ten(mine: list[int]) -> Shown:
    """Show all digits, but only of ten or more."""
    return exact(mine) if len(mine) >= 10 else Shown(len(mine))


def to(decimals: int) -> Callable[[list[int]], Shown]:
    """Show mean and interval with so many decimals."""

    def shown(mine: list[int]) -> Shown:
        one = exact(mine)
        ends = (one.mean, one.low, one.high)
        return Shown(one.n, *(None if x is None else round(x, decimals) for x in ends))

    return shown


def sharp_interval(mine: list[int]) -> Shown:
    """Show the mean to a tenth, beside an interval with all its digits."""
    one = exact(mine)
    return Shown(one.n, STEPS.value(one.mean), one.low, one.high)


def sharp_spread(mine: list[int]) -> Shown:
    """Show mean and standard deviation with two decimals."""
    one = exact(mine)
    return Shown(one.n, round(one.mean, 2), sd=None if one.sd is None else round(one.sd, 2))


def page(folder: Path, key: tuple[str, str], markup: str) -> None:
    """Add to a slice's page."""
    path = folder / "02_outcomes" / "page" / f"{'-'.join(key)}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(markup)


def table(caption: str, columns: list[str], rows: list[list]) -> str:
    """Return a table of a page."""
    head = "".join(f'<th scope="col">{name}</th>' for name in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{_text(value)}</td>" for value in row) + "</tr>" for row in rows
    )
    return f"<table><caption>{caption}</caption><tr>{head}</tr>{body}</table>"


def chart(caption: str, rows: list[dict], below: str = "") -> str:
    """Return a chart of a page with its data, and its table."""
    spec = json.dumps({"datasets": {"data": rows}})
    return (
        f'<figure class="chart"><figcaption>{caption}</figcaption>'
        f'<script class="chart-spec">{spec}</script>{below}</figure>'
    )


def place_name(key: str, programme: Programme) -> str:
    """Return a municipality's name in English."""
    name = programme.municipality_name(key)
    return name if isinstance(name, str) else name["en"]


def label(question: str) -> str:
    """Return the words of a row of the grid of experiences."""
    rows = load_codebook()[FORM].item("experience").rows
    return next(row.label["en"] for row in rows if row.id == question)


def dots(folder: Path, key, question: str, shown: Shown, place: str) -> None:
    """Show a mean as a dot of a chart."""
    if shown.mean is None:
        return
    row = {"group": label(question), "series": place, "value": shown.mean, "low": shown.low,
           "high": shown.high}  # fmt: skip
    columns = ["Statement", "Municipality", "Answers", "Mean", "95% from", "95% to"]
    cells = [row["group"], place, shown.n, shown.mean, shown.low, shown.high]
    below = table("What they say: means", columns, [cells])
    page(folder, key, chart("What they say: means", [row], below))


def items(folder: Path, key, question: str, shown: Shown) -> None:
    """Show an item of a scale in the table of its items."""
    if shown.mean is None:
        return
    item = load_codebook()[FORM].item("recovery")
    words = next(row.label["en"] for row in item.rows if row.id == question)
    columns = ["Item", "Answers", "Mean", "Standard deviation", "Lowest answer", "Highest answer"]
    rows = [[words, shown.n, shown.mean, shown.sd, None, None]]
    caption = "Personal recovery (Brief INSPIRE-O), after: item by item"
    page(folder, key, table(caption, columns, rows))


def bars(folder: Path, key, question: str, mine: list[int], place: str, hidden: set[int]) -> None:
    """Show how answers fall, those hidden taken together."""
    start, rows = 0.0, []
    for code in sorted(set(mine) - hidden):
        width = 100 * mine.count(code) / len(mine)
        rows.append({"centre": 0, "code": str(code), "start": start, "end": start + width,
                     "item": label(question), "place": place})  # fmt: skip
        start += width
    page(folder, key, chart("What they say: how the answers fall", rows))


def results(rows: list[dict], given) -> pd.DataFrame:
    """Return a table of figures, with how many forms there are."""
    forms = [
        {"figure": f"n.{FORM}", "municipality": key[0], "year": key[1], "value": len(mine),
         "unit": "forms", "shown": True}
        for key, mine in slices(given)
    ]  # fmt: skip
    columns = ["figure", "municipality", "year", "value", "low", "high", "n", "unit", "shown",
               "notebook"]  # fmt: skip
    return pd.DataFrame([*forms, *rows], columns=columns)


def figure(name: str, key, shown: Shown, unit: str = "scale 1-5") -> dict:
    """Return a mean as a row of the table of figures."""
    return {"figure": name, "municipality": key[0], "year": key[1], "value": shown.mean,
            "low": shown.low, "high": shown.high, "n": shown.n, "unit": unit,
            "shown": shown.mean is not None}  # fmt: skip


def _text(value: object) -> str:
    return "–" if value is None else str(value)
