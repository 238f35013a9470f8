"""Matching answers before to answers after: exactly, then with slips, doubtful ones left out.

A wrong link invents a change that nobody went through, a missing one only costs precision. So a
code that fits more than one answer set on either side is not used. Codes of this kind and their
errors: Schnell, Bachteler and Reiher (2010), "Improving the use of self-generated identification
codes", Evaluation Review 34:391. A code is compared part by part, as the store has it: a slip is
one part that was answered otherwise or left out. The longer a code, the more slips it bears.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from modning import guarded
from modning.linking.slips import agreement, slip_pairs, strangers_apart
from slicebook.errors import InputError
from slicebook.figures import figure_table
from slicebook.programme import load_programme
from slicebook.shown.view import view
from slicebook.slices import Slice
from slicebook.tables import of_numbers
from slicebook.text import NONE, _
from surveys.answers import MUNICIPALITY, link_codes
from surveys.codebook import ANSWER_ID
from surveys.disclosure import form_of_frame

# Of the links that a further slip adds, at most this share may be expected to be wrong.
WRONG = 0.1


@dataclass(frozen=True)
class Links:
    """Which answers belong together, and what became of the rest.

    `pairs` has the columns `before` and `after` (row labels of the two frames) and `slips`, in how
    many parts their codes differ. The others count answer sets before and after. `slips` is how
    many were forgiven at most, `wrong` how many of the pairs are expected to be of strangers, at
    most.
    """

    pairs: pd.DataFrame
    ambiguous: tuple[int, int]
    unmatched: tuple[int, int]
    without: tuple[int, int]
    slips: int = 0
    wrong: float = 0.0

    @property
    def exact(self) -> int:
        """Return the number of pairs with the same code."""
        return int((self.pairs["slips"] == 0).sum())

    def summary(self) -> pd.DataFrame:
        """Return a row a fate (`ROWS`) and how many answer sets met it, `before` and `after`."""
        exact, slip = self.exact, len(self.pairs) - self.exact
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
    before: pd.DataFrame, after: pd.DataFrame, parts: Sequence[str], slips: int | None = None
) -> Links:
    """Link the rows of two frames with the columns `parts` of a code and `municipality`.

    Rows are linked within a municipality only. First those whose codes are the same; then, of those
    left over, those whose codes are one slip apart, two and so on, up to `slips`: without, up to
    half the parts, as long as of the links that one more adds fewer than the share `WRONG` are
    expected to be wrong. A code that several rows of one side carry is ambiguous, and so is a row
    that fits several as well as each other. A row that lacks more than a quarter of the parts, or
    more than one of few, has no code; a part that both lack counts as a slip. A number and its
    digits are the same part. `InputError` where the rows of a frame have the same label twice.
    """
    for when, frame in (("before", before), ("after", after)):
        if not frame.index.is_unique:
            twice = frame.index[frame.index.duplicated()][0]
            raise InputError(
                f"the answers {when}: the row label {twice} occurs twice; expected each once, as "
                "reset_index(drop=True) makes them"
            )
    sides = [_keys(frame, list(parts)) for frame in (before, after)]
    # A code that is single on its own side may still meet a double on the other.
    doubles = set().union(*(keys[keys.duplicated()] for keys in sides))
    left = [keys[~keys.isin(doubles)] for keys in sides]
    ambiguous = [len(keys) - len(one) for keys, one in zip(sides, left, strict=True)]
    alike = agreement([_columns(keys, len(parts)) for keys in sides])
    found, most, wrong = [pd.DataFrame(columns=["before", "after", "slips"])], 0, 0.0
    for apart in range((len(parts) // 2 if slips is None else slips) + 1):
        pairs, unsure = _pairs(*left, apart)
        strange = _chances(*left) * strangers_apart(alike, apart)
        if apart and slips is None and strange >= WRONG * len(pairs):
            break
        found.append(pairs.assign(slips=apart))
        most, wrong = apart, wrong + min(strange, len(pairs))
        gone = [set(pairs[side]) | rows for side, rows in zip(("before", "after"), unsure,
                                                              strict=True)]  # fmt: skip
        left = [keys[~keys.index.isin(rows)] for keys, rows in zip(left, gone, strict=True)]
        ambiguous = [n + len(rows) for n, rows in zip(ambiguous, unsure, strict=True)]
    return Links(
        pairs=pd.concat(found, ignore_index=True),
        ambiguous=tuple(ambiguous),
        unmatched=tuple(map(len, left)),
        without=tuple(len(f) - len(keys) for f, keys in zip((before, after), sides, strict=True)),
        slips=most,
        wrong=wrong,
    )


def _keys(frame: pd.DataFrame, parts: list[str]) -> pd.Series:
    """Return municipality and parts of each row that has a code."""
    codes = frame[parts].map(_part).to_numpy(dtype=object, na_value=None)
    lacks = pd.isna(codes).sum(axis=1)
    there = (lacks <= max(1, len(parts) // 4)) if parts else np.zeros(len(frame), dtype=bool)
    places = frame.loc[there, MUNICIPALITY]
    keys = [(place, *code) for place, code in zip(places, codes[there], strict=True)]
    return pd.Series(keys, places.index, dtype=object)


def _part(value: object) -> str | None:
    """Return a part as text, None where it was left out: 5, 5.0 and "5" are the same."""
    if pd.isna(value):
        return None
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _columns(keys: pd.Series, parts: int) -> pd.DataFrame:
    codes = [key[1:] for key in keys]
    return pd.DataFrame(codes, columns=range(parts), dtype=object)


def _pairs(before: pd.Series, after: pd.Series, slips: int) -> tuple[pd.DataFrame, tuple[set, set]]:
    """Return pairs so many slips apart, and the rows on each side that fit several."""
    found = list(slip_pairs(before.to_dict(), after.to_dict(), slips))
    pairs = pd.DataFrame(found, columns=["before", "after"])
    several = pairs["before"].duplicated(keep=False) | pairs["after"].duplicated(keep=False)
    doubtful = pairs[several]
    return pairs[~several], (set(doubtful["before"]), set(doubtful["after"]))


def _chances(before: pd.Series, after: pd.Series) -> int:
    """Return how many pairs of rows there are within the municipalities."""
    first, last = (keys.map(lambda key: key[0]).value_counts() for keys in (before, after))
    return int((first * last).sum())


HEADINGS = _("Answer sets|Before|After")
CAPTION = _("How many can be linked")
ROWS = {
    "exact": _("Linked, same code"),
    "slip": _("Linked, a part differs"),
    "ambiguous": _("Ambiguous, left out"),
    "unmatched": _("Without a counterpart"),
    "without": _("Without a code"),
}


def link_figures(links: Links, prefix: str) -> pd.DataFrame:
    """Return what became of the answer sets as figures to record: `prefix.pairs` and so on.

    `prefix.exact` and `prefix.slip` are pairs; the others, with `_before` and `_after`, count
    answer sets. `prefix.slips` is how many parts were allowed to differ, `prefix.wrong` how many of
    1,000 pairs are expected to be of strangers, at most.
    """
    pairs = len(links.pairs)
    counts = {"pairs": pairs, "exact": links.exact, "slip": pairs - links.exact}
    for fate in ("ambiguous", "unmatched", "without"):
        counts[f"{fate}_before"], counts[f"{fate}_after"] = getattr(links, fate)
    wrong = round(1000 * links.wrong / pairs, 1) if pairs else None
    rows = [(name, count, "answers") for name, count in counts.items()]
    rows += [("slips", links.slips, "parts"), ("wrong", wrong, "per 1,000", pairs)]
    return figure_table(rows, prefix)


@view
def link_table(links: Links, fewest: int) -> dict[str, Any]:
    """Return what became of the answer sets as arguments of `tables.show`; few are not told."""
    rows = [
        [ROWS[row.fate], *(NONE if guarded.count(n, fewest) is None else str(n)
                           for n in (row.before, row.after))]
        for row in links.summary().itertuples()
    ]  # fmt: skip
    return of_numbers(HEADINGS, rows, CAPTION)
