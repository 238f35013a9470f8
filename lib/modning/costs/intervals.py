"""Interval arithmetic on exact decimals: a range that is added, multiplied and divided as one.

R. E. Moore, R. B. Kearfott, M. J. Cloud, Introduction to Interval Analysis (SIAM 2009), chapter 2.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext

Number = Decimal | int | float | str


@dataclass(frozen=True)
class Interval:
    """A closed range of amounts or counts; `low` <= `high`, exact unless a division rounds.

    A quotient that does not end is rounded outwards at the 28th digit, so that the true range is
    never narrowed. An operation on two intervals treats them as free of each other; a plain number
    is the range of that number alone, so that columns of a frame are reckoned as numbers are.
    """

    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(f"{self.low} to {self.high} is no range")

    @classmethod
    def of(cls, low: Number, high: Number | None = None) -> "Interval":
        """Return the range from `low` to `high`, or the single number `low`."""
        return cls(Decimal(str(low)), Decimal(str(low if high is None else high)))

    @property
    def mid(self) -> Decimal:
        """Return the middle of the range."""
        return (self.low + self.high) / 2

    @property
    def exact(self) -> bool:
        """Tell whether the range is a single number."""
        return self.low == self.high

    def __add__(self, other: "Interval | Number") -> "Interval":
        other = _range(other)
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Interval | Number") -> "Interval":
        other = _range(other)
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: "Interval | Number") -> "Interval":
        other = _range(other)
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def __truediv__(self, other: "Interval | Number") -> "Interval":
        other = _range(other)
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError(f"the divisor {other.low} to {other.high} may be nought")
        pairs = [(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(
            min(_divide(a, b, ROUND_FLOOR) for a, b in pairs),
            max(_divide(a, b, ROUND_CEILING) for a, b in pairs),
        )

    __radd__, __rmul__ = __add__, __mul__

    def __contains__(self, number: Decimal) -> bool:
        return self.low <= number <= self.high


ZERO = Interval(Decimal(0), Decimal(0))


def middle(interval: Interval) -> float:
    """Return the middle of a range as a plain number."""
    return float(interval.mid)


def hull(intervals: Iterable[Interval]) -> Interval:
    """Return the smallest range that holds every one of some ranges."""
    intervals = list(intervals)
    return Interval(min(one.low for one in intervals), max(one.high for one in intervals))


def _range(one: Interval | Number) -> Interval:
    return one if isinstance(one, Interval) else Interval.of(one)


def _divide(a: Decimal, b: Decimal, rounding: str) -> Decimal:
    with localcontext(rounding=rounding):
        return a / b
