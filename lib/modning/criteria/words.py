"""The criteria as tables and figures for a reader."""

from typing import Any

import pandas as pd

from modning.criteria.rules import MET, NOT_MET, PARTLY, UNKNOWN
from slicebook.figures import figure_table
from slicebook.kinds import INVENTED
from slicebook.shown.view import view
from slicebook.tables import of_rows
from slicebook.text import NONE, Link, Message, _, message, printed_place, quantity, section_address

_COUNTED = {"met": MET, "partly": PARTLY, "not_met": NOT_MET, "unknown": UNKNOWN}
_COMPARISONS = {"at least": "≥", "at most": "≤"}
VERDICTS = {
    MET: _("met"),
    PARTLY: _("partly"),
    NOT_MET: _("not met"),
    UNKNOWN: _("unknown"),
}
# How much of a sign is filled: all of it, half, nothing; a question where that is not known.
SIGNS = {MET: "full", PARTLY: "half", NOT_MET: "none", UNKNOWN: "unknown"}
_VERDICTS, _BY_RULE = _("The criteria"), _("Criterion|By the rule")
_BY_REPORT = _("The report|The report in other words|Source")
_CONDITIONS = _("The conditions behind them")
_CONDITION = _("Criterion|Condition|Figure|Found|Limit|Room|Met")
_MADE_UP, _YES, _NO = _("{} (made up)"), _("yes"), _("no")
_ROOM = _(
    "Room: how far the figure may move before the answer turns; negative where it is on the other "
    "side already."
)
_ENDS = {
    "value": message(""),
    "low": _(", low end"),
    "high": _(", high end"),
}


def figures(table: pd.DataFrame) -> pd.DataFrame:
    """Return how many of `verdicts`' criteria there are, are met, and agree with the report.

    `criteria.agree`, and how many a report found met or partly so, where it gave its verdicts.
    """
    counts = {"count": len(table)}
    for word, verdict in _COUNTED.items():
        counts[word] = int((table["verdict"] == verdict).sum())
    if reported(table):
        counts["agree"] = int((table["verdict"] == table["report_verdict"]).sum())
        counts["report_met"] = int((table["report_verdict"] == MET).sum())
        counts["report_partly"] = int((table["report_verdict"] == PARTLY).sum())
    return figure_table(((name, n, "criteria") for name, n in counts.items()), "criteria")


@view
def verdict_table(table: pd.DataFrame) -> dict[str, Any]:
    """Return `verdicts` as arguments of `tables.show`."""
    told = reported(table)
    headings = f"{_BY_RULE}|{_BY_REPORT}" if told else _BY_RULE
    rows = [
        (row.name, VERDICTS[row.verdict], *(_by_report(row) if told else ()))
        for row in table.itertuples()
    ]
    return of_rows(headings, rows, _VERDICTS)


def reported(table: pd.DataFrame) -> bool:
    """Tell whether a report gave its own verdict on each of `verdicts`' criteria."""
    return bool(len(table)) and bool(table["report_verdict"].notna().all())


def _by_report(row: Any) -> tuple[Any, ...]:
    return VERDICTS[row.report_verdict], row.report_text, printed_place(row.source)


@view
def condition_table(assessed: pd.DataFrame) -> dict[str, Any]:
    """Return `assess` as arguments of `tables.show`, each amount in its unit."""
    rows = [
        (row.name, row.because, named(row), found(row), _limit(row),
         quantity(row.margin, row.unit), _answer(row.met))
        for row in assessed.itertuples()
    ]  # fmt: skip
    return of_rows(_CONDITION, rows, _CONDITIONS, _ROOM)


def named(row: Any) -> Link | str:
    """Return a condition's figure with the place and end that count, leading to its section."""
    place = f" ({row.place})" if row.place else ""
    text = f"{row.label}{place}{_ENDS[row.end]}"
    if not row.notebook:
        return text
    return Link(text, f"../../{section_address(row.notebook, row.section)}")


def found(row: Any) -> str:
    """Return a condition's figure as it was found; one that made-up answers decide says so."""
    said = quantity(row.value, row.unit)
    return _MADE_UP.format(said) if row.kind == INVENTED else said


def _limit(row: Any) -> str:
    if pd.isna(row.limit):
        return NONE
    return f"{_COMPARISONS[row.comparison]} {quantity(row.limit, row.unit)}"


def _answer(met: Any) -> Message:
    return VERDICTS[UNKNOWN] if pd.isna(met) else _YES if met else _NO
