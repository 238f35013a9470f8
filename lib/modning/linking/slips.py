"""Self-generated codes that are one slip apart: all of their parts agree but one."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping

Code = tuple[Hashable, ...]


def one_slip(one: Code, other: Code) -> bool:
    """Tell whether two codes of as many parts differ in exactly one; None is a part left out.

    Left out both times it agrees with nothing.

    >>> one_slip(("A", 5, "K"), ("A", 5, None)), one_slip(("A", 5, "K"), ("A", 6, None))
    (True, False)
    """
    return sum(_apart(a, b) for a, b in zip(one, other, strict=True)) == 1


def slip_pairs(
    before: Mapping[Hashable, Code], after: Mapping[Hashable, Code]
) -> Iterator[tuple[Hashable, Hashable]]:
    """Yield (row before, row after) of codes one slip apart, each pair once.

    The first entry of each code is where it was given, and must agree. Codes are looked up by what
    is left of them without one part, so that the work grows with the number of codes and not with
    that of pairs.
    """
    for part in range(1, len(next(iter(before.values()), ()))):
        there = defaultdict(list)
        for row, code in after.items():
            there[_without(code, part)].append(row)
        for row, code in before.items():
            for other in there[_without(code, part)]:
                if _apart(code[part], after[other][part]) and one_slip(code, after[other]):
                    yield row, other


def _apart(part: Hashable, other: Hashable) -> bool:
    return part is None or part != other


def _without(code: Code, part: int) -> Code:
    return code[:part] + code[part + 1 :]
