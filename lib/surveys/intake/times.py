"""Read times and days as exports write them, in one order of day and month a column."""

import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from surveys.intake.grid import plain, text_of
from surveys.intake.worded import in_digits

EXPECTED = "a time as DD-MM-YYYY HH:MM, YYYY-MM-DD HH:MM or a date cell"
# Either of the first two, where a system writes both: then a day after the 12th must tell.
EITHER = "either"
ORDERS = ("dmy", "mdy", "ymd", EITHER)

_SECONDS = pa.timestamp("s")
# Where forms are submitted; a time with an offset from UTC is told in this clock.
_ZONE = ZoneInfo("Europe/Copenhagen")
_PARTS = r"^(?P<first>\d{1,2})(?P<mark>[-./])(?P<second>\d{1,2})(?:[-./]\d{4}|[./]\d{2}\b)"
# So many characters hold the day of a time, and what ends it.
_DAY = 11
_SHORT = r"^(\d{2})[-./](\d{2})[-./](\d{4})"
# What surely is a time: days that not every month has are left to Python.
_SURE = r"^20\d{2}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?)?$"
_TIME = re.compile(
    r"(?:(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})"
    r"|(?P<first>\d{1,2})[-./](?P<second>\d{1,2})(?:[-./](?P<year2>\d{4})|[./](?P<short>\d{2})))"
    r"(?:(?:T|,? (?:kl\.? ?)?)(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})"
    r"(?:[:.](?P<seconds>\d{2})(?:[.,]\d+)?)?)?(?: ?(?P<half>[ap])\.?m\.?)?)?"
    r" ?(?P<zone>z|utc|cet|cest|(?:gmt|utc)?[+-]\d{1,2}(?::?\d{2})?)?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
# Excel counts days from the end of 1899, or from 1904; SPSS seconds from the calendar of 1582,
# other programs seconds or thousandths from 1970.
_EXCEL, _EXCEL_DAYS, _DAYS_TO_1904 = datetime(1899, 12, 30), (36_526, 73_050), 1_462
_SPSS, _SPSS_SECONDS = datetime(1582, 10, 14), (13_166_064_000, 16_321_737_600)
_UNIX_SECONDS = (946_684_800, 4_102_444_800)
# Google Forms writes the clock of the form's own zone and names that zone in its winter or summer.
_OWN_OFFSETS = ("gmt+1", "gmt+2", "cet", "cest")


def read_times(
    cells: pa.ChunkedArray, order: str | None = None, calendar: int = 1900, zone: str | None = None
) -> tuple[np.ndarray, np.ndarray, str | None]:
    """Return datetime64[s] for each cell (NaT where there is none), which are no times, a doubt.

    A blank cell is NaT and no mistake. Day and month have one order in the whole column: `order`
    ("dmy", "mdy" or "either"), or the one in which all are dates; where both are possible, or
    neither, the doubt says so. `calendar` is the year from which day numbers count, `zone` the one
    of times without an offset. Whole columns in one style are read at once.
    """
    texts = pc.utf8_trim_whitespace(text_of(cells))
    texts = pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)
    try:
        return _local(_seconds(texts.cast(_SECONDS)), zone), np.zeros(len(cells), dtype=bool), None
    except pa.ArrowInvalid:
        pass
    told, doubt = _order(texts, order)
    iso = pc.replace_substring_regex(texts, _SHORT, r"\3-\2-\1" if told == "dmy" else r"\3-\1-\2")
    try:
        return _local(_seconds(iso.cast(_SECONDS)), zone), np.zeros(len(cells), dtype=bool), doubt
    except pa.ArrowInvalid:
        if (worded := in_digits(texts)) is not texts:
            return read_times(worded, order, calendar, zone)
        times, wrong = _one_by_one(texts, iso, told, calendar)
    if _counts_from_1970(texts):
        if zone is None:
            doubt = (
                "it counts seconds from 1970: by the clock of UTC, as the computer has it, or by "
                "that of the place; say so in a mapping (time: zone: UTC or Europe/Copenhagen)"
            )
        return _local(times, zone), wrong, doubt
    return times, wrong, doubt


def is_zone(name: str) -> bool:
    """Tell whether a zone of times is known by this name."""
    return name == "Z" or name in available_timezones()


def _counts_from_1970(texts: pa.ChunkedArray) -> bool:
    filled = texts.drop_null()
    if not len(filled) or not _NUMBER.fullmatch(first := plain(filled[0].as_py())):
        return False
    number = float(first.replace(",", "."))
    return any(_UNIX_SECONDS[0] <= number / unit < _UNIX_SECONDS[1] for unit in (1, 1000))


def read_time(text: str, order: str = "dmy", calendar: int = 1900) -> datetime | None:
    """Read one time to the second; None where `text` is none."""
    text = plain(text)
    if _NUMBER.fullmatch(text):
        return _counted(float(text.replace(",", ".")), calendar)
    found = _TIME.fullmatch(text)
    if not found:
        return None
    try:
        return _moment(found, order)
    except (ValueError, OverflowError):
        return None


def _moment(found: re.Match[str], order: str) -> datetime:
    if found["year"]:
        year, month, day = (int(found[part]) for part in ("year", "month", "day"))
    else:
        year = int(found["year2"] or f"20{found['short']}")
        first, second = int(found["first"]), int(found["second"])
        day, month = (first, second) if order == "dmy" else (second, first)
    hour = int(found["hour"] or 0)
    if found["half"] and hour <= 12:
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
    moment = datetime(year, month, day, hour, int(found["minute"] or 0), int(found["seconds"] or 0))
    said = (found["zone"] or "").lower()
    if not said or said in _OWN_OFFSETS:
        return moment
    return moment.replace(tzinfo=_offset(said)).astimezone(_ZONE).replace(tzinfo=None)


