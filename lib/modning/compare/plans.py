"""A plan of the next phase and the power of each design with it.

The power of trials is in `compare.trials`; the design effect of persons in groups in municipalities
is that of Heo and Leon (2008), Biometrics 64:1256.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pingouin

from modning.compare.trials import ALPHA, cluster_trial, half_nested_trial

POWER = 0.8
# Beyond this many groups a plan is out of reach for any programme of this kind.
MOST = 2000


@dataclass(frozen=True)
class Plan:
    """What a plan rests on, on the score from 0 to 100.

    `delta` is the change to see, `sd` the spread between persons. `correlation` of a
    person's two answers, `within_group` of two persons of a group and `within_place` of two persons
    of different groups of a municipality are assumed. `size` persons a group, `courses` a
    municipality and year, for `years`. The spread is that of `persons` who answered.
    """

    sd: float
    delta: float
    correlation: float = 0.5
    within_group: float = 0.05
    within_place: float = 0.01
    size: float = 7
    courses: float = 5
    years: int = 2
    persons: int = 100

    @property
    def groups_a_place(self) -> float:
        """Return how many courses one municipality gives while the phase lasts."""
        return self.courses * self.years


def power(design: str, groups: float, plan: Plan) -> float:
    """Return the power of a design (a key of `DESIGNS`) with so many groups in all."""
    return _POWERS[design](groups, plan)


def groups_needed(design: str, plan: Plan) -> int | None:
    """Return the fewest groups in all with the power `POWER`; None above `MOST` or without spread.

    A trial has as many groups in each arm; where municipalities are drawn, as many municipalities.
    """
    if not plan.sd:
        return None
    step = {"groups": 2, "places": round(2 * plan.groups_a_place)}.get(design, 1)
    for groups in range(2 * step if step > 1 else 1, MOST + 1, step):
        if power(design, groups, plan) >= POWER:
            return groups
    return None


def _unlinked(groups: float, plan: Plan) -> float:
    n = groups * plan.size
    return float(pingouin.power_ttest(d=plan.delta / plan.sd, n=n, alpha=ALPHA))


def _linked(groups: float, plan: Plan) -> float:
    spread = plan.sd * (2 * (1 - plan.correlation)) ** 0.5
    n = groups * plan.size
    if not spread:
        return 1.0
    return float(pingouin.power_ttest(d=plan.delta / spread, n=n, alpha=ALPHA, contrast="paired"))


def _groups_drawn(groups: float, plan: Plan) -> float:
    return _trial(groups / 2, plan.size, 1 + (plan.size - 1) * plan.within_group, plan)


def _waiting(groups: float, plan: Plan) -> float:
    n, shift = groups * plan.size, plan.delta / plan.sd
    return half_nested_trial(groups, plan.size, n, shift, plan.within_group, plan.correlation)


def _places_drawn(groups: float, plan: Plan) -> float:
    courses = plan.groups_a_place
    effect = 1 + (plan.size - 1) * plan.within_group
    effect += plan.size * (courses - 1) * plan.within_place
    return _trial(groups / 2 / courses, plan.size * courses, effect, plan)


def _trial(clusters: float, size: float, design_effect: float, plan: Plan) -> float:
    return cluster_trial(clusters, size, plan.delta / plan.sd, design_effect, plan.correlation)


_POWERS: dict[str, Callable[[float, Plan], float]] = {
    "unlinked": _unlinked,
    "linked": _linked,
    "groups": _groups_drawn,
    "waiting": _waiting,
    "places": _places_drawn,
}
