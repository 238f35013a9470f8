"""What a number stands for that is shown: on a page rounded, in the table of figures as it is.

Texts are numbers of pages, in either language; floats those of the table, with twelve digits.
"""

import re
from typing import NamedTuple

import numpy as np

from cellguard.coarse import Coarse
from cellguard.moments import Span

# A value with its interval in a table's cell: "0.8 (0.6; 1.2)".
WITH_INTERVAL = re.compile(r"(\S+)(?: \((\S+); (\S+)\))?")
Shown = str | float | None


class Spans(NamedTuple):
    """What a value and the ends of its interval stand for; None for what is not there."""

    value: Span | None
    low: Span | None
    high: Span | None


def spans(value: Shown, low: Shown, high: Shown, steps: Coarse) -> Spans:
    """Return what a value stands for, to a step at most, and the ends of its interval, outward."""
    step = steps.interval
    return Spans(near(value, steps), _end(low, (0.0, step)), _end(high, (-step, 0.0)))


def of_cell(text: str, steps: Coarse) -> Spans:
    """Return the same of a table's cell; nothing for what is no such text."""
    found = WITH_INTERVAL.fullmatch(text)
    return spans(*(found.groups() if found else (None,) * 3), steps)


def number(text: str) -> float | None:
    """Return a printed number, whichever the language's decimal mark; None for none."""
    plain = text.replace("\N{MINUS SIGN}", "-").replace("%", "").replace("\N{NO-BREAK SPACE}", "")
    plain = plain.strip().replace(",", ".")
    return float(plain) if re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", plain) else None


def counted(text: str) -> Span | None:
    """Return a printed number of answers, whose only marks stand between thousands."""
    digits = re.sub(r"[.,\s]", "", text)
    return (float(digits), float(digits)) if digits.isdecimal() else None


def rounded(shown: Shown) -> Span | None:
    """Return all numbers that are shown like this one, rounded to the nearest."""
    text = _text(shown)
    value, decimals = number(text), _decimals(text)
    if value is None:
        return None
    half = 0.5 * 10.0**-decimals if decimals < 7 else 1e-9
    return value - half, value + half


def near(shown: Shown, steps: Coarse) -> Span | None:
    """Return what a mean or a spread stands for, which is shown to a step at most."""
    span, value = rounded(shown), number(_text(shown))
    if span is None or not _is_step(value, steps.mean):
        return span
    half = steps.mean / 2 if not isinstance(shown, str) else max(steps.mean / 2, span[1] - value)
    return value - half, value + half


def _end(shown: Shown, of: Span) -> Span | None:
    span, value = rounded(shown), number(_text(shown))
    if span is None or not _is_step(value, of[1] - of[0]):
        return span
    return value + of[0] - 1e-9, value + of[1] + 1e-9


def _text(shown: Shown) -> str:
    if isinstance(shown, str):
        return shown
    return "" if shown is None or np.isnan(shown) else f"{shown:.12g}"


def _decimals(text: str) -> int:
    found = re.search(r"[.,](\d+)\D*$", text.strip())
    return len(found[1]) if found else 0


def _is_step(value: float, step: float) -> bool:
    return abs(value / step - round(value / step)) < 1e-6
