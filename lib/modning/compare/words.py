"""Comparisons as tables of text, in the reader's language."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from modning.compare.groups import Comparison, Side
from slicebook.programme import ALL, load_programme
from slicebook.text import NONE, Label, number, quantity

HEADINGS = {
    "what": Label("Sammenligning", "Comparison"),
    "n": Label("Svar", "Answers"),
    "missing": Label("Mangler", "Missing"),
    "before": Label("Før", "Before"),
    "after": Label("Efter", "After"),
    "difference": Label("Forskel", "Difference"),
    "g": Label("Hedges' g", "Hedges' g"),
    "superiority": Label("Højere efter", "Higher after"),
    "p": Label("p", "p"),
    "p_holm": Label("p, Holm", "p, Holm"),
    "p_rank": Label("p, rangtest", "p, rank test"),
}
CAPTION = Label("{title}: før og efter", "{title}: before and after")
NOTE = Label(
    "Svar og mangler: før / efter. I parentes 95 %-intervaller. Højere efter: hvor ofte et svar "
    "efter er højere end et før, lige svar talt halvt. p: Welchs t-test; rangtest: Mann og "
    "Whitneys.",
    "Answers and missing: before / after. In brackets 95% intervals. Higher after: how often an "
    "answer after is higher than one before, ties counted half. p: Welch's t-test; rank test: Mann "
    "and Whitney's.",
)
NO_BREAK = "\N{NO-BREAK SPACE}"
HIDDEN = Label("få", "few")


def tabulate(
    comparisons: Sequence[Comparison], labels: Mapping[str, str], title: str, language: str
) -> dict[str, Any]:
    """Return comparisons as arguments of `tables.show`: one row each, named by `labels`.

    The column of Holm's p-values is there where any comparison has one. A group of too few
    answers to be shown has neither number nor mean.
    """
    rows = [_row(comparison, labels[comparison.name], language) for comparison in comparisons]
    frame = pd.DataFrame(rows, columns=list(HEADINGS))
    if all(comparison.p_holm is None for comparison in comparisons):
        frame = frame.drop(columns="p_holm")
    frame.columns = [HEADINGS[name][language] for name in frame.columns]
    return of_texts(frame, CAPTION[language].format(title=title), language, NOTE[language])


def of_texts(
    frame: pd.DataFrame, caption: str, language: str, note: str | None = None
) -> dict[str, Any]:
    """Return a frame of texts as arguments of `tables.show`, its first column the rows' names."""
    units = dict.fromkeys(frame.columns[1:], "")
    return {"frame": frame, "caption": caption, "language": language, "units": units, "note": note}


def place_labels(language: str) -> dict[str, str]:
    """Return the municipalities' names, and the words for all of them, by key."""
    programme = load_programme()
    keys = [*programme.municipalities, ALL]
    return {key: programme.municipality_name(key, language) for key in keys}


def interval(
    value: float | None, low: float | None, high: float | None, language: str, decimals: int = 1
) -> str:
    """Return a value with its interval, "0.8 (0.6; 1.2)"; "–" where there is none."""
    if value is None:
        return NONE
    if low is None or high is None:
        return _rounded(value, language, decimals)
    texts = (_rounded(number, language, decimals) for number in (value, low, high))
    return "{} ({}; {})".format(*texts)


def _rounded(value: float, language: str, decimals: int) -> str:
    # Adding zero turns a rounded minus zero into zero.
    return number(round(value, decimals) + 0.0, language, decimals)


def _row(comparison: Comparison, label: str, language: str) -> dict[str, str]:
    one, other = comparison.before, comparison.after
    probabilities = {key: getattr(comparison, key) for key in ("p", "p_holm", "p_rank")}
    row = {
        "what": label,
        "n": _pair(one, other, "n", language),
        "missing": _pair(one, other, "missing", language),
        "before": quantity(one.mean, "scale", language),
        "after": quantity(other.mean, "scale", language),
        "difference": interval(comparison.difference, comparison.low, comparison.high, language),
        "g": interval(comparison.g, comparison.g_low, comparison.g_high, language),
        "superiority": quantity(_percent(comparison.superiority), "percent", language),
    }
    texts = {
        key: quantity(p, "probability", language).replace(" ", NO_BREAK)
        for key, p in probabilities.items()
    }
    return {**row, **texts}


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _pair(one: Side, other: Side, what: str, language: str) -> str:
    counts = (HIDDEN[language] if s.withheld else str(getattr(s, what)) for s in (one, other))
    return f"{NO_BREAK}/{NO_BREAK}".join(counts)
