"""The five criteria as tables and figures for a reader."""

from typing import Any

import pandas as pd

from modning.criteria.rules import MET, NOT_MET, PARTLY, UNKNOWN
from slicebook.text import Label, Link, printed_place, quantity, section_anchor

_COUNTED = {"met": MET, "partly": PARTLY, "not_met": NOT_MET, "unknown": UNKNOWN}
_COMPARISONS = {"at least": "≥", "at most": "≤"}
VERDICTS = {
    MET: Label("opfyldt", "met"),
    PARTLY: Label("delvist", "partly"),
    NOT_MET: Label("ikke opfyldt", "not met"),
    UNKNOWN: Label("ukendt", "unknown"),
}
_WORDS = {
    "criterion": Label("Kriterium", "Criterion"),
    "by_rule": Label("Efter reglen", "By the rule"),
    "by_report": Label("Rapporten", "The report"),
    "in_words": Label("Rapporten med andre ord", "The report in other words"),
    "source": Label("Kilde", "Source"),
    "verdicts": Label("De fem kriterier", "The five criteria"),
    "conditions": Label("Betingelserne bag", "The conditions behind them"),
    "because": Label("Betingelse", "Condition"),
    "figure": Label("Tal", "Figure"),
    "found": Label("Fundet", "Found"),
    "limit": Label("Grænse", "Limit"),
    "room": Label("Margin", "Room"),
    "met": Label("Opfyldt", "Met"),
    "yes": Label("ja", "yes"),
    "no": Label("nej", "no"),
    "unknown": Label("ukendt", "unknown"),
    "note": Label(
        "Margin: hvor langt tallet kan flytte sig, før svaret vender; negativ, hvor det allerede "
        "er på den anden side.",
        "Room: how far the figure may move before the answer turns; negative where it is on the "
        "other side already.",
    ),
}
_ENDS = {
    "value": Label("", ""),
    "low": Label(", lav ende", ", low end"),
    "high": Label(", høj ende", ", high end"),
}


def figures(table: pd.DataFrame) -> pd.DataFrame:
    """Return how many of `verdicts`' criteria there are, are met, and agree with the report."""
    counts = {"criteria.count": len(table)}
    for word, verdict in _COUNTED.items():
        counts[f"criteria.{word}"] = int((table["verdict"] == verdict).sum())
    counts["criteria.agree"] = int((table["verdict"] == table["report_verdict"]).sum())
    return pd.DataFrame({"figure": counts.keys(), "value": counts.values(), "unit": "criteria"})


def verdict_table(table: pd.DataFrame, language: str) -> dict[str, Any]:
    """Return `verdicts` as arguments of `tables.show`."""
    columns = {
        "criterion": table["name"],
        "by_rule": [VERDICTS[verdict][language] for verdict in table["verdict"]],
        "by_report": [VERDICTS[verdict][language] for verdict in table["report_verdict"]],
        "in_words": table["report_text"],
        "source": [printed_place(source, language) for source in table["source"]],
    }
    return _arguments(columns, "verdicts", language)


def condition_table(assessed: pd.DataFrame, language: str) -> dict[str, Any]:
    """Return `assess` as arguments of `tables.show`, each amount in its unit."""
    rows = list(assessed.itertuples())
    columns = {
        "criterion": assessed["name"],
        "because": assessed["because"],
        "figure": [named(row, language) for row in rows],
        "found": [quantity(row.value, row.unit, language) for row in rows],
        "limit": [_limit(row, language) for row in rows],
        "room": [quantity(row.margin, row.unit, language) for row in rows],
        "met": [_answer(row.met, language) for row in rows],
    }
    return _arguments(columns, "conditions", language) | {"note": _WORDS["note"][language]}


def _arguments(columns: dict[str, Any], caption: str, language: str) -> dict[str, Any]:
    frame = pd.DataFrame({_WORDS[key][language]: column for key, column in columns.items()})
    return {"frame": frame, "caption": _WORDS[caption][language], "language": language}


def named(row: Any, language: str) -> Link | str:
    """Return a condition's figure with the place and end that count, leading to its section."""
    place = f" ({row.place})" if row.place else ""
    text = f"{row.label}{place}{_ENDS[row.end][language]}"
    if not row.notebook:
        return text
    return Link(text, f"../../{row.notebook}/all-all.html#{section_anchor(row.section)}")


def _limit(row: Any, language: str) -> str:
    return f"{_COMPARISONS[row.comparison]} {quantity(row.limit, row.unit, language)}"


def _answer(met: Any, language: str) -> str:
    word = "unknown" if pd.isna(met) else "yes" if met else "no"
    return _WORDS[word][language]
