"""Numbers in running text, however a language writes them, and what is known that tells them."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

# Separators of thousands stand before three digits, a decimal mark before any.
NUMBER = re.compile(
    r"\d+(?:[.,\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]\d{3})*(?:[.,]\d+)?(?![\d])"
)
MARKS = re.compile(r"\D")
TAG = re.compile(r"<[^>]*>")
# How much is quoted of what surrounds a number.
AROUND = 30
THOUSAND = 1000


@dataclass
class Known:
    """Numbers as they are written, and values of which a number may be a rounding.

    `others` are more such values, in order.
    """

    written: set[str] = field(default_factory=set)
    values: list[float] = field(default_factory=list)
    others: np.ndarray = field(default_factory=lambda: np.array([]))

    def write(self, *texts: str) -> None:
        """Take the numbers in texts as they are written."""
        for text in texts:
            self.written.update(map(bare, numbers(text)))

    def round(self, *texts: str) -> None:
        """Take the numbers in texts, and what they may be rounded to."""
        self.write(*texts)
        for text in texts:
            self.values += [value for one in numbers(text) for value, _ in readings(one)]

    def tells(self, number: str) -> bool:
        """Tell whether a number is written alike, or is a value rounded."""
        return bare(number) in self.written or any(self._rounded(*one) for one in readings(number))

    def _rounded(self, value: float, places: int) -> bool:
        half = 0.5 * 10.0**-places + 1e-9
        # Whole ones may be what is full of a value; thousands are rounded to two digits at least.
        above = half if places else 1 - 1e-9
        if value >= THOUSAND and value % 10 ** (len(f"{value:.0f}") - 2) == 0:
            half = above = 0.5 * 10.0 ** (len(f"{value:.0f}") - 2)
        for values in (self._sorted, self.others):
            at = np.searchsorted(values, value - half)
            if at < len(values) and values[at] <= value + above:
                return True
        return False

    @cached_property
    def _sorted(self) -> np.ndarray:
        return np.sort(np.array(self.values, dtype=float))


def numbers(text: str) -> Iterable[str]:
    """Return the numbers in a text, as they are written there."""
    return NUMBER.findall(text)


def bare(number: str) -> str:
    """Return the digits of a number without marks and without zeros at its ends."""
    return MARKS.sub("", number).strip("0")


def readings(number: str) -> Iterator[tuple[float, int]]:
    """Yield value and decimals of a number by either language's decimal mark."""
    for mark in ".,":
        whole, _, part = number.rpartition(mark) if mark in number else (number, "", "")
        digits = MARKS.sub("", whole)
        if digits and part.isdigit() | (not part):
            yield float(f"{digits}.{part or 0}"), len(part)


def strange(text: str, known: Known) -> Iterator[str]:
    """Yield the numbers of a text that nothing known tells, each with what stands around it."""
    at = 0
    for number in numbers(text):
        at = text.index(number, at)
        if not known.tells(number):
            yield f'"{number}" in "{text[max(0, at - AROUND) : at + AROUND]}"'
        at += len(number)


def words(markup: str) -> str:
    """Return the text of a piece of HTML, apart where tags are."""
    return " ".join(html.unescape(TAG.sub(" ", markup)).split())
