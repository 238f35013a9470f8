"""What has to be true for a change to fall: every assumption of the design, alone and together."""

from typing import Any

import pandas as pd
from scipy import stats

from modning.compare.change import Change
from modning.compare.clustering import breakdown, clustered_change, design_effect
from modning.compare.clustering import sensitivity as by_resemblance
from modning.compare.dropout import Bounds
from modning.compare.identified import Assumption, identified_table
from modning.compare.missing import Sensitivity
from modning.compare.words import interval, of_texts
from slicebook.text import Label, number, quantity

# Persons of one course resemble each other this much, and so many completers joined late, at most.
RESEMBLANCE, LATE = 0.1, 0.1

ROWS = {
    "none": Label("Intet af det følgende", "None of what follows"),
    "leavers": Label("De, der faldt fra, var de laveste (eller højeste)",
                     "Those who left were the lowest (or highest)"),
    "late": Label("Desuden kom en tiendedel til senere", "Besides, one in ten joined late"),
    "gaps": Label("En anden regel for huller", "Another rule for gaps"),
    "courses": Label("Deltagere på samme forløb ligner hinanden (0,1)",
                     "Persons of a course resemble each other (0.1)"),
    "natural": Label("Bedring uden forløb, som på en venteliste",
                     "Recovery without a course, as on a waiting list"),
    "all": Label("Alt på én gang", "All of it at once"),
}  # fmt: skip
HEADINGS = (
    Label("Hvis", "If"),
    Label("Ændringen ligger fra", "The change lies from"),
    Label("til", "to"),
    Label("Med 95 %-interval", "With 95% interval"),
    Label("Stadig forskellig fra nul?", "Still other than zero?"),
)
YES, NO = Label("ja", "yes"), Label("nej", "no")
CAPTION = Label("Hvad designet ikke kan sige", "What the design cannot say")
COURSE_HEADINGS = (
    Label("Korrelation på forløbet", "Correlation within a course"),
    Label("Designeffekt", "Design effect"),
    Label("Frihedsgrader", "Degrees of freedom"),
    Label("Ændring", "Change"),
    Label("p", "p"),
)
COURSE_CAPTION = Label(
    "Ændringen, hvis deltagere på samme forløb ligner hinanden",
    "The change if persons of a course resemble each other",
)


def doubts(
    change: Change,
    bounds: Bounds | None,
    joined: pd.DataFrame,
    gaps: Sensitivity,
    size: float,
    natural: float,
) -> pd.DataFrame:
    """Return the change of a scale under each assumption, columns as `identified_table`.

    `joined` is the table of `late_joiners`. `size` persons sit in a course, and without a course
    persons would have changed by as much as `natural` spreads before. Empty where no change or no
    bounds are stated.
    """
    total = change.total
    known = total.p is not None and bounds is not None and bounds.rise is not None
    courses = clustered_change(total.before, total.after, size, RESEMBLANCE) if known else None
    if courses is None:
        return identified_table(0.0, 1.0, ()).iloc[:0]
    rules = [one.difference for one in gaps.by_rule.values() if one.difference is not None]
    shifts = [rule - total.difference for rule in rules]
    recovered = natural * total.before.sd
    wider = (courses.high - courses.low) / (total.high - total.low)
    return identified_table(
        total.difference,
        (total.high - total.low) / 2 / float(stats.norm.ppf(0.975)),
        (
            Assumption("leavers", min(0.0, bounds.low - bounds.rise),
                       max(0.0, bounds.high - bounds.rise)),
            Assumption("late", *_late(joined, bounds)),
            Assumption("gaps", min(0.0, *shifts), max(0.0, *shifts)),
            Assumption("courses", wider=wider),
            Assumption("natural", min(0.0, -recovered), 0.0),
        ),
    )  # fmt: skip


def doubt_figures(table: pd.DataFrame, change: Change, size: float, prefix: str) -> pd.DataFrame:
    """Return what falls as figures to record: `prefix.all` and one each of `ROWS`, with intervals.

    The value is the change, low and high its interval under the assumption. `prefix.falls` counts
    the single assumptions under which it reaches zero; `prefix.breakdown` is the correlation within
    a course at which it does, `prefix.at_10` the change with its interval at one of 0.1.
    """
    total, found = change.total, table.set_index("assumption")
    n = total.n if len(table) else 0
    rows = []
    for name in ROWS:
        ends = found.loc[name, ["low", "high"]] if n else (None, None)
        rows.append((f"{prefix}.{name}", total.difference if n else None, *ends, n, "scale points"))
    single = [name for name in ROWS if name not in ("none", "all")]
    falls = int((~found.loc[single, "holds"].astype(bool)).sum()) if n else None
    undone = breakdown(total, size) if n else None
    close = clustered_change(total.before, total.after, size, RESEMBLANCE) if n else None
    at = (close.value, close.low, close.high) if close else (None,) * 3
    rows += [
        (f"{prefix}.falls", falls, None, None, n, "assumptions"),
        (f"{prefix}.breakdown", undone, None, None, n * (undone is not None), "coefficient"),
        (f"{prefix}.at_10", *at, n, "scale points"),
    ]
    return pd.DataFrame(rows, columns=["figure", "value", "low", "high", "n", "unit"])


def doubt_table(table: pd.DataFrame, language: str) -> dict[str, Any]:
    """Return `doubts` as arguments of `tables.show`, a row an assumption."""
    rows = [
        (
            ROWS[row.assumption][language],
            quantity(row.least, "scale", language),
            quantity(row.most, "scale", language),
            f"{number(row.low, language, 2)}; {number(row.high, language, 2)}",
            (YES if row.holds else NO)[language],
        )
        for row in table.itertuples()
    ]
    frame = pd.DataFrame(rows, columns=[heading[language] for heading in HEADINGS])
    return of_texts(frame, CAPTION[language], language)


def course_table(change: Change, size: float, language: str) -> dict[str, Any]:
    """Return the change at each correlation within a course as arguments of `tables.show`."""
    rows = [
        (
            number(row.correlation, language, 2),
            number(design_effect(size, row.correlation), language, 2),
            number(row.df, language, 0),
            interval(row.value, row.low, row.high, language),
            quantity(row.p, "probability", language),
        )
        for row in by_resemblance(change.total, size).itertuples()
    ]
    frame = pd.DataFrame(rows, columns=[heading[language] for heading in COURSE_HEADINGS])
    return of_texts(frame, COURSE_CAPTION[language], language)


def _late(joined: pd.DataFrame, bounds: Bounds) -> tuple[float, float]:
    """Return how much further than leavers alone late joiners may move the change."""
    some = joined[joined["late"] >= LATE]
    if some.empty:
        return 0.0, 0.0
    first = some.iloc[0]
    return min(0.0, float(first["low"] - bounds.low)), max(0.0, float(first["high"] - bounds.high))
