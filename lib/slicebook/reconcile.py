"""Computed against printed: where this evaluation and the printed report agree, and where not."""

import re
from pathlib import Path

import pandas as pd

from slicebook import paths
from slicebook.errors import InputError
from slicebook.evaluation import are_the_reports
from slicebook.printed import EXACT, just_below, number_of
from slicebook.programme import load_programme
from slicebook.results import KEY
from slicebook.text import Message
from slicebook.text_tables import read_text_table, row_of, worded

_SUM = re.compile(r"[\d.()+*/ -]+")

MATCHES = "matches"
EXPLAINED = "differs (explained)"
UNEXPLAINED = "differs (unexplained)"
SETTLED = "explained, but matches"
CANNOT = "cannot be met"
MISSING = "not yet computed"
WITHHELD = "withheld"
INPUT = "input"
# What a printed figure has beside its key.
COLUMNS = ("role", "value", "low", "high", "unit", "chapter", "as_printed", "source")
# What fails a build: a difference nobody explained, and an explanation that explains nothing.
FAILING = (UNEXPLAINED, SETTLED)
# What needs no reader's attention.
QUIET = (MATCHES, INPUT, WITHHELD)


def reconcile(
    results: pd.DataFrame | None = None,
    published: pd.DataFrame | None = None,
    differences: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Join the printed figures with the computed ones, in the order of the printed report.

    Returns one row a printed figure: `published.csv`'s columns, `computed`, `computed_low`,
    `computed_high`, `notebook`, `reason` (of a known difference), `nearest` and `status`. Rows with
    role=input are read by the analysis and have the status "input"; those whose figure is computed
    and may not be shown, since the report prints no value of it, have the status "withheld".

    A computed value matches within [low, high]. Where a range is printed and a range computed (a
    sum of money with both bounds), both ends must lie within: a midpoint would hide a wider range.
    Where the report prints of how many answers a share is (its question's `.n`) and no whole number
    of them gives it, it "cannot be met" but nearly; `nearest`: the count below it, of how many.
    """
    results = read_results() if results is None else results
    published = read_published() if published is None else published
    differences = read_differences() if differences is None else differences
    rows_of = published[published["figure"].astype(str).str.endswith(".n")]
    answered = dict(
        zip(rows_of[KEY].itertuples(index=False, name=None), rows_of["value"], strict=True)
    )
    computed = results.filter([*KEY, "value", "low", "high", "shown", "notebook"]).rename(
        columns={"value": "computed", "low": "computed_low", "high": "computed_high"}
    )
    rows = published.merge(computed, on=KEY, how="left").merge(
        differences.filter([*KEY, "reason", "reason_da"]), on=KEY, how="left"
    )
    rows["nearest"] = [_nearest(row, answered) for row in rows.itertuples()]
    rows["status"] = [_status(row) for row in rows.itertuples()]
    return rows


def is_binding(published: pd.DataFrame | None = None) -> bool:
    """Tell whether the printed figures must be met: the answers here are those of the report.

    That is so where `programme.yml` says it, and no municipality or year is here that the report
    does not have: of others' answers too, no figure of all can be the printed one.
    """
    programme = load_programme()
    published = read_published() if published is None else published
    places, years = set(published["municipality"]), set(published["year"])
    known = places >= set(programme.municipalities) and years >= set(map(str, programme.years))
    return known and are_the_reports(programme)


def failures(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that must not stand: unexplained differences and idle explanations."""
    return rows[rows["status"].isin(FAILING)]


def read_results(path: Path | None = None) -> pd.DataFrame:
    """Read the results table; `InputError` where nothing was run yet."""
    path = path or paths.build("results.parquet")
    if not path.is_file():
        raise InputError(f"{path.name}: no such file; run the notebooks first (modning run)")
    return pd.read_parquet(path)


def read_published(path: Path | None = None) -> pd.DataFrame:
    """Read the printed figures, one a row (data/report/published.csv); none without a report."""
    if path is None and not paths.has_report():
        return pd.DataFrame({name: [] for name in (*KEY, *COLUMNS)}, dtype=str)
    published = pd.read_csv(path or paths.report("published.csv"), dtype={"year": str})
    _no_duplicates(published, "published.csv")
    return published


def read_differences(path: Path | None = None) -> pd.DataFrame:
    """Read the differences that have a reason, none without a file; `InputError` for one without.

    The file is `data/report/known_differences.csv`.
    """
    if path is None and not paths.report("known_differences.csv").is_file():
        return pd.DataFrame({name: [] for name in (*KEY, "reason", "reason_da")}, dtype=str)
    differences = pd.read_csv(path or paths.report("known_differences.csv"), dtype={"year": str})
    _no_duplicates(differences, "known_differences.csv")
    if len(bare := differences[differences["reason"].isna()]):
        row = bare.iloc[0]
        raise InputError(
            f"known_differences.csv, row {bare.index[0] + 2}: {row.figure} has no reason"
        )
    return differences


def read_names(path: Path | None = None) -> dict[str, Message]:
    """Read what the printed figures are called by people (data/report/names.csv); none without.

    Raises `InputError` for a figure that is named twice.
    """
    path = path or paths.report("names.csv")
    if not path.is_file():
        return {}
    names = read_text_table(path, ["figure", "label"])
    if len(twice := names[names["figure"].duplicated()]):
        row = twice.iloc[0]
        raise InputError(f"{path.name}, row {row_of(twice.index[0])}: {row.figure} occurs twice")
    return dict(zip(names["figure"], names["label"], strict=True))


def read_contradictions(path: Path | None = None) -> pd.DataFrame:
    """Read where the report says two things that no computed figure can settle.

    `data/report/contradictions.csv`: `section` and `other_section` are where it says them,
    `arithmetic` the sums that follow from what is printed (apart by ";"; may be missing), `unit`
    theirs; texts end in the language. The column `results` is added, a tuple of numbers a row.
    """
    path = path or paths.report("contradictions.csv")
    if not path.is_file():
        return pd.DataFrame(columns=["section", "other_section", "says", "other", "results"])
    rows = worded(pd.read_csv(path, dtype=str, keep_default_na=False))
    rows["results"] = [
        _worked(row.arithmetic, f"{path.name}, row {at}")
        for at, row in enumerate(rows.itertuples(), 2)
    ]
    return rows


def _worked(arithmetic: str, where: str) -> tuple[float, ...]:
    sums = [one.strip() for one in arithmetic.split(";") if one.strip()]
    for one in sums:
        if not _SUM.fullmatch(one):
            raise InputError(f'{where}: "{one}" is no sum of numbers')
    return tuple(float(pd.eval(one, engine="python")) for one in sums)


def said(rows: pd.DataFrame) -> list[str]:
    """Return for the terminal a line of each figure that differs, and how many there are of each.

    In sentences: a table of so many columns would be one of torn words.
    """
    differing = rows[~rows["status"].isin(QUIET)]
    return [*(_line(row) for row in differing.itertuples()), tally(rows)]


def tally(rows: pd.DataFrame) -> str:
    """Return how many printed figures there are of each status."""
    counts = rows["status"].value_counts().to_dict()
    return ", ".join(f"{count} {status}" for status, count in counts.items())


def _line(row: object) -> str:
    computed = "nothing" if pd.isna(row.computed) else f"{row.computed:.12g}"
    why = f" ({row.reason})" if isinstance(row.reason, str) else ""
    return (
        f"{row.figure} ({row.municipality}, {row.year}): printed {row.as_printed}, "
        f"computed {computed}: {row.status}{why}"
    )


def _nearest(row: object, answered: dict[tuple, float]) -> tuple[int, int] | None:
    n = answered.get((number_of(str(row.figure)), row.municipality, row.year))
    if row.unit != "percent" or not n or pd.isna(row.value):
        return None
    below = just_below(row.low, row.high, int(n))
    return None if below is None else (below, int(n))


def _status(row: object) -> str:
    if row.role == "input":
        return INPUT
    if pd.isna(row.computed) and pd.isna(row.computed_low):
        return WITHHELD if getattr(row, "shown", True) in (False,) else MISSING
    explained = isinstance(row.reason, str)
    if _within(row):
        return SETTLED if explained else MATCHES
    if row.nearest and _is_one_of(row.computed, *row.nearest):
        return CANNOT
    return EXPLAINED if explained else UNEXPLAINED


def _is_one_of(share: float, below: int, n: int) -> bool:
    return any(abs(share - 100 * count / n) < EXACT for count in (below, below + 1))


def _within(row: object) -> bool:
    ends = [row.computed]
    if str(row.unit).startswith("DKK") and not pd.isna(row.computed_low):
        ends = [row.computed_low, row.computed_high]
    low = float("-inf") if pd.isna(row.low) else row.low
    high = float("inf") if pd.isna(row.high) else row.high
    return all(low <= end <= high for end in ends)


def _no_duplicates(frame: pd.DataFrame, name: str) -> None:
    twice = frame[frame.duplicated(KEY)]
    if len(twice):
        row = twice.iloc[0]
        raise InputError(
            f"{name}, row {twice.index[0] + 2}: {row.figure} ({row.municipality}, {row.year}) "
            "occurs twice"
        )
