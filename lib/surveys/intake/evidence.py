"""Look at a whole column before its values are believed: codes and labels that contradict."""

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from surveys.codebook import Column
from surveys.intake.grid import plain, whole_number
from surveys.intake.ticks import Cells
from surveys.intake.values import (
    MISSING,
    NOTHING,
    WRONG,
    Reader,
    folded,
    listed,
    means_no_answer,
    near,
)

_SHOWN, _LONG = 8, 40
# So many unreadable cells are no slips of single persons.
_FEW, _SHARE = 3, 0.2
# Numbers by which statistics programs mark a missing answer, where no option has them.
_MARK = re.compile(r"-\d+|(7|8|9)\1+|9+[0-8]")
_LIMESURVEY = re.compile(r"AO?\d+")
# An age that half a dozen persons share and that means "no answer" in most codebooks.
_SUSPECT, _REPEATED, _PART = frozenset({"99", "98", "88", "77", "999", "9"}), 3, 0.1


def suspicion(
    column: Column,
    values: Sequence[str],
    counts: np.ndarray,
    read: Reader,
    labels: Mapping[str, str],
) -> str | None:
    """Say why a column is not to be believed, with both readings; None where it is.

    `values` are its distinct texts and `counts` how often each occurs, `labels` what the file
    itself says of them.
    """
    if labels and (said := _labels_contradict(column, values, read, labels)):
        return said
    if column.kind == "code":
        strange = _strange_codes(column, values, labels)
        if strange and column.item.type != "municipality":
            return _shifted(column, strange)
        return _unreadable(column, values, counts, read)
    return _repeated_mark(column, values, counts, labels) if column.kind == "number" else None


def is_mark(text: str, column: Column) -> bool:
    """Tell whether a number is one by which a missing answer is marked, and no code."""
    number = whole_number(folded(text))
    if number is None or number in column.codes:
        return False
    alone = number == 9 and max(column.codes, default=9) < 8
    return alone or bool(_MARK.fullmatch(str(number)))


def _labels_contradict(
    column: Column, values: Sequence[str], read: Reader, labels: Mapping[str, str]
) -> str | None:
    used = {text: labels[text] for text in values if text in labels}
    unknown = {
        text: label
        for text, label in used.items()
        if read(text) == WRONG and not means_no_answer(label)
    }
    if not unknown or column.kind == "number":
        return None
    own = ", ".join(f"{text} {plain(label)}" for text, label in labels.items())
    known = "0 not chosen, 1 chosen" if column.kind == "flag" else listed(column)
    return f"its own labels ({own}) are not those of the form ({known})"


def _strange_codes(column: Column, values: Sequence[str], labels: Mapping[str, str]) -> list[int]:
    """Return the numbers that are none of the codes and no marks of missing answers."""
    numbers = {
        whole_number(folded(text)): text
        for text in values
        if text not in labels and folded(text) not in set(map(folded, column.item.missing))
    }
    return sorted(
        number
        for number, text in numbers.items()
        if number is not None and number not in column.codes and not is_mark(text, column)
    )


def _shifted(column: Column, strange: Sequence[int]) -> str:
    shown = ", ".join(map(str, strange[:_SHOWN]))
    low, high = min(column.codes), max(column.codes)
    if low - 1 in strange:
        other = f"the codes count from {low - 1}, or {low - 1} means no answer"
    else:
        other = "the codes are other ones than the form's, or these mean no answer"
    return f"it holds {shown}, but the form's codes are {low} to {high} ({listed(column)}): {other}"


def _unreadable(
    column: Column, values: Sequence[str], counts: np.ndarray, read: Reader
) -> str | None:
    filled = _filled(values, counts)
    wrong = {
        text: int(count)
        for text, count in zip(values, counts, strict=True)
        if read(text) == WRONG and whole_number(folded(text)) is None and not means_no_answer(text)
    }
    bad = sum(wrong.values())
    if bad < _FEW or bad <= filled * _SHARE or column.item.type == "municipality":
        return None
    if all(_LIMESURVEY.fullmatch(text.strip()) for text in wrong):
        return (
            "it holds LimeSurvey's own codes (A1, A2): export full answers, or question codes with "
            "the survey's .lss beside them"
        )
    return f"it holds {offers(column, list(wrong))}; the form has {listed(column)}"


def _filled(values: Sequence[str], counts: np.ndarray, missing: Iterable[str] = ()) -> int:
    """Return how many cells say anything; what says that there is no answer is `missing` too."""
    none = {*NOTHING, *missing}
    told = zip(values, counts, strict=True)
    return sum(int(count) for text, count in told if folded(text) not in none)


def unread_ticks(cells: Cells, ticks: np.ndarray) -> str | None:
    """Say what a multiple choice's column holds that is no tick, where it is more than a slip."""
    counts = np.bincount(cells.positions, minlength=len(cells.values))
    filled = _filled(cells.values, counts, map(folded, cells.column.item.missing))
    bad = np.unique(cells.positions[ticks == WRONG])
    total = int(counts[bad].sum()) if len(bad) else 0
    if total < _FEW or total <= filled * _SHARE:
        return None
    shown = ", ".join(f'"{_short(cells.values[at])}"' for at in bad[:_SHOWN])
    return f"it holds {shown}, which is neither chosen nor not chosen (0 or 1, x, ja or nej)"


def offers(column: Column, texts: Sequence[str]) -> str:
    """List values that could not be read, each with the label that comes near it."""
    shown = []
    for text in texts[:_SHOWN]:
        meant = near(text, column.codes.values())
        shown.append(f'"{_short(text)}"' + (f" ({meant}?)" if meant else ""))
    more = len(texts) - _SHOWN
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def _short(text: str) -> str:
    text = plain(text)
    return f"{text[:_LONG]}…" if len(text) > _LONG else text


def _repeated_mark(
    column: Column, values: Sequence[str], counts: np.ndarray, labels: Mapping[str, str]
) -> str | None:
    """Find a number within the range that is so often the same as no count of years is."""
    told = {text: int(count) for text, count in zip(values, counts, strict=True)}
    numbers = [number for text in values if (number := whole_number(folded(text))) is not None]
    filled = _filled(values, counts)
    for text, count in told.items():
        number = whole_number(folded(text))
        if number is None or text in labels or str(number) not in _SUSPECT:
            continue
        if str(number) in column.item.missing or not _in_range(column, number):
            continue
        alone = number == max(numbers) and not any(number - 9 < other < number for other in numbers)
        if alone and count >= _REPEATED and count > filled * _PART:
            return (
                f"{count} of {filled} are exactly {number}: either a number like the others, or "
                f"no answer; say so in the form ({column.item.id}: missing: [{number}])"
            )
    return None


def _in_range(column: Column, number: int) -> bool:
    low, high = column.item.low, column.item.high
    return low is not None and high is not None and low <= number <= high


def without_labels(read: Reader, labels: Mapping[str, str]) -> Reader:
    """Return a reader for which a labelled value of a number is missing: it stands for words."""

    def reading(text: str) -> int:
        return MISSING if text in labels and not _names_itself(text, labels[text]) else read(text)

    return reading


def _names_itself(text: str, label: str) -> bool:
    return whole_number(folded(text)) == whole_number(re.sub(r"\D", "", label) or "x")
