"""What stands beside the amounts: how the work is organised, and what the lines leave out."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from modning.costs.lines import Line, rows_of
from slicebook import paths
from slicebook.text import Label, printed_place

_ITEM = Label("Udeladt", "Left out")
_EFFECT = Label("Følge for tallene", "What it does to the figures")
_NAMED = Label("Nævnt af", "Named by")
_SOURCE = Label("Kilde", "Source")
_ASPECT = Label("Forhold", "Aspect")
_NAMERS = {
    "report": Label("rapporten", "the report"),
    "this evaluation": Label("denne evaluering", "this evaluation"),
}


_BASIS = Label(
    "Poster|Valuta|Prisår|Prisåret er|Moms", "Lines|Currency|Price year|The price year is|VAT"
)
_STATED_HOW = Label("Hvordan beløbene er opgjort", "How the amounts are stated")
_AT_LEVEL = Label(
    "Hvor siden siger det, er beløb flyttet til {}-priser med den generelle pris- og lønstigning.",
    "Where the page says so, amounts are moved to prices of {} by the general price and wage "
    "increase.",
)
_STATED = {"stated": Label("oplyst", "stated"), "assumed": Label("antaget", "assumed")}
_VAT = {"not stated": Label("ikke oplyst", "not stated")}


def basis(lines: Iterable[Line], language: str) -> pd.DataFrame:
    """Return how amounts are stated: currency, price year and VAT, and the activities so stated.

    Words that the lines file uses otherwise are shown as it has them.
    """
    activities: dict[tuple[str, ...], dict[str, None]] = {}
    for line in lines:
        said = (
            line.currency,
            str(line.price_year),
            _word(_STATED, line.price_year_basis, language),
            _word(_VAT, line.vat, language),
        )
        activities.setdefault(said, {})[line.activity[language]] = None
    rows = [("; ".join(names), *said) for said, names in activities.items()]
    return pd.DataFrame(rows, columns=_BASIS[language].split("|"))


def basis_table(
    lines: Iterable[Line], language: str, level: int | None = None
) -> dict[str, object]:
    """Return `basis` as arguments of `tables.show`; `level` is the year all are moved to, if so."""
    return {
        "frame": basis(lines, language),
        "caption": _STATED_HOW[language],
        "language": language,
        "note": _AT_LEVEL[language].format(level) if level else None,
    }


def _word(words: dict[str, Label], said: str, language: str) -> str:
    return words[said][language] if said in words else said


def omitted(language: str, phase: str | None = None, path: Path | None = None) -> pd.DataFrame:
    """Return what the cost lines leave out, to what effect, who says so and where.

    `phase` is "running" (work not on a line), "consequence" (what follows elsewhere) or, for all,
    None.
    """
    columns = ("item_en", "item_da", "phase", "effect_en", "effect_da", "named_by", "source")
    rows = rows_of(path or paths.report("omitted.csv"), columns)
    return pd.DataFrame(
        [
            (
                row[f"item_{language}"],
                row[f"effect_{language}"],
                _NAMERS[row["named_by"]][language],
                printed_place(row["source"], language),
            )
            for _, row in rows
            if phase in (None, row["phase"])
        ],
        columns=[_ITEM[language], _EFFECT[language], _NAMED[language], _SOURCE[language]],
    )


def organisation(names: dict[str, str], language: str, path: Path | None = None) -> pd.DataFrame:
    """Return how each municipality organises the work: one row an aspect, one column each.

    `names` maps the municipalities' keys to the headings, in order.
    """
    columns = ("aspect_en", "aspect_da", "municipality", "value_en", "value_da", "source")
    rows = [row for _, row in rows_of(path or paths.report("organisation.csv"), columns)]
    aspects = dict.fromkeys(row[f"aspect_{language}"] for row in rows)
    value = {
        (row[f"aspect_{language}"], row["municipality"]): row[f"value_{language}"] for row in rows
    }
    return pd.DataFrame(
        [(aspect, *(value.get((aspect, key), "–") for key in names)) for aspect in aspects],
        columns=[_ASPECT[language], *names.values()],
    )
