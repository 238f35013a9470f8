"""What pages and figures tell of two groups together: tests, intervals, effect sizes.

Known are the headings of the tables, and what the figures of a scale asked twice are called.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from cellguard.coarse import LEVELS, Coarse
from cellguard.exhibits import TABLE, Exhibit
from cellguard.moments import Span
from modning.audit.rounding import Spans, number, of_cell, spans
from modning.audit.scales import Total
from modning.audit.told import MEAN, Words
from slicebook.text import message

# Of a group: its question, municipality and year.
Side = tuple[str, str, str]
EFFECT, P = (message({"da": word, "en": word}) for word in ("Hedges' g", "p"))
DIFFERENCE = message({"da": "Forskel", "en": "Difference"})
HIGHER = message({"da": "Højere efter, %", "en": "Higher after, %"})
P_PLACES, P_SAME = (
    message({"da": "p, forskel", "en": "p, difference"}),
    message({"da": "p, samme", "en": "p, equivalence"}),
)
PERCENT = Coarse(5.0, 5.0)


@dataclass(frozen=True)
class Compared:
    """One number that is shown of two groups' answers, the second less the first.

    `what` is p (Welch's), `same 0.5` (p of a difference of so much), low and high (the difference),
    g, `g low`, `g high`, or higher (how often one of the second is, ties half).
    """

    first: Side
    second: Side
    what: str
    span: Span


class Comparisons:
    """A language's words for comparisons, by which exhibits are read."""

    def __init__(self, words: Words) -> None:
        self.words, language = words, words.language
        self.forms: dict[tuple[str, str], list[str]] = {}
        self.effect, self.difference, self.higher, self.p, self.places, self.same = (
            word[language] for word in (EFFECT, DIFFERENCE, HIGHER, P, P_PLACES, P_SAME)
        )

    def read(self, one: Exhibit, municipality: str, year: str) -> Iterator[Compared]:
        """Yield what an exhibit of a slice's page tells."""
        columns, title = one.columns, one.caption.split(":")[0]
        scale = self.words.scales.get(title) if one.kind == TABLE else None
        if scale and MEAN[self.words.language] in columns:
            # The means of a scale stand above their comparison, and say which forms they are of.
            said = {row[1].lower() for row in one.rows if len(row) > 1}
            self.forms[one.page, title] = [form for word, form in self.words.times.items()
                                           if word in said]  # fmt: skip
        if scale and {self.effect, self.p} <= set(columns):
            forms = self.forms.get((one.page, title), [])
            for row in one.rows if len(forms) == 2 else ():
                found = [self.words.of_scale(form, scale, row[0], municipality)
                         for form in forms]  # fmt: skip
                cells = dict(zip(columns, row, strict=False))
                if None not in found and len(row) > 1:
                    yield from self._change([(*side, year) for side in found], cells)
        if one.kind == TABLE and self.places in columns:
            yield from self._between(one, year)

    def _change(self, sides: Sequence[Side], cells: Mapping[str, str]) -> Iterator[Compared]:
        steps = self.words.coarse
        yield from _told(sides, "", of_cell(cells[self.difference], steps))
        yield from _told(sides, "g", of_cell(cells[self.effect], steps))
        yield from _told(sides, "higher", of_cell(cells.get(self.higher, ""), PERCENT))
        yield from _p(sides, "p", cells[self.p])

    def _between(self, one: Exhibit, year: str) -> Iterator[Compared]:
        """Yield what a table of two municipalities tells, whose note names the margin."""
        at = one.columns.index(self.places)
        places = [self.words.places.get(name) for name in one.columns[at - 3 : at - 1]]
        note = one.rows[-1][0].rstrip(".").rpartition(" ")[2]
        for row in one.rows if None not in places else ():
            found = [self.words.alone(row[0], place) for place in places]
            if None not in found and len(row) > 1:
                sides = [(*side, year) for side in found]
                yield from _told(sides, "", of_cell(row[at - 1], self.words.coarse))
                yield from _p(sides, "p", row[at])
                if (margin := number(note)) is not None:
                    yield from _p(sides, f"same {margin}", row[one.columns.index(self.same)])


def recorded(results: pd.DataFrame, totals: Iterable[Total], steps: Coarse) -> Iterator[Compared]:
    """Yield what the table of figures tells of the scales that are asked before and after."""
    of = {when: [one for one in totals if one.scale and one.figure.endswith(f".{when}")]
          for when in ("before", "after")}  # fmt: skip
    for before in of["before"]:
        for after in of["after"]:
            if before.scale == after.scale:
                name, questions = after.figure.removesuffix(".after"), (before, after)
                yield from _figures(results, name, [one.question for one in questions], steps)


def _figures(
    results: pd.DataFrame, name: str, questions: Sequence[str], steps: Coarse
) -> Iterator[Compared]:
    kinds = {f"{name}.gain": "", f"{name}.effect": "g", f"{name}.superiority": "higher",
             f"{name}.change": "p"}  # fmt: skip
    rows = results[results["figure"].isin(kinds) & results["shown"] & results["value"].notna()]
    for row in rows.itertuples():
        sides = [(question, row.municipality, row.year) for question in questions]
        what = kinds[row.figure]
        if what == "p":
            yield from _p(sides, what, f"{row.value:.12g}")
            continue
        coarse = PERCENT if what == "higher" else steps
        yield from _told(sides, what, spans(row.value, row.low, row.high, coarse))


def _told(sides: Sequence[Side], what: str, told: Spans) -> Iterator[Compared]:
    """Yield the ends of a difference, which is that of the means as shown; of others the value."""
    each = {"": ("", "low", "high"), "g": ("g", "g low", "g high"), "higher": ("higher", "", "")}
    unit = 0.01 if what == "higher" else 1.0
    for name, span in zip(each[what], told, strict=True):
        if name and span is not None:
            yield Compared(*sides, name, (span[0] * unit, span[1] * unit))


def _p(sides: Sequence[Side], what: str, text: str) -> Iterator[Compared]:
    least = text.startswith("<")
    value = number(text.lstrip("< "))
    if value is not None:
        yield Compared(*sides, what, (0.0, value) if least else _probabilities(value))


def _probabilities(shown: float) -> Span:
    """Return the p-values shown alike: to one decimal, or three, on one side of each level."""
    if shown == 0:
        return 0.0, LEVELS[0]
    if abs(shown - round(shown, 3)) > 1e-9:
        return shown * (1 - 1e-9), shown * (1 + 1e-9)
    half = 0.0005 if shown < LEVELS[1] - 1e-9 else 0.005
    if shown > 0.1 - 1e-9:
        return shown - (half if shown < 0.1 + 1e-9 else 0.05), min(shown + 0.05, 1.0)
    side = max(level for level in (0.0, *LEVELS) if level < shown + 1e-9)
    below = next((level for level in LEVELS if abs(shown - level + 0.001) < 1e-9), None)
    if below is not None:
        return max(min(shown - 0.0005, below - half), side), below
    return max(shown - half, side), shown + half
