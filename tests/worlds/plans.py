"""What each world is made of, and what is known of it before its book is built."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from slicebook.book.claims import ABOVE, BELOW, NEITHER
from slicebook.slices import Slice
from worlds.exports import Counts, Shape, as_drawn
from worlds.shapes import alike, falls, rises, unanswered, unchanged, worse

CODES = {"registration": 3, "baseline": 3, "completion": 3}
RANDERS = {"name": "Randers", "codes": CODES}
TWO: Counts = {
    ("koge", 2023): (24, 6, 5), ("koge", 2024): (70, 30, 24), ("koge", 2025): (28, 9, 8),
    ("odense", 2023): (45, 12, 9), ("odense", 2024): (170, 48, 40), ("odense", 2025): (80, 26, 18),
}  # fmt: skip
THREE: Counts = {
    ("koge", 2024): (70, 30, 24), ("koge", 2026): (12, 3, 2), ("odense", 2024): (120, 40, 30),
    ("randers", 2025): (40, 14, 11), ("randers", 2026): (90, 33, 20),
}  # fmt: skip
ALONE: Counts = {
    ("randers", 2023): (4, 0, 0), ("randers", 2024): (90, 33, 20), ("randers", 2025): (3, 6, 9),
}  # fmt: skip
TINY: Counts = {("koge", 2024): (4, 3, 2), ("odense", 2024): (3, 4, 3), ("odense", 2025): (2, 1, 4)}
UNFINISHED: Counts = {slice_: (register, began, 0) for slice_, (register, began, _) in TWO.items()}
BEFORE_ONLY: Counts = {slice_: (0, began, 0) for slice_, (_, began, _) in TWO.items()}
TWO_YEARS: Counts = {slice_: counts for slice_, counts in TWO.items() if slice_[1] < 2025}
FIVE: Counts = {
    (place, year): (20 + 9 * at, 11 + 4 * at, 8 + 4 * at)
    for at, place in enumerate(("koge", "odense", "randers", "vejle", "viborg"))
    for year in (2024, 2025)
}
# What is known of a figure of the whole: that nobody answered, that it is withheld, that there are
# answers but none of it, or that its interval (else its value) is above, below or around a number.
NOBODY, HELD_BACK, NOT_TOLD = "nobody", "withheld", "not told"
# That no run recorded it, since nothing of its kind was.
UNRECORDED = "not recorded"
OTHER = {"koge": "odense", "odense": "koge"}
# What makes a file's text of the project's own.
Make = Callable[[str], str]
Fact = tuple[str, str] | tuple[str, str, float]
SCALES = ("inspire.gain", "inspire_o.gain")
NOBODY_AFTER: tuple[Fact, ...] = tuple(
    (name, NOBODY)
    for name in (*SCALES, "overall_benefit", "violence_still.continues.gain", "recognition.mean")
)


@dataclass(frozen=True)
class Plan:
    """How many answer, what they say, what is known of that, and what the programme is.

    `elsewhere` are municipalities that are not in this world, `slices` further slices whose pages
    are built, `files` those of `data/` that are its own: what makes them of the project's, or None
    where it does not have one.
    """

    counts: Counts = field(default_factory=lambda: TWO)
    shape: Shape = as_drawn
    facts: tuple[Fact, ...] = ()
    elsewhere: tuple[str, ...] = ("Randers",)
    slices: tuple[Slice, ...] = ()
    files: Mapping[str, Make | None] = field(default_factory=dict)
    change: Callable[[dict[str, Any]], None] = lambda programme: None

    @property
    def has_costs(self) -> bool:
        """Tell whether there are cost lines."""
        return self.files.get("costs.csv", OTHER) is not None


def _three(programme: dict[str, Any]) -> None:
    """Add a municipality and a year, as the README says."""
    programme["municipalities"]["randers"] = RANDERS
    programme["years"].append(2026)
    programme["collection"]["last"] = date(2026, 8, 31)


def _alone(programme: dict[str, Any]) -> None:
    """Leave one municipality, which the printed report does not have."""
    programme["municipalities"] = {"randers": RANDERS}


def _two_years(programme: dict[str, Any]) -> None:
    """End the collection with its second year."""
    programme["years"].remove(2025)
    programme["collection"]["last"] = date(2024, 12, 31)


def _five(programme: dict[str, Any]) -> None:
    """Add three municipalities."""
    for key in ("randers", "vejle", "viborg"):
        programme["municipalities"][key] = {"name": key.capitalize(), "codes": CODES}
    for at, place in enumerate(programme["municipalities"].values(), 1):
        place["codes"] = dict.fromkeys(CODES, at)


def _of_the_other(text: str) -> str:
    """Give the cost lines that the report has of Køge, and what they are divided by, to Odense."""
    rows = r"^((?:startup|running|sara)\..*?),(koge|odense),"
    return re.sub(rows, lambda row: f"{row[1]},{OTHER[row[2]]},", text, flags=re.MULTILINE)


UNMOVED: tuple[Fact, ...] = tuple((name, NEITHER, 0) for name in SCALES)
RATED = ("overall_benefit", "recognition.mean")
QUITE_A_BIT = 3.5
# This one is built by `make test`.
FIRST: Mapping[str, Plan] = {
    "one alone": Plan(
        ALONE,
        change=_alone,
        elsewhere=("Køge", "Koge", "Odense"),
        slices=(Slice("randers", "2023"),),
        facts=(*UNMOVED, ("channel.social_media.largest_difference", NOT_TOLD)),
    ),
}
# These take longer than the gate has: `make worlds`.
FURTHER: Mapping[str, Plan] = {
    "own answers": Plan(slices=(Slice("koge", "2023"),), facts=UNMOVED),
    "three and 2026": Plan(
        THREE, change=_three, elsewhere=(), slices=(Slice("randers", "2026"),), facts=UNMOVED
    ),
    "everything falls": Plan(
        shape=falls,
        facts=tuple((name, BELOW, 0) for name in (*SCALES, "types_named.count.gain"))
        + tuple((name, BELOW, QUITE_A_BIT) for name in RATED),
    ),
    "everything rises": Plan(
        shape=rises,
        facts=tuple((name, ABOVE, 0) for name in (*SCALES, "types_named.count.gain"))
        + tuple((name, ABOVE, QUITE_A_BIT) for name in RATED),
    ),
    "nothing changes": Plan(
        shape=unchanged,
        facts=(*UNMOVED, ("violence_still.continues.gain", NEITHER, 0),
               ("types_named.count.gain", NEITHER, 0)),
    ),
    "violence rises": Plan(
        shape=worse,
        facts=(*UNMOVED, ("violence_still.continues.gain", ABOVE, 0),
               ("types_named.count.gain", ABOVE, 0)),
    ),
    "all answer alike": Plan(
        shape=alike,
        facts=(*((name, HELD_BACK) for name in (*SCALES, *RATED)),
               ("violence_still.continues.gain", NEITHER, 0)),
    ),
    "a scale unanswered": Plan(
        shape=unanswered, facts=tuple((name, NOBODY) for name in (*SCALES, *RATED))
    ),
    "before only": Plan(BEFORE_ONLY, facts=(*NOBODY_AFTER, ("channel.municipality", NOBODY))),
    "nobody finished": Plan(UNFINISHED, facts=NOBODY_AFTER),
    "tiny": Plan(
        TINY,
        slices=(Slice("koge", "2024"),),
        facts=tuple((name, HELD_BACK) for name in (*SCALES, "channel.municipality")),
    ),
    "no cost lines": Plan(
        files={"costs.csv": None},
        facts=(*UNMOVED, *((name, UNRECORDED) for name in (
            "running.total", "startup.total", "unit_cost.completer", "uncertainty.per_completer",
            "break_even.shelter.per_year", "full_year.koge.completer", "scale.cheapest"))),
    ),
    "one town without cost lines": Plan(
        files={"costs.csv": _of_the_other, "report/volumes.csv": _of_the_other},
        facts=UNMOVED,
    ),
    "two years": Plan(TWO_YEARS, change=_two_years, facts=UNMOVED),
    "five municipalities": Plan(FIVE, change=_five, elsewhere=(), facts=UNMOVED),
}  # fmt: skip
# WORLDS=all, or the name of one.
_ASKED = os.environ.get("WORLDS", "")
CHOSEN = {**FIRST, **FURTHER} if _ASKED == "all" else FIRST
CHOSEN = {_ASKED: FURTHER[_ASKED]} if _ASKED in FURTHER else CHOSEN