def _offset(said: str) -> timezone:
    hours = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", said)
    if not hours:
        return UTC
    length = timedelta(hours=int(hours[2]), minutes=int(hours[3] or 0))
    return timezone(length if hours[1] == "+" else -length)


def _order(texts: pa.ChunkedArray, given: str | None) -> tuple[str, str | None]:
    """Return the order of day and month in a column, and what makes it doubtful."""
    # Few days in many times: each day is looked at once.
    days = pc.unique(pc.utf8_slice_codeunits(texts, 0, _DAY)).drop_null()
    days = days.filter(pc.match_substring_regex(days, _PARTS))
    if not len(days):
        return given or "dmy", None
    parts = pc.extract_regex(days, _PARTS)
    first, second = (
        parts.field(name).cast(pa.int64()).to_numpy(zero_copy_only=False)
        for name in ("first", "second")
    )
    late = [np.flatnonzero(part > 12) for part in (first, second)]
    shown = [_first(texts, days[int(at[0])]) if len(at) else "" for at in late]
    if len(late[0]) and len(late[1]):
        return "dmy", (
            f'"{shown[0]}" has the day first and "{shown[1]}" the month; one column has one order. '
            "Export it again with the month as a word, or as YYYY-MM-DD"
        )
    if len(late[0]) or len(late[1]):
        found = "dmy" if len(late[0]) else "mdy"
        wrong = given in ("dmy", "mdy") and given != found
        other = f'"{shown[0] or shown[1]}" is no date in the order {given}'
        return found, other if wrong else None
    if given in ("dmy", "mdy"):
        return str(given), None
    if (first == second).all():
        return "dmy", None
    dated = texts.filter(pc.fill_null(pc.match_substring_regex(texts, _PARTS), False))
    return "dmy", _ambiguous(dated, parts.field("mark")[0].as_py(), given == EITHER)


def _first(texts: pa.ChunkedArray, day: pa.StringScalar) -> str:
    """Return the first time that begins with these characters."""
    return texts.filter(pc.starts_with(texts, day.as_py()))[0].as_py()


def _ambiguous(dated: pa.ChunkedArray, mark: str, unsure: bool) -> str | None:
    """Say where nothing tells day from month: no day after the 12th, and no Danish dashes."""
    text = dated[0].as_py()
    half = bool(re.search(r"[ap]\.?m\.?\b", text, re.IGNORECASE))
    unsure |= half or (mark == "/" and text.count("/") == 2)
    if not unsure and not _sorted_by_month(dated):
        return None
    return (
        f'"{text}": either the day comes first or the month, and no day is after the 12th; say so '
        "in a mapping (time: order: dmy or mdy)"
    )


def _sorted_by_month(dated: pa.ChunkedArray) -> bool:
    """Tell whether times come in their order with the month first, and not with the day first."""
    sample = dated.slice(0, 1000).to_pylist()
    # Two or three days may well stand in such an order by chance.
    if len({text[:_DAY] for text in sample}) < 4:
        return False
    by_day, by_month = ([read_time(text, order) for text in sample] for order in ORDERS[:2])
    if None in by_day or None in by_month:
        return False
    return by_month == sorted(by_month) and by_day != sorted(by_day)  # type: ignore[type-var]


def _one_by_one(
    texts: pa.ChunkedArray, iso: pa.ChunkedArray, order: str, calendar: int
) -> tuple[np.ndarray, np.ndarray]:
    sure = pc.fill_null(pc.match_substring_regex(iso, _SURE), False)
    times = _seconds(pc.if_else(sure, iso, pa.scalar(None, pa.string())).cast(_SECONDS))
    wrong = np.zeros(len(times), dtype=bool)
    for at in pc.indices_nonzero(pc.and_(pc.invert(sure), pc.is_valid(texts))).to_pylist():
        moment = read_time(texts[at].as_py(), order, calendar)
        times[at], wrong[at] = moment or np.datetime64("NaT"), moment is None
    return times, wrong


def _seconds(times: pa.ChunkedArray) -> np.ndarray:
    return times.to_numpy().astype("datetime64[s]")


def _local(times: np.ndarray, zone: str | None) -> np.ndarray:
    """Return times of another zone in the clock of the place where forms are submitted."""
    if zone is None or zone == _ZONE.key:
        return times
    moved = pd.DatetimeIndex(times).tz_localize(zone, ambiguous="NaT", nonexistent="NaT")
    return moved.tz_convert(_ZONE).tz_localize(None).to_numpy().astype("datetime64[s]")


def _counted(number: float, calendar: int) -> datetime | None:
    if _EXCEL_DAYS[0] - _DAYS_TO_1904 <= number < _EXCEL_DAYS[1]:
        days = number + (_DAYS_TO_1904 if calendar == 1904 else 0)
        moment = _EXCEL + timedelta(seconds=round(days * 86_400))
        return moment if _EXCEL_DAYS[0] <= days else None
    if _SPSS_SECONDS[0] <= number < _SPSS_SECONDS[1]:
        return _SPSS + timedelta(seconds=int(number))
    for unit in (1, 1000):
        if _UNIX_SECONDS[0] <= number / unit < _UNIX_SECONDS[1]:
            return datetime.fromtimestamp(int(number / unit), UTC).replace(tzinfo=None)
    return None


def read_days(
    cells: pa.ChunkedArray, order: str | None = None, calendar: int = 1900
) -> tuple[np.ndarray, np.ndarray, str | None]:
    """Return datetime64[s] at midnight for each cell (NaT where blank), which are no days, a doubt.

    `order` and `calendar` are those of `read_times`.
    """
    times, wrong, doubt = read_times(text_of(cells), order, calendar)
    return times.astype("datetime64[D]").astype("datetime64[s]"), wrong, doubt
