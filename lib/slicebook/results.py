"""Figures a notebook states: recorded in its outputs, gathered into one table.

A figure's key is (figure, municipality, year). It is recorded as an output of the cell, so an
executed notebook carries its own figures and nothing is written beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from html import escape
from typing import Any

import pandas as pd
from IPython.display import HTML, display

from slicebook import notes
from slicebook.errors import InputError
from slicebook.programme import load_programme
from slicebook.slices import Slice, slice_of
from slicebook.text import WITHHELD, _, quantity

MIME = "application/vnd.modning.figure+json"
RECORDED = _("Figures recorded: {}")
# What a run notes of the answers it reads.
SOURCE_MIME = "application/vnd.modning.source+json"
KEY = ["figure", "municipality", "year"]
# What a notebook's tables of figures have, and the table of all figures.
FIGURE_COLUMNS = ["figure", "value", "low", "high", "n", "unit", "shown"]
COLUMNS = [*KEY, *FIGURE_COLUMNS[1:], "notebook", "kind"]


@dataclass(frozen=True)
class Figure:
    """One figure of one slice; `low` and `high` bound it, `n` is what it rests on.

    Its `kind` (of `kinds.KINDS`) is known when all figures are gathered, "" before.
    """

    figure: str
    municipality: str
    year: str
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    unit: str
    shown: bool
    kind: str = ""

    def text(self) -> str:
        """Return the figure as it stands alone."""
        if not self.shown:
            return str(WITHHELD)
        return quantity(self.value, self.unit)


@dataclass(frozen=True)
class _Run:
    slice: Slice
    guard: Any
    figures: dict[tuple[str, str, str], Figure] = field(default_factory=dict)


_run: _Run | None = None


def start(municipality: str, year: str | int, guard: Any = None) -> Slice:
    """Begin a notebook: check its parameters and let `record` know the slice.

    `guard` decides which figures are shown, as `surveys.guard.Guard` does; without one all are.
    """
    global _run
    _run = _Run(slice_of(municipality, year, load_programme()), guard)
    return _run.slice


def record(
    figure: str,
    value: float | None,
    *,
    low: float | None = None,
    high: float | None = None,
    n: int | None = None,
    unit: str = "",
    shown: bool | None = None,
    municipality: str | None = None,
    year: str | int | None = None,
    contributions: Sequence[float] | None = None,
) -> str:
    """Store one figure of this run and return it formatted for prose.

    `figure` is a name of `published.csv`'s kind. The slice is the run's own unless `municipality`
    or `year` names another. A figure that is withheld (`shown` is false or the guard says so) is
    stored without value, bounds and n. `shown` is true where what made the figure knows that it may
    be shown; without, the guard decides as for something made from all answers read. An amount is
    withheld where few of its `contributions` dominate it. A missing value (None, NaN) is stored as
    missing.
    """
    if contributions is not None:
        guard = _started().guard
        shown = shown is not False and not (guard and guard.dominated(contributions))
    numbers = {"low": low, "high": high, "n": n}
    key = {"municipality": municipality, "year": year}
    return _show(_figure(figure, value, unit=unit, shown=shown, **key, **numbers))


def record_all(figures: pd.DataFrame) -> pd.DataFrame:
    """Record each row of a table with the column `figure`, `value` and any of `record`'s others.

    Returns the table, so that it can be used further; what was withheld is missing in it.
    """
    recorded = [
        _figure(**{key: None if pd.isna(value) else value for key, value in row.items()})
        for row in figures.to_dict("records")
    ]
    _show_all(recorded)
    withheld = [not figure.shown for figure in recorded]
    if not any(withheld):
        return figures
    numbers = [name for name in ("value", "low", "high", "n") if name in figures]
    masked = figures.astype(dict.fromkeys(numbers, object))
    masked.loc[withheld, numbers] = None
    return masked


def recorded() -> tuple[Slice, list[Figure]]:
    """Return the slice of the notebook that runs and what it recorded, each figure as last."""
    run = _started()
    return run.slice, list(run.figures.values())


def _started() -> _Run:
    if _run is None:
        raise InputError("record() needs start(municipality, year) first")
    return _run


def _show_all(figures: Sequence[Figure]) -> None:
    """Show figures one below the other, or folded where a person reads the notebook."""
    if not (figures and notes.is_open()):
        for figure in figures:
            _show(figure)
        return
    for figure in figures:
        _keep(figure)
    lines = "\n".join(escape(f"{one.figure} = {one.text()}") for one in figures)
    summary = escape(str(RECORDED.format(len(figures))))
    display(HTML(f"<details><summary>{summary}</summary><pre>{lines}</pre></details>"))


def _keep(figure: Figure) -> None:
    _started().figures[figure.figure, figure.municipality, figure.year] = figure


def _show(figure: Figure) -> str:
    _keep(figure)
    text = figure.text()
    stored = {name: value for name, value in asdict(figure).items() if name != "kind"}
    display({MIME: stored, "text/plain": f"{figure.figure} = {text}"}, raw=True)
    return text


def _figure(
    figure: str,
    value: float | None,
    *,
    unit: str = "",
    shown: bool | None = None,
    municipality: str | None = None,
    year: str | int | None = None,
    **others: float | None,
) -> Figure:
    run = _started()
    here = run.slice
    numbers = {"value": value, **dict.fromkeys(("low", "high", "n")), **others}
    numbers = {key: _plain(number) for key, number in numbers.items()}
    key = municipality or here.municipality, str(year or here.year)
    told = figure, numbers["value"], numbers["n"], unit, key
    shown = shown is not False and (
        run.guard is None or run.guard.shows(*told, decided=shown is not None)
    )
    if not shown:
        numbers = dict.fromkeys(numbers)
    return Figure(figure, *key, unit=unit, shown=shown, **numbers)


def figures_of(notebook: Mapping[str, Any]) -> list[Figure]:
    """Return the figures recorded in an executed notebook, in order."""
    return [Figure(**one) for one in notes.left_in(notebook, MIME)]


def table(figures: list[tuple[str, Figure]]) -> pd.DataFrame:
    """Gather (notebook, figure) pairs into the results table, sorted by key.

    A figure that several runs record must have one value: `InputError` names the runs otherwise.
    Its column `kind` is not filled in.
    """
    rows = pd.DataFrame(
        [{**asdict(figure), "notebook": notebook} for notebook, figure in figures],
        columns=COLUMNS,
    )
    rows = rows.drop_duplicates([name for name in COLUMNS if name != "notebook"])
    if len(clash := rows[rows.duplicated(KEY, keep=False)]):
        first = clash.iloc[0]
        both = clash[(clash[KEY] == first[KEY]).all(axis=1)]
        raise InputError(
            f"{first.figure} ({first.municipality}, {first.year}) was recorded with different "
            f"values: {', '.join(f'{row.value} in {row.notebook}' for row in both.itertuples())}"
        )
    rows = rows.sort_values(KEY, ignore_index=True)
    numbers = {"value": "Float64", "low": "Float64", "high": "Float64", "n": "Int64"}
    return rows.astype({**numbers, "shown": bool})


def _plain(number: Any) -> float | int | None:
    """Return a JSON number of 12 significant digits, so that builds agree byte for byte."""
    if number is None or pd.isna(number):
        return None
    if float(number).is_integer():
        return int(number)
    return float(f"{float(number):.12g}")
