"""Counts and statistics of one question decided together: what must go so that no few are told.

Everything shown is a fact that a reader has. Where a guarded number is bounded too closely by all
of them, the cheapest fact without which it is not goes, alone where one is enough; in the end each
that went is tried again, the dearest first. Hiding only ever adds to what a reader thinks possible.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from math import inf

from cellguard.linked import Program, Terms

Decision = tuple[str, int]


@dataclass(frozen=True)
class Fact:
    """Something shown: its decision, what is lost with it, and what it tells a program.

    It is told where its decision and those it `needs` are shown, and none of `unless`, which tell
    more of the same. A fact that is `public` is never hidden.
    """

    decision: Decision
    cost: float
    tell: Callable[[Program], None]
    needs: tuple[Decision, ...] = ()
    unless: tuple[Decision, ...] = ()
    public: bool = False


@dataclass(frozen=True)
class Guarded:
    """A sum of unknowns that must not be bounded more closely than `width`.

    One that is certainly as much as `many` may be.
    """

    terms: Terms
    width: float
    many: float = inf


@dataclass(frozen=True)
class Case:
    """A question: its unknowns (a new program each time), facts, and what is guarded.

    What really was, which fits every fact, may stand in the program's `seen`: a number far enough
    from it settles a question.
    """

    start: Callable[[], Program]
    facts: Sequence[Fact]
    guarded: Sequence[Guarded]


def decide(case: Case, hidden: Collection[Decision] = ()) -> set[Decision]:
    """Return the decisions to hide, those hidden already among them."""
    before, gone = set(hidden), set(hidden)
    seen = list(case.start().seen)
    left, told = _exposed(case, gone, seen), list[Guarded]()
    # What is possible where least is hidden is possible whatever else is.
    first = list(seen)
    while left:
        more = _enough(case, gone, left[0], seen)
        if more is None:
            # Nothing that can be hidden guards it: what is public tells it.
            told.append(left[0])
        gone |= more or set()
        # What held holds where more is hidden, but for what was certainly many.
        left = _exposed(replace(case, guarded=left[1:]), gone, seen)
        if not left:
            many = [one for one in case.guarded if one.many < inf and one not in told]
            left = _exposed(replace(case, guarded=many), gone, seen)
    case = replace(case, guarded=[one for one in case.guarded if one not in told])
    price = _prices(case)
    for decision in sorted(gone - before, key=lambda each: (-price[each], each)):
        if not _exposed(case, gone - {decision}, list(first)):
            gone.discard(decision)
    return gone


def program(case: Case, hidden: Collection[Decision], seen: list) -> Program:
    """Return what a reader knows where some decisions are hidden."""
    known, gone = case.start(), set(hidden)
    # What facts bring along, choices among moments, is not kept from one program to the next.
    known.kept, known.seen = len(known.low), seen
    for fact in case.facts:
        away = {fact.decision, *fact.needs} & gone and not fact.public
        more = fact.unless and not set(fact.unless) & gone
        if not away and not more:
            fact.tell(known)
    return known


def _exposed(case: Case, gone: set[Decision], seen: list) -> Sequence[Guarded]:
    """Return what is guarded, from the first on that is bounded too closely; nothing if none is."""
    known = program(case, gone, seen)
    at = next((i for i, one in enumerate(case.guarded) if not _holds(known, one)), None)
    return [] if at is None else case.guarded[at:]


def _holds(known: Program, one: Guarded) -> bool:
    return not known.is_within(one.terms, one.width, one.many)


def _enough(case: Case, gone: set[Decision], one: Guarded, seen: list) -> set[Decision] | None:
    """Return few and cheap decisions that guard a number when hidden; None where all do not.

    The cheapest so many that are enough, the last of which is needed; then of those before it,
    with that one hidden, again.
    """
    price = _prices(case)
    left = sorted(set(price) - gone, key=lambda each: (price[each], each))
    found: set[Decision] = set()
    while not _holds(program(case, gone | found, list(seen)), one):
        low, high = 0, len(left)
        if not _holds(program(case, gone | found | set(left), list(seen)), one):
            return None
        while high - low > 1:
            middle = (low + high) // 2
            enough = _holds(program(case, gone | found | set(left[:middle]), list(seen)), one)
            low, high = (low, middle) if enough else (middle, high)
        found.add(left[high - 1])
        left = left[: high - 1]
    return found


def _prices(case: Case) -> dict[Decision, float]:
    facts: Iterable[Fact] = (fact for fact in case.facts if not fact.public)
    price: dict[Decision, float] = {}
    for fact in facts:
        price[fact.decision] = max(fact.cost, price.get(fact.decision, 0.0))
    return price
