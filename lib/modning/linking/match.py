"""Matching answers before to answers after: exactly, then with one slip, doubtful ones left out.

A wrong link invents a change that nobody went through, a missing one only costs precision. So a
code that fits more than one answer set on either side is not used. Codes of this kind and their
errors: Schnell, Bachteler and Reiher (2010), "Improving the use of self-generated identification
codes", Evaluation Review 34:391.
"""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from modning.answers import MUNICIPALITY
from modning.linking.slips import normalise, one_slip
from modning.text import NONE, Label

CODE = "link_code"
EXACT, SLIP = "exact", "one slip"

HEADINGS = (Label("Besvarelser", "Answer sets"), Label("Før", "Before"), Label("Efter", "After"))
CAPTION = Label("Hvor mange der kan kobles", "How many can be linked")
ROWS = {
    "exact": Label("Koblet, samme kode", "Linked, same code"),
    "slip": Label("Koblet, én slåfejl", "Linked, one slip"),
    "ambiguous": Label("Tvetydig, udeladt", "Ambiguous, left out"),
    "unmatched": Label("Uden modstykke", "Without a counterpart"),
    "without": Label("Uden kode", "Without a code"),
}


@dataclass(frozen=True)
class Links:
    """Which answers belong together, and what became of the rest.

    `pairs` has the columns `before` and `after` (row labels of the two frames) and `how`, `EXACT`
    or `SLIP`. The others count answer sets before and after.
    """

    pairs: pd.DataFrame
    ambiguous: tuple[int, int]
    unmatched: tuple[int, int]
    without: tuple[int, int]

    def count(self, how: str) -> int:
        """Return the number of pairs found in one of the two ways."""
        return int((self.pairs["how"] == how).sum())

    def summary(self) -> pd.DataFrame:
        """Return a row a fate (`ROWS`) and how many answer sets met it, `before` and `after`."""
        exact, slip = self.count(EXACT), self.count(SLIP)
        counts = {
            "exact": (exact, exact),
            "slip": (slip, slip),
            "ambiguous": self.ambiguous,
            "unmatched": self.unmatched,
            "without": self.without,
        }
        frame = pd.DataFrame(counts, index=["before", "after"]).T
        return frame.rename_axis("fate").reset_index()


def link_answers(before: pd.DataFrame, after: pd.DataFrame) -> Links:
    """Link two frames of `answers.answers`; where they have no codes, no row has one."""
    frames = [form if CODE in form else form.assign(**{CODE: None}) for form in (before, after)]
    return link(*frames)


def link_figures(links: Links, prefix: str) -> pd.DataFrame:
    """Return what became of the answer sets as figures to record: `prefix.pairs` and so on.

    `prefix.exact` and `prefix.slip` are pairs; the others, with `_before` and `_after`, count
    answer sets.
    """
    rows = [("pairs", len(links.pairs)), ("exact", links.count(EXACT)), ("slip", links.count(SLIP))]
    for fate, counts in (
        ("ambiguous", links.ambiguous),
        ("unmatched", links.unmatched),
        ("without", links.without),
    ):
        rows += [(f"{fate}_before", counts[0]), (f"{fate}_after", counts[1])]
    frame = pd.DataFrame(rows, columns=["figure", "value"])
    return frame.assign(figure=prefix + "." + frame["figure"], unit="answers")


def link_table(links: Links, language: str, fewest: int) -> dict[str, Any]:
    """Return what became of the answer sets as arguments of `tables.show`; few are not told."""
    headings = [heading[language] for heading in HEADINGS]
    rows = [
        [ROWS[row.fate][language], *(_told(n, fewest) for n in (row.before, row.after))]
        for row in links.summary().itertuples()
    ]
    return {
        "frame": pd.DataFrame(rows, columns=headings),
        "caption": CAPTION[language],
        "language": language,
        "units": dict.fromkeys(headings[1:], ""),
    }


def link(before: pd.DataFrame, after: pd.DataFrame, tolerant: bool = True) -> Links:
    """Link the rows of two frames with the columns `link_code` and `municipality`.

    Rows are linked within a municipality only. First those whose codes are the same; then, where
    `tolerant`, those left over whose codes are one slip apart. A code that several rows of one side
    carry is ambiguous, and so is a row that is one slip from several.
    """
    sides = [_keys(frame) for frame in (before, after)]
    single = [keys[~keys.duplicated(keep=False)] for keys in sides]
    shared = set(single[0]) & set(single[1])
    # A code that is single on its own side may still meet a double on the other.
    doubles = [set(keys[keys.duplicated()]) for keys in sides]
    single = [keys[~keys.isin(doubles[1 - i])] for i, keys in enumerate(single)]
    exact = _exact(*single, shared)
    rest = [keys[~keys.isin(shared)] for keys in single]
    slips, doubtful = _slips(*rest) if tolerant else (_no_pairs(), (set(), set()))
    pairs = pd.concat([exact.assign(how=EXACT), slips.assign(how=SLIP)], ignore_index=True)
    ambiguous = tuple(
        len(keys) - len(one) + len(unsure)
        for keys, one, unsure in zip(sides, single, doubtful, strict=True)
    )
    unmatched = tuple(
        len(keys) - len(pairs) - unsure for keys, unsure in zip(sides, ambiguous, strict=True)
    )
    without = tuple(
        len(frame) - len(keys) for frame, keys in zip((before, after), sides, strict=True)
    )
    return Links(pairs, ambiguous, unmatched, without)


def _told(count: int, fewest: int) -> str:
    return NONE if 0 < count < fewest else str(count)


def _keys(frame: pd.DataFrame) -> pd.Series:
    """Return municipality and code of each row that has a code."""
    codes = frame[CODE].map(normalise, na_action=None)
    there = codes.notna()
    pairs = zip(frame.loc[there, MUNICIPALITY], codes[there], strict=True)
    return pd.Series(list(pairs), index=frame.index[there], dtype=object)


def _exact(before: pd.Series, after: pd.Series, shared: set) -> pd.DataFrame:
    rows = {key: row for row, key in after.items()}
    found = [(row, rows[key]) for row, key in before.items() if key in shared]
    return pd.DataFrame(found, columns=["before", "after"])


def _slips(before: pd.Series, after: pd.Series) -> tuple[pd.DataFrame, tuple[set, set]]:
    """Return pairs one slip apart, and the rows on each side that fit several."""
    found = [
        (row, other)
        for row, (place, code) in before.items()
        for other, (other_place, other_code) in after.items()
        if place == other_place and one_slip(code, other_code)
    ]
    pairs = pd.DataFrame(found, columns=["before", "after"])
    several = pairs["before"].duplicated(keep=False) | pairs["after"].duplicated(keep=False)
    doubtful = pairs[several]
    return pairs[~several], (set(doubtful["before"]), set(doubtful["after"]))


def _no_pairs() -> pd.DataFrame:
    return pd.DataFrame(columns=["before", "after"])
