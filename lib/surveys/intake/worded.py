"""Read days whose month is a word, or whose digits stand in a row, as days in numbers."""

import re

import pyarrow as pa
import pyarrow.compute as pc

from surveys.intake.grid import matching, plain

# What may be such a day, as Arrow finds it.
_WORDY = r"(?i)[a-zæøå]{3}\.?[ -]|^20\d{6}[T ]\d"
_WEEKDAY = re.compile(
    r"^(man|tir|ons|tor|fre|lør|søn|mon|tue|wed|thu|fri|sat|sun)[a-zæøå]*\.?,? (den |d\. ?)?",
    re.IGNORECASE,
)
_WORDED = re.compile(
    r"((?P<day>\d{1,2})\.?[ -]?(?P<month>[a-z]{3,9})\.?,?[ -]"
    r"|(?P<first>[a-z]{3,9})\.? (?P<second>\d{1,2}),? )(?P<year>\d{4}|\d{2}\b)",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(20\d\d)(\d\d)(\d\d)[T ](\d\d):?(\d\d)(?::?(\d\d))?")
_MONTHS = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "maj": 5, "may": 5, "jun": 6, "jul": 7,
           "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dec": 12}  # fmt: skip


def in_digits(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return times with those days as YYYY-MM-DD, which no order of day and month decides."""
    if next(matching(texts, _WORDY), None) is None:
        return texts
    coded = pc.dictionary_encode(texts.combine_chunks())
    said = coded.dictionary.to_pylist()
    days = [*map(_in_digits, said)]
    return texts if days == said else pa.chunked_array([pa.array(days).take(coded.indices)])


def _in_digits(text: str) -> str:
    """Return a time whose month is a word, or whose digits stand in a row, as YYYY-MM-DD HH:MM."""
    text = plain(text)
    if found := _COMPACT.fullmatch(text):
        year, month, day, *clock = found.groups()
        return f"{year}-{month}-{day} {':'.join(filter(None, clock))}"
    text = _WEEKDAY.sub("", text)
    found = _WORDED.match(text)
    month = _MONTHS.get((found["month"] or found["first"])[:3].casefold()) if found else None
    if not found or month is None:
        return text
    year, day = found["year"], int(found["day"] or found["second"])
    return f"{year if len(year) == 4 else f'20{year}'}-{month:02}-{day:02}{text[found.end() :]}"
