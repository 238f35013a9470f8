"""Read times of submission in the three ways exports write them."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from surveys.intake.grid import plain

EXPECTED = "a time as DD-MM-YYYY HH:MM, YYYY-MM-DD HH:MM or a date cell"

_SECONDS = pa.timestamp("s")
# Where forms are submitted; a time with an offset from UTC is told in this clock.
_ZONE = ZoneInfo("Europe/Copenhagen")
_DANISH = r"^(\d{2})-(\d{2})-(\d{4})"
# What surely is a time: days that not every month has are left to Python.
_SURE = r"^20\d{2}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?)?$"
_CLOCK = r"(?:[T ](\d{1,2})(?:[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?)?)?"
_STYLES = (
    re.compile(r"(?P<day>\d{1,2})-(?P<month>\d{1,2})-(?P<year>\d{4})" + _CLOCK),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})" + _CLOCK),
)
_OFFSET = re.compile(r":\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})$")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
# Excel counts days from the end of 1899, SPSS seconds from the calendar of 1582.
_EXCEL, _EXCEL_DAYS = datetime(1899, 12, 30), (36_526, 73_050)
_SPSS, _SPSS_SECONDS = datetime(1582, 10, 14), (13_166_064_000, 16_321_737_600)


def read_times(cells: pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray]:
    """Return datetime64[s] for each cell (NaT where there is none) and which are no times.

    A blank cell is NaT and no mistake. Whole columns in one style are read at once; single
    values are looked at only where that fails.
    """
    texts = pc.utf8_trim_whitespace(cells)
    texts = pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)
    for styled in (lambda: texts, lambda: _iso(texts)):
        try:
            return _seconds(styled().cast(_SECONDS)), np.zeros(len(cells), dtype=bool)
        except pa.ArrowInvalid:
            continue
    return _one_by_one(_iso(texts))


def read_time(text: str) -> datetime | None:
    """Read one time to the second; None where `text` is none."""
    text = plain(text)
    if _NUMBER.fullmatch(text):
        return _counted(float(text.replace(",", ".")))
    try:
        if _OFFSET.search(text):
            moment = datetime.fromisoformat(text).astimezone(_ZONE)
            return moment.replace(tzinfo=None, microsecond=0)
        for style in _STYLES:
            if match := style.fullmatch(text):
                day = (int(match[part]) for part in ("year", "month", "day"))
                clock = (int(part or 0) for part in match.groups()[3:])
                return datetime(*day, *clock)
    except (ValueError, OverflowError):
        return None
    return None


def _iso(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.replace_substring_regex(texts, _DANISH, r"\3-\2-\1")


def _one_by_one(texts: pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray]:
    sure = pc.fill_null(pc.match_substring_regex(texts, _SURE), False)
    times = _seconds(pc.if_else(sure, texts, pa.scalar(None, pa.string())).cast(_SECONDS))
    wrong = np.zeros(len(times), dtype=bool)
    for at in pc.indices_nonzero(pc.and_(pc.invert(sure), pc.is_valid(texts))).to_pylist():
        moment = read_time(texts[at].as_py())
        times[at], wrong[at] = moment or np.datetime64("NaT"), moment is None
    return times, wrong


def _seconds(times: pa.ChunkedArray) -> np.ndarray:
    return times.to_numpy().astype("datetime64[s]")


def _counted(number: float) -> datetime | None:
    if _EXCEL_DAYS[0] <= number < _EXCEL_DAYS[1]:
        return _EXCEL + timedelta(seconds=round(number * 86_400))
    if _SPSS_SECONDS[0] <= number < _SPSS_SECONDS[1]:
        return _SPSS + timedelta(seconds=int(number))
    return None
