"""What stands beside the amounts: how the work is organised, and what the lines leave out."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from modning.costs.lines import Line
from slicebook import paths
from slicebook.shown.view import view
from slicebook.text import Message, _, printed_place
from slicebook.text_tables import read_text_table

_ITEM = _("Left out")
_EFFECT = _("What it does to the figures")
_NAMED = _("Named by")
_SOURCE = _("Source")
_ASPECT = _("Aspect")
_NAMERS = {
    "report": _("the report"),
    "this evaluation": _("this evaluation"),
}


_BASIS = _("Lines|Currency|Price year|The price year is|VAT")
_STATED_HOW = _("How the amounts are stated")
_AT_LEVEL = _(
    "Where the page says so, amounts are moved to prices of {} by the general price and wage "
    "increase."
)
_STATED = {"stated": _("stated"), "assumed": _("assumed")}
_VAT = {"not stated": _("not stated")}


def basis(lines: Iterable[Line]) -> pd.DataFrame:
    """Return how amounts are stated: currency, price year and VAT, and the activities so stated.

    Words that the lines file uses otherwise are shown as it has them.
    """
    activities: dict[tuple[str, ...], dict[str, None]] = {}
    for line in lines:
        said = (
            line.currency,
            str(line.price_year),
            _word(_STATED, line.price_year_basis),
            _word(_VAT, line.vat),
        )
        activities.setdefault(said, {})[str(line.activity)] = None
    rows = [("; ".join(names), *said) for said, names in activities.items()]
    return pd.DataFrame(rows, columns=str(_BASIS).split("|"))


@view
def basis_table(lines: Iterable[Line], level: int | None = None) -> dict[str, object]:
    """Return `basis` as arguments of `tables.show`; `level` is the year all are moved to, if so."""
    return {
        "frame": basis(lines),
        "caption": str(_STATED_HOW),
        "note": _AT_LEVEL.format(level) if level else None,
    }


def _word(words: dict[str, Message], said: str) -> str:
    return str(words[said]) if said in words else said


@view
def omitted(phase: str | None = None, path: Path | None = None) -> pd.DataFrame:
    """Return what the cost lines leave out, to what effect, who says so and where.

    `phase` is "running" (work not on a line), "consequence" (what follows elsewhere) or, for all,
    None.
    """
    columns = ("item", "phase", "effect", "named_by", "source")
    rows = _rows(path or paths.report("omitted.csv"), columns)
    return pd.DataFrame(
        [
            (
                str(row["item"]),
                str(row["effect"]),
                str(_NAMERS[row["named_by"]]),
                printed_place(row["source"]),
            )
            for row in rows
            if phase in (None, row["phase"])
        ],
        columns=[str(_ITEM), str(_EFFECT), str(_NAMED), str(_SOURCE)],
    )


@view
def organisation(names: dict[str, str], path: Path | None = None) -> pd.DataFrame:
    """Return how each municipality organises the work: one row an aspect, one column each.

    `names` maps the municipalities' keys to the headings, in order.
    """
    rows = _rows(path or paths.report("organisation.csv"), ("aspect", "municipality", "value"))
    aspects = dict.fromkeys(str(row["aspect"]) for row in rows)
    value = {(str(row["aspect"]), row["municipality"]): str(row["value"]) for row in rows}
    return pd.DataFrame(
        [(aspect, *(value.get((aspect, key), "–") for key in names)) for aspect in aspects],
        columns=[str(_ASPECT), *names.values()],
    )


def _rows(path: Path, columns: Iterable[str]) -> list[dict[str, Any]]:
    return read_text_table(path, columns).to_dict("records")
