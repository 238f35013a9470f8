"""Results that may not be stated, and why: their numbers are None then."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from enum import Enum
from typing import TypeVar

from slicebook.text import _


class Reason(Enum):
    """Why a statistic is not stated."""

    NO_ANSWERS = _("no answers")
    NO_BEFORE = _("no answers before")
    NO_AFTER = _("no answers after")
    TOO_FEW = _("too few answers")
    NO_SPREAD = _("all answers are the same")
    NO_TOTAL_SPREAD = _("the totals are the same")
    INFINITE = _("infinite numbers among the answers")
    ONE_ITEM = _("only one item")
    WITHHELD = _("withheld, too few answers")


class Stated:
    """A dataclass of a result: of how many answers it is (`n`), and the `reason` if not stated."""

    n: int | None
    reason: Reason | None

    @property
    def withheld(self) -> bool:
        """Tell whether there are answers, but too few to be shown."""
        return self.reason is Reason.WITHHELD

    @property
    def compared(self) -> int | None:
        """Return how many answers it can be told from: none where there are none on a side."""
        return self.n

    @property
    def rests(self) -> tuple[int | None, bool]:
        """Return of how many answers its figures are, and whether they may be shown."""
        return self.compared, not self.withheld


One = TypeVar("One", bound=Stated)


def blank(one: One) -> One:
    """Return a result as it is withheld: no number but those that it has in any case."""
    gone = {part.name: None for part in fields(one) if part.default is None}
    return replace(one, **gone | {"reason": Reason.WITHHELD})


def rounded(one: One, steps: Mapping[str, Callable]) -> One:
    """Return a result with the fields that `steps` names, each by its step; None stays None."""
    values = {name: getattr(one, name) for name in steps}
    told = {name: None if x is None else steps[name](x) for name, x in values.items()}
    return replace(one, **told)
