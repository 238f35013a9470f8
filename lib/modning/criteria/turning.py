"""What would change a verdict: the condition nearest to its limit, and what follows if it turns."""

from typing import Any

import pandas as pd

from modning.criteria.rules import verdict_of
from modning.criteria.words import VERDICTS, named
from slicebook.text import NONE, Label, quantity

HEADINGS = {
    "name": Label("Kriterium", "Criterion"),
    "verdict": Label("Nu", "Now"),
    "figure": Label("Tallet nærmest sin grænse", "The figure nearest to its limit"),
    "from_to": Label("Fra, til", "From, to"),
    "share": Label("Ændring, der skal til", "Change it takes"),
    "then": Label("Så bliver det", "It then becomes"),
}
CAPTION = Label("Hvad der ville ændre dommen", "What would change the verdict")
DECISION_HEADINGS = (
    Label("Kriterium", "Criterion"),
    Label("Efter reglen", "By the rule"),
    Label("Rapporten", "The report"),
    Label("Rapporten med andre ord", "The report in other words"),
    Label("Hvad der skal til, før dommen vender", "What it takes to turn"),
)
DECISION_CAPTION = Label("De fem kriterier", "The five criteria")
TURN = Label(
    "{because}: fra {value} til {limit}, så {then}",
    "{because}: from {value} to {limit}, then {then}",
)
NOTE = Label(
    "Ændringen er i procent af det fundne tal. Det nærmeste tal er det, der skal ændre sig mindst.",
    "The change is in per cent of the figure found. The nearest figure is the one that needs to "
    "change least.",
)


def turning_points(assessed: pd.DataFrame) -> pd.DataFrame:
    """Return one row a criterion: its condition that turns with the smallest change of its figure.

    `assessed` is from `rules.assess`, whose columns are kept; added are `verdict` (now), `change`
    (per cent of the figure's value that it has to move, signed) and `then` (the verdict when this
    one condition has turned). A criterion with a figure missing has no turning point and no row.
    """
    rows = []
    for _, group in assessed.groupby("criterion", sort=False):
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
    return pd.DataFrame(
        {
            "figure": "criteria.turns." + points["criterion"],
            "value": points["change"].abs(),
            "unit": "percent",
        }
    )


def decision_table(decided: pd.DataFrame, points: pd.DataFrame, language: str) -> dict[str, Any]:
    """Return `rules.verdicts` with the turning points as arguments of `tables.show`."""
    turns = {row.criterion: row for row in points.itertuples(index=False)}
    rows = [
        (
            row.name,
            VERDICTS[row.verdict][language],
            VERDICTS[row.report_verdict][language],
            row.report_text,
            _turn(turns[row.criterion], language) if row.criterion in turns else NONE,
        )
        for row in decided.itertuples(index=False)
    ]
    return {
        "frame": pd.DataFrame(rows, columns=[word[language] for word in DECISION_HEADINGS]),
        "caption": DECISION_CAPTION[language],
        "language": language,
    }


def _turn(row: Any, language: str) -> str:
    words = {
        "then": VERDICTS[row.then][language],
        "value": quantity(row.value, row.unit, language),
        "limit": quantity(row.limit, row.unit, language),
        "because": row.because.rstrip("."),
    }
    return TURN[language].format(**words)


def turning_table(points: pd.DataFrame, language: str) -> dict[str, Any]:
    """Return `turning_points` as arguments of `tables.show`."""
    rows = [
        (
            row.name,
            VERDICTS[row.verdict][language],
            named(row, language),
            " → ".join(quantity(end, row.unit, language) for end in (row.value, row.limit)),
            quantity(row.change, "percent", language),
            VERDICTS[row.then][language],
        )
        for row in points.itertuples(index=False)
    ]
    return {
        "frame": pd.DataFrame(rows, columns=[heading[language] for heading in HEADINGS.values()]),
        "caption": CAPTION[language],
        "language": language,
        "note": NOTE[language],
    }
