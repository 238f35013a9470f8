"""What a printed share allows: the counts of its answers that give it, or the nearest."""

from math import ceil

# Shares are computed to more digits than this.
EXACT = 1e-6


def is_number(as_printed: str, low: object, high: object) -> bool:
    """Tell whether a figure is printed as a number, or in words that leave no room ("none")."""
    return any(sign.isdigit() for sign in as_printed) or low == high


def number_of(figure: str) -> str:
    """Return the name of how many answers a share is of."""
    return f"{figure.rpartition('.')[0]}.n"


def just_below(low: float, high: float, n: int) -> int | None:
    """Return the largest count of n whose percentage is below a span; None where one is in it."""
    below = ceil(low * n / 100) - 1
    return below if 100 * (below + 1) / n > high else None
