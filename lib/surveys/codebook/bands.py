"""The bands that a number is shown in: those that its form names, else some of even width."""

from collections.abc import Iterator

from surveys.codebook.items import Item

# So many bands at the most.
MOST = 6
# Widths that a reader counts in.
WIDTHS = (1, 2, 5, 10, 20, 25, 50)


def bands_of(item: Item) -> tuple[int, ...]:
    """Return the lowest number of each band of a number item; the last band is open.

    Without `bands:` in the form they are of one width and begin at its multiples, but for the
    first, which begins at the least number.
    """
    if item.bands:
        return item.bands
    span = item.high - item.low + 1
    wide = (width for width in _widths() if width * MOST >= span)
    return next(bands for bands in (_even(item, width) for width in wide) if len(bands) <= MOST)


def answers_of(item: Item) -> list[str]:
    """Return the ids of a question's answers; of a number's bands, their lowest numbers."""
    numbers = bands_of(item) if item.type == "number" else ()
    return [*map(str, numbers), *(option.id for option in item.options)]


def _even(item: Item, width: int) -> tuple[int, ...]:
    """Return bands that begin at multiples of a width; a first one of under half is none."""
    first = width * (item.low // width + 1)
    inner = [edge for edge in range(first, item.high + 1, width) if edge - item.low >= width / 2]
    return (item.low, *inner)


def _widths() -> Iterator[int]:
    scale = 1
    while True:
        yield from (width * scale for width in WIDTHS)
        scale *= 100
