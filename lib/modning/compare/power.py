"""How many groups and municipalities the next phase needs to see a clinically relevant change.

Before and after without comparison need the fewest persons and answer the smallest question. A
trial compares with a group that waits or gets the usual help, and since courses are given to
groups, it is groups or whole municipalities that are drawn. Persons of one group resemble each
other, which makes each of them worth less; by how much, the intraclass correlation, is not known
here, for no form says which group a person was in.

Plans and the power of each design are in `compare.plans`.
"""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from modning.compare.change import Change
from modning.compare.plans import Plan, expected_power, groups_needed, power
from slicebook.figures import figure_table
from slicebook.shown.view import view
from slicebook.tables import of_numbers, of_rows
from slicebook.text import _, number

DESIGNS = {
    "unlinked": _("Before and after, unlinked"),
    "linked": _("Before and after, linked"),
    "groups": _("Trial, groups drawn"),
    "waiting": _("Trial, those who wait in no group"),
    "places": _("Trial, municipalities drawn"),
}
WITHIN = (0.0, 0.02, 0.05, 0.1, 0.2)
# Where the correlation within groups may lie, each value as likely, when it is not known.
UNKNOWN_WITHIN = (0.0, 0.15)
MOST_DRAWN = 80
NEEDS = ("persons", "groups", "municipalities")
HEADINGS = _("Design|Persons|Groups|Municipalities")
CAPTION = _("What it takes to see {delta} points")
NOTE = _(
    "80% power, 5% significance. {size} persons in a group, {courses} courses a year in each "
    "municipality for {years} years."
)
RESEMBLANCE = _("Correlation within the group|Linked to answers before|Without answers before")
RESEMBLANCE_CAPTION = _("Groups in the trial by their correlation")


def plan_of(change: Change, size: float, courses: float) -> Plan | None:
    """Return a plan with a scale's spread before and its relevant change; None without either.

    With `size` persons a group and so many courses a municipality and year.
    """
    sd = change.total.before.sd
    delta = change.scale.reference("change")
    if not sd or delta is None:
        return None
    n = change.total.before.n
    spread = change.scale.points(sd)
    return Plan(sd=spread, delta=delta, size=size, courses=courses, persons=n)


def needs(plan: Plan) -> pd.DataFrame:
    """Return what each design needs: `design`, `persons`, `groups`, `municipalities`."""
    rows = []
    for design in DESIGNS:
        groups = groups_needed(design, plan)
        known = groups is not None
        arms = 2 if design == "waiting" else 1
        persons = arms * round(groups * plan.size) if known else None
        places = int(np.ceil(groups / plan.groups_a_place - 1e-9)) if known else None
        rows.append((design, persons, groups, places))
    return pd.DataFrame(rows, columns=["design", *NEEDS])


def curves(plan: Plan) -> pd.DataFrame:
    """Return the power of each design by groups in all: `design`, `groups`, `power` in per cent."""
    rows = [
        (design, groups, 100 * power(design, groups, plan))
        for design in DESIGNS
        for groups in range(2, MOST_DRAWN + 1, 2)
        if design != "places" or groups >= 2 * 2 * plan.groups_a_place
    ]
    return pd.DataFrame(rows, columns=["design", "groups", "power"])


def power_figures(plan: Plan | None, prefix: str, delta: float) -> pd.DataFrame:
    """Return the plan and each design's needs as figures to record.

    Without a plan, what is assumed and the change to see, `delta`, have their values alone.
    `prefix.sd`, `.delta`, `.size`, `.correlation`, `.within_group`, `.within_place` and, for each
    design, `prefix.design.persons`, `.groups` and `.municipalities`; `prefix.groups.saved` is what
    linking to the answers before saves a trial, `prefix.groups.expected` its power in per cent on
    average over what the spread and the correlation within groups may be, `prefix.groups.error` the
    Monte Carlo standard error of that.
    """
    shown = plan or Plan(sd=0, delta=delta)
    rows = [
        ("sd", plan.sd if plan else None, "points"),
        ("size", plan.size if plan else None, "persons in a group"),
        ("delta", shown.delta, "points"),
        ("correlation", shown.correlation, "coefficient"),
        ("within_group", shown.within_group, "coefficient"),
        ("within_place", shown.within_place, "coefficient"),
    ]
    table = pd.DataFrame({"design": list(DESIGNS)}) if plan is None else needs(plan)
    for row in table.set_index("design").reindex(columns=NEEDS).itertuples():
        rows += [(f"{row.Index}.{name}", getattr(row, name), f"{name} needed") for name in NEEDS]
    linked, unlinked = _with_and_without(plan) if plan else (None, None)
    saved = None if linked is None or unlinked is None else unlinked - linked
    rows.append(("groups.saved", saved, "groups"))
    expected, error = _expected(linked, plan) if plan and linked else (None, None)
    rows.append(("groups.expected", expected, "percent"))
    rows.append(("groups.error", error, "percent to a tenth"))
    return figure_table(rows, prefix)


@view
def needs_table(plan: Plan | None, delta: float) -> dict[str, Any]:
    """Return what each design needs as arguments of `tables.show`; no rows without a plan.

    `delta` is the change to see where there is no plan.
    """
    shown = plan or Plan(sd=1, delta=delta)
    rows = needs(plan).itertuples(index=False) if plan else ()
    told = [(DESIGNS[design], *needed) for design, *needed in rows]
    note = NOTE.format(size=number(shown.size), courses=number(shown.courses), years=shown.years)
    return of_rows(HEADINGS, told, CAPTION.format(delta=number(shown.delta)), note)


@view
def resemblance_table(plan: Plan | None) -> dict[str, Any]:
    """Return the groups a trial needs by the correlation within the group, for `tables.show`."""
    rows = [
        (number(within, 2), *_with_and_without(replace(plan, within_group=within)))
        for within in (WITHIN if plan else ())
    ]
    return of_numbers(RESEMBLANCE, rows, RESEMBLANCE_CAPTION)


def _with_and_without(plan: Plan) -> tuple[int | None, int | None]:
    """Return the groups a trial needs with the answers before, and without them."""
    plans = plan, replace(plan, correlation=0)
    return tuple(groups_needed("groups", each) for each in plans)


def _expected(groups: int, plan: Plan) -> tuple[float, float]:
    shift = plan.delta / plan.sd
    known = plan.correlation, plan.persons, UNKNOWN_WITHIN
    power, error = expected_power(groups / 2, plan.size, shift, *known)
    return 100 * power, 100 * error
