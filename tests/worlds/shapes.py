"""Answers of worlds in which all goes one way, or nowhere: drawn answers, made so."""

import pandas as pd

from slicebook.programme import Programme
from surveys.codebook import Form


def falls(frame: pd.DataFrame, form: Form, programme: Programme) -> pd.DataFrame:
    """Let everybody answer each row of a grid high before and low afterwards."""
    return _turned(frame, form, high=programme.forms[form.id] == "before")


def rises(frame: pd.DataFrame, form: Form, programme: Programme) -> pd.DataFrame:
    """Let everybody answer each row of a grid low before and high afterwards."""
    return _turned(frame, form, high=programme.forms[form.id] == "after")


def alike(frame: pd.DataFrame, form: Form, programme: Programme) -> pd.DataFrame:
    """Let everybody give the first answer of each question that is asked of all."""
    return frame.assign(
        **{
            column.name: frame[column.name].mask(frame[column.name].notna(), min(column.codes))
            for column in form.columns.values()
            if column.kind == "code" and column.codes and not form.skips(column.item)
        }
    )


def unanswered(frame: pd.DataFrame, form: Form, programme: Programme) -> pd.DataFrame:
    """Let nobody answer a grid after the programme."""
    if programme.forms[form.id] != "after":
        return frame
    return frame.assign(**dict.fromkeys(_grids(form), pd.NA))


def _turned(frame: pd.DataFrame, form: Form, high: bool) -> pd.DataFrame:
    """Return answers of which those to grids are the two highest codes, or the two lowest."""
    turned = {}
    for name in _grids(form):
        codes = sorted(form.columns[name].codes)
        two = codes[-2:] if high else codes[:2]
        answers = pd.Series([two[at % 2] for at in range(len(frame))], frame.index)
        turned[name] = frame[name].mask(frame[name].notna(), answers)
    return frame.assign(**turned)


def _grids(form: Form) -> list[str]:
    return [column.name for item in form.items if item.type == "grid" for column in item.columns()]
