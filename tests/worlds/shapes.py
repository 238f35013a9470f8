"""Answers of worlds in which all goes one way, or nowhere: drawn answers, made so."""

import pandas as pd

from slicebook.programme import Programme
from surveys.codebook import Column, Form


def falls(frame: pd.DataFrame, form: Form, programme: Programme) -> pd.DataFrame:
    """Let all answer each row of a grid high before the programme and low afterwards."""
    role = programme.forms[form.id]
    return frame if role == "register" else _turned(frame, form, high=role == "before")


def rises(frame: pd.DataFrame, form: Form, programme: Programme) -> pd.DataFrame:
    """Let all answer each row of a grid low before the programme and high afterwards."""
    role = programme.forms[form.id]
    return frame if role == "register" else _turned(frame, form, high=role == "after")


def unchanged(frame: pd.DataFrame, form: Form, programme: Programme) -> pd.DataFrame:
    """Let the answers to each question that leads past no other be as many before as afterwards."""
    names = [
        name
        for name, column in form.columns.items()
        if _is_answer(column) and not form.skips(column.item)
        and not any(form.skipped_by(column.item, option) for option in column.item.options)
    ]  # fmt: skip
    # The first four, since a fifth was added to one form alone.
    return _among(frame, {name: sorted(form.columns[name].codes)[:4] for name in names})


def worse(frame: pd.DataFrame, form: Form, programme: Programme) -> pd.DataFrame:
    """Let violence end for most before the programme and go on afterwards, more types be met then.

    Not for all: a whole of which everybody says the same tells of the few of each place, and is
    withheld for that.
    """
    role = programme.forms[form.id]
    if role == "register":
        return frame
    item = form.item("violence_continues")
    ended, goes_on = ("stopped", "left", "stopped", "same"), ("same", "worse", "same", "stopped")
    codes = [item.option(one).code for one in (goes_on if role == "after" else ended)]
    return _among(frame, {item.id: codes, **_met(form, often=role == "after")})


def alike(frame: pd.DataFrame, form: Form, programme: Programme) -> pd.DataFrame:
    """Let everybody give the first answer of each question that is asked of all."""
    return _among(
        frame,
        {
            column.name: [min(column.codes)]
            for column in form.columns.values()
            if _is_answer(column) and not form.skips(column.item)
        },
    )


def unanswered(frame: pd.DataFrame, form: Form, programme: Programme) -> pd.DataFrame:
    """Let nobody answer a grid after the programme."""
    if programme.forms[form.id] != "after":
        return frame
    return frame.assign(**dict.fromkeys(_grids(form), pd.NA))


def _turned(frame: pd.DataFrame, form: Form, high: bool) -> pd.DataFrame:
    """Return answers of which those to grids are the two highest codes, or the two lowest."""
    codes = {name: sorted(form.columns[name].codes) for name in _grids(form)}
    two = {name: of[-2:] if high else of[:2] for name, of in codes.items()}
    return _among(frame, two | _met(form, often=high))


def _met(form: Form, often: bool) -> dict[str, list[int]]:
    """Return codes by which one in three has met each type of violence, or two in three."""
    item = form.item("violence_frequency")
    ids = ("never", "weekly", "daily") if often else ("never", "never", "once")
    codes = [item.option(id).code for id in ids]
    return {name: codes for name in _grids(form) if form.columns[name].item is item}


def _among(frame: pd.DataFrame, codes: dict[str, list[int]]) -> pd.DataFrame:
    """Return answers in which those to some columns are some codes, one after the other."""
    turned = {}
    for name, some in codes.items():
        answers = pd.Series([some[at % len(some)] for at in range(len(frame))], frame.index)
        turned[name] = frame[name].mask(frame[name].notna(), answers)
    return frame.assign(**turned)


def _is_answer(column: Column) -> bool:
    """Tell whether a column holds codes that are answers, not where somebody answered."""
    return column.kind == "code" and column.item.type != "municipality"


def _grids(form: Form) -> list[str]:
    """Return the columns of a form's grids, but for what is written in."""
    return [
        name
        for name, column in form.columns.items()
        if column.kind == "code" and column.item.type == "grid"
    ]
