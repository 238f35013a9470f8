"""The criteria in a few lines each: the verdict, what it rests on and what would change it."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from modning.criteria.file import Criteria
from modning.criteria.rules import PARTLY, UNKNOWN, verdict_of, verdicts
from modning.criteria.words import SIGNS, VERDICTS, found, named
from slicebook.figures import figure_table
from slicebook.kinds import INVENTED
from slicebook.results import KEY
from slicebook.shown.view import view
from slicebook.tables import of_rows
from slicebook.text import NONE, Mark, _, quantity

HEADINGS = _("Criterion|Verdict|What it rests on|What would change it")
CAPTION = _("The criteria")
BY_REPORT = _("the report: {}")
OF_REPORT = _("by the report")
HOLD = _("{met} of {count} conditions hold")
PRINTED = _("{printed} of them use what the report prints")
UNJUDGED = _("{} cannot be judged, since a figure is missing")
ALL_UNJUDGED = _("Its {} conditions cannot be judged, for want of figures")
NOT_COUNTED = _("{} more rest on made-up answers: not counted")
NONE_COUNTED = _("Its {} conditions rest on made-up answers: not counted")
TURN = _("{because}: from {value} to {limit}")
THEN = _("Then {then}")
MORE = _("And {} more")
# Conditions that are told in full where several have to turn.
TOLD = 2


def brief(criteria: Criteria, assessed: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    """Return `rules.verdicts` with what each verdict rests on and what would change it.

    Added are `count`, `met` and `unknown` of its conditions, `printed` (how many of them are on a
    figure of `published`, the printed ones), `turns` (the rows of `assessed` that have to turn for
    another verdict) and `then`, that verdict.

    Where a report gave a verdict and made-up answers decide some conditions, the verdict is the
    report's, those conditions (`made_up`) are not counted, and `turns` are others that do not hold.
    """
    known = set(published[KEY].itertuples(index=False, name=None))
    nearest = turning_points(assessed)
    rows = []
    for one in verdicts(criteria, assessed).to_dict("records"):
        its = assessed[assessed["criterion"] == one["criterion"]]
        invented = (its["kind"] == INVENTED) & (one["report_verdict"] in VERDICTS)
        told = its[~invented]
        turns, then = _needed(one["verdict"], told, nearest)
        if invented.any():
            one["verdict"], then = one["report_verdict"], ""
            turns = told[~told["met"].fillna(True).astype(bool)].to_dict("records")
        keys = told[KEY].itertuples(index=False, name=None)
        rows.append(
            one
            | {"count": len(told), "met": int(told["met"].sum()), "turns": turns, "then": then}
            | {"unknown": int(told["met"].isna().sum())}
            | {"printed": sum(key in known for key in keys), "made_up": int(invented.sum())}
        )
    return pd.DataFrame(rows)


@view
def brief_table(found: pd.DataFrame) -> dict[str, Any]:
    """Return `brief` as arguments of `tables.show`."""
    rows = [
        (row.name, _verdict(row), _rests_on(row), _turns(row))
        for row in found.itertuples(index=False)
    ]
    return of_rows(HEADINGS, rows, CAPTION, stacked=True)


def _needed(
    verdict: str, its: pd.DataFrame, nearest: pd.DataFrame
) -> tuple[list[dict[str, Any]], str]:
    """Return the conditions that have to turn, and the verdict then.

    Where some hold and some do not, it takes all that do not; else one is enough, the nearest.
    """
    if verdict == UNKNOWN:
        return [], ""
    if verdict == PARTLY:
        return its[~its["met"].astype(bool)].to_dict("records"), "met"
    near = nearest[nearest["criterion"].isin(its["criterion"])].to_dict("records")
    return near, near[0]["then"] if near else ""


def _verdict(row: Any) -> tuple[Any, ...]:
    mark = Mark(str(VERDICTS[row.verdict]), SIGNS[row.verdict])
    if row.report_verdict not in VERDICTS:
        return (mark,)
    if row.made_up:
        return mark, str(OF_REPORT)
    return mark, BY_REPORT.format(VERDICTS[row.report_verdict])


def _rests_on(row: Any) -> str:
    if not row.count:
        return _sentences([NONE_COUNTED.format(row.made_up)])
    if row.unknown == row.count:
        return _sentences([ALL_UNJUDGED.format(row.count)])
    said = [HOLD.format(met=row.met, count=row.count)]
    if row.unknown:
        said.append(UNJUDGED.format(row.unknown))
    if row.printed:
        said.append(PRINTED.format(printed=row.printed))
    if row.made_up:
        said.append(NOT_COUNTED.format(row.made_up))
    return _sentences(said)


def _turns(row: Any) -> str:
    if not row.turns:
        return NONE
    said = [TURN.format(**_words(one)) for one in row.turns[:TOLD]]
    if len(row.turns) > TOLD:
        said.append(MORE.format(len(row.turns) - TOLD))
    then = [THEN.format(then=VERDICTS[row.then])] if row.then else []
    return _sentences([*said, *then])


def _sentences(said: Iterable[object]) -> str:
    """Return texts as sentences; one that ends in an amount of kroner has the amount's stop."""
    return " ".join(text if text.endswith(".") else f"{text}." for text in map(str, said))


