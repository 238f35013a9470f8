"""Matching answers before to answers after: exactly, then with one slip, doubtful ones left out.

A wrong link invents a change that nobody went through, a missing one only costs precision. So a
code that fits more than one answer set on either side is not used. Codes of this kind and their
errors: Schnell, Bachteler and Reiher (2010), "Improving the use of self-generated identification
codes", Evaluation Review 34:391. A code is compared part by part, as the store has it: a slip is
one part that was answered otherwise or left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from modning.linking.slips import slip_pairs
from slicebook.errors import InputError
from slicebook.programme import load_programme
from slicebook.slices import Slice
from surveys.answers import MUNICIPALITY, link_codes
from surveys.codebook import ANSWER_ID
from surveys.disclosure import form_of_frame

EXACT, SLIP = "exact", "one slip"


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


def link_answers(before: pd.DataFrame, after: pd.DataFrame, here: Slice) -> Links:
    """Link the answers before and after of a slice, as `answers.answers` returns them.

    Compared are the parts that both forms ask for; where they ask for none, no row has a code.
    """
    forms = [
        form_of_frame(frame, "") or load_programme().form(role)
        for frame, role in ((before, "before"), (after, "after"))
    ]
    codes = [link_codes(form, here) for form in forms]
    parts = [name for name in codes[0] if name in codes[1]]
    sides = [
        frame[[MUNICIPALITY]].join(code[parts].reindex(frame[ANSWER_ID]).set_axis(frame.index))
        for frame, code in zip((before, after), codes, strict=True)
    ]
    return link(*sides, parts)


def link(
    before: pd.DataFrame, after: pd.DataFrame, parts: Sequence[str], tolerant: bool = True
) -> Links:
    """Link the rows of two frames with the columns `parts` of a code and `municipality`.

    Rows are linked within a municipality only. First those whose codes are the same; then, where
    `tolerant`, those left over whose codes are one slip apart. A code that several rows of one side
    carry is ambiguous, and so is a row that is one slip from several. A row that lacks more than
    one part has no code; a part that both lack counts as the slip. A number and its digits are the
    same part. `InputError` where the rows of a frame have the same label twice.
    """
    for when, frame in (("before", before), ("after", after)):
        if not frame.index.is_unique:
            twice = frame.index[frame.index.duplicated()][0]
            raise InputError(
                f"the answers {when}: the row label {twice} occurs twice; expected each once, as "
                "reset_index(drop=True) makes them"
            )
    sides = [_keys(frame, list(parts)) for frame in (before, after)]
    single = [keys[~keys.duplicated(keep=False)] for keys in sides]
    shared = {key for key in set(single[0]) & set(single[1]) if None not in key}
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


def _keys(frame: pd.DataFrame, parts: list[str]) -> pd.Series:
    """Return municipality and parts of each row that has a code."""
    codes = frame[parts].map(_part).to_numpy(dtype=object, na_value=None)
    there = (pd.isna(codes).sum(axis=1) <= 1) if parts else np.zeros(len(frame), dtype=bool)
    places = frame.loc[there, MUNICIPALITY]
    keys = [(place, *code) for place, code in zip(places, codes[there], strict=True)]
    return pd.Series(keys, places.index, dtype=object)


def _part(value: object) -> str | None:
    """Return a part as text, None where it was left out: 5, 5.0 and "5" are the same."""
    if pd.isna(value):
        return None
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _exact(before: pd.Series, after: pd.Series, shared: set) -> pd.DataFrame:
    rows = {key: row for row, key in after.items()}
    found = [(row, rows[key]) for row, key in before.items() if key in shared]
    return pd.DataFrame(found, columns=["before", "after"])


def _slips(before: pd.Series, after: pd.Series) -> tuple[pd.DataFrame, tuple[set, set]]:
    """Return pairs one slip apart, and the rows on each side that fit several."""
    found = list(slip_pairs(before.to_dict(), after.to_dict()))
    pairs = pd.DataFrame(found, columns=["before", "after"])
    several = pairs["before"].duplicated(keep=False) | pairs["after"].duplicated(keep=False)
    doubtful = pairs[several]
    return pairs[~several], (set(doubtful["before"]), set(doubtful["after"]))


def _no_pairs() -> pd.DataFrame:
    return pd.DataFrame(columns=["before", "after"])
