"""Self-generated codes that are so many slips apart: all of their parts agree but those."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from itertools import combinations

Code = tuple[Hashable, ...]


def slip_pairs(
    before: Mapping[Hashable, Code], after: Mapping[Hashable, Code], slips: int
) -> Iterator[tuple[Hashable, Hashable]]:
    """Yield (row before, row after) of codes that differ in exactly `slips` parts, each pair once.

    None is a part left out, which agrees with nothing. The first entry of each code is where it was
    given, and must agree. Codes are looked up by what is left of them without the parts that
    differ, so that the work grows with the number of codes and not with that of pairs.

    >>> list(slip_pairs({1: ("", "A", "5")}, {2: ("", "A", None), 3: ("", "B", None)}, 1))
    [(1, 2)]
    """
    width = len(next(iter(before.values()), ()))
    for parts in combinations(range(1, width), slips):
        kept = [part for part in range(width) if part not in parts]
        there = defaultdict(list)
        for row, code in after.items():
            there[_of(code, kept)].append(row)
        for row, code in before.items():
            if None in (rest := _of(code, kept)):
                continue
            for other in there[rest]:
                if all(_apart(code[part], after[other][part]) for part in parts):
                    yield row, other


def _apart(part: Hashable, other: Hashable) -> bool:
    return part is None or part != other


def _of(code: Code, parts: list[int]) -> Code:
    return tuple(code[part] for part in parts)
