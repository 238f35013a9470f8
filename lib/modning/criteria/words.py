"""The criteria as tables and figures for a reader."""

from typing import Any

import pandas as pd

from modning.criteria.rules import MET, NOT_MET, PARTLY, UNKNOWN
from slicebook.figures import figure_table
from slicebook.kinds import INVENTED
from slicebook.shown.view import view
from slicebook.text import NONE, Link, _, message, printed_place, quantity, section_address

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
_WORDS = {
    "criterion": _("Criterion"),
    "by_rule": _("By the rule"),
    "by_report": _("The report"),
    "in_words": _("The report in other words"),
    "source": _("Source"),
    "verdicts": _("The criteria"),
    "conditions": _("The conditions behind them"),
    "because": _("Condition"),
    "figure": _("Figure"),
    "found": _("Found"),
    "made_up": _("{} (made up)"),
    "limit": _("Limit"),
    "room": _("Room"),
    "met": _("Met"),
    "yes": _("yes"),
    "no": _("no"),
    "unknown": _("unknown"),
    "note": _(
        "Room: how far the figure may move before the answer turns; negative where it is on the "
        "other side already."
    ),
}
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
    columns = {
        "criterion": table["name"],
        "by_rule": [str(VERDICTS[verdict]) for verdict in table["verdict"]],
    }
    if reported(table):
        columns |= _by_report(table)
    return _arguments(columns, "verdicts")


def reported(table: pd.DataFrame) -> bool:
    """Tell whether a report gave its own verdict on each of `verdicts`' criteria."""
    return bool(len(table)) and bool(table["report_verdict"].notna().all())


def _by_report(table: pd.DataFrame) -> dict[str, Any]:
    return {
        "by_report": [str(VERDICTS[verdict]) for verdict in table["report_verdict"]],
        "in_words": table["report_text"],
        "source": [printed_place(source) for source in table["source"]],
    }


@view
def condition_table(assessed: pd.DataFrame) -> dict[str, Any]:
    """Return `assess` as arguments of `tables.show`, each amount in its unit."""
    rows = list(assessed.itertuples())
    columns = {
        "criterion": assessed["name"],
        "because": assessed["because"],
        "figure": [named(row) for row in rows],
        "found": [found(row) for row in rows],
        "limit": [_limit(row) for row in rows],
        "room": [quantity(row.margin, row.unit) for row in rows],
        "met": [_answer(row.met) for row in rows],
    }
    return _arguments(columns, "conditions") | {"note": str(_WORDS["note"])}


def _arguments(columns: dict[str, Any], caption: str) -> dict[str, Any]:
    frame = pd.DataFrame({str(_WORDS[key]): column for key, column in columns.items()})
    return {
        "frame": frame,
        "caption": str(_WORDS[caption]),
    }


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
    return str(_WORDS["made_up"].format(said)) if row.kind == INVENTED else said


def _limit(row: Any) -> str:
    if pd.isna(row.limit):
        return NONE
    return f"{_COMPARISONS[row.comparison]} {quantity(row.limit, row.unit)}"


def _answer(met: Any) -> str:
    word = "unknown" if pd.isna(met) else "yes" if met else "no"
    return str(_WORDS[word])
