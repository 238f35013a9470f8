"""What a reader knows of rounded counts: each is less than a base away from what is shown.

Of a total, so far for each municipality and year it is the sum of.
"""

from collections.abc import Iterable
from dataclasses import replace

from modning.audit.findings import Key, Slices
from modning.audit.reading import EXACT, Seen
from slicebook.programme import Programme
from surveys.disclosure import is_public_count


def as_known(seen: Iterable[Seen], programme: Programme) -> list[Seen]:
    """Return what is seen of a programme that rounds with all the counts each can stand for.

    A share that is public stays as it is; so does one that stands for no multiple of the base, and
    not for everybody either: a reader takes it for the count itself.
    """
    if not programme.rules.rounds:
        return list(seen)
    return [_known(one, programme) for one in seen]


def as_counted(seen: Iterable[Seen], programme: Programme) -> list[Seen]:
    """Return the counts that are shown as they are though the programme rounds them."""
    return [one for one in seen if not is_shown(one, programme) and one.whole[0] == one.whole[1]]


def is_shown(one: Seen, programme: Programme) -> bool:
    """Tell whether a share may be shown as it is."""
    return is_public_count(one.figure, (one.municipality, one.year), programme, one.low, one.n)


def n_off(n: float, key: Key, programme: Programme) -> float:
    """Return how far a shown number of answers of a slice can be from the true one."""
    rules = programme.rules
    return _off(key, programme) if rules.rounds and n % rules.base == 0 else 0.0


def _off(key: Key, programme: Programme) -> float:
    return float((programme.rules.base - 1) * len(Slices(programme).parts(key)))


def _known(one: Seen, programme: Programme) -> Seen:
    if is_shown(one, programme):
        return one
    base, key = programme.rules.base, (one.municipality, one.year)
    away, off = _off(key, programme), n_off(one.n, key, programme)
    multiple = base * round((one.low + one.high) / 2 / base)
    if one.low - EXACT <= multiple <= one.high + EXACT:
        return replace(one, low=max(multiple - away, 0.0), high=multiple + away, n_off=off)
    if one.low - EXACT <= one.n <= one.high + EXACT:
        # More than there are would be a share above all of them.
        return replace(one, low=max(one.n - away, 0.0), high=float(one.n), n_off=off)
    return replace(one, n_off=off)