def _words(condition: dict[str, Any]) -> dict[str, str]:
    unit = condition["unit"]
    place = f" ({condition['place']})" if condition["place"] else ""
    return {
        "because": str(condition["because"]).rstrip(".") + place,
        "value": quantity(condition["value"], unit),
        "limit": quantity(condition["limit"], unit),
    }


TURNING_HEADINGS = _(
    "Criterion|Now|The figure nearest to its limit|From, to|Change it takes|It then becomes"
)
TURNING_CAPTION = _("What would change the verdict")
TURNING_NOTE = _(
    "The change is in per cent of the figure found. The nearest figure is the one that needs to "
    "change least."
)


def turning_points(assessed: pd.DataFrame) -> pd.DataFrame:
    """Return one row a criterion: its condition that turns with the smallest change of its figure.

    `assessed` is from `rules.assess`, whose columns are kept; added are `verdict` (now), `change`
    (per cent of the figure's value that it has to move, signed) and `then` (the verdict when this
    one condition has turned). A criterion with a figure missing has no turning point and no row.
    """
    rows = []
    for _name, group in assessed.groupby("criterion", sort=False):
        if group["met"].isna().any():
            continue
        share = (100 * (group["limit"] - group["value"]) / group["value"].abs()).where(
            group["value"] != 0
        )
        if share.isna().all():
            continue
        nearest = share.abs().idxmin()
        turned = group["met"].copy()
        turned[nearest] = not turned[nearest]
        rows.append(
            group.loc[nearest].to_dict()
            | {
                "verdict": verdict_of(group["met"]),
                "change": share[nearest],
                "then": verdict_of(turned),
            }
        )
    return pd.DataFrame(rows, columns=[*assessed.columns, "verdict", "change", "then"])


def turning_figures(points: pd.DataFrame) -> pd.DataFrame:
    """Return each criterion's change as a figure to record, `criteria.turns.affordable`."""
    changes = zip(points["criterion"], points["change"].abs(), strict=True)
    return figure_table(((name, one, "percent") for name, one in changes), "criteria.turns")


@view
def turning_table(points: pd.DataFrame) -> dict[str, Any]:
    """Return `turning_points` as arguments of `tables.show`."""
    rows = [
        (
            row.name,
            VERDICTS[row.verdict],
            named(row),
            f"{found(row)} → {quantity(row.limit, row.unit)}",
            quantity(row.change, "percent"),
            VERDICTS[row.then],
        )
        for row in points.itertuples(index=False)
    ]
    return of_rows(TURNING_HEADINGS, rows, TURNING_CAPTION, TURNING_NOTE)
