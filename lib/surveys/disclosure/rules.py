"""The rules for a single figure: what is too small to be shown as it stands."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from slicebook import paths
from slicebook.evaluation import are_the_reports
from slicebook.files import read_once
from slicebook.printed import EXACT, just_below, number_of
from slicebook.programme import Programme, load_programme
from slicebook.text import _

# Units that count persons, forms or answers.
COUNTS = ("forms", "answers", "persons")
# Of a printed value: the least and largest that round to it, and its unit.
Printed = tuple[float, float, str]
NOTHING: Printed = (1.0, 0.0, "")


def may_show(
    figure: str,
    value: float | None,
    n: int | None,
    unit: str,
    programme: Programme,
    key: tuple[str, str] | None = None,
) -> bool:
    """Tell whether a figure may leave the notebook, by what it tells alone.

    Withheld are counts from 1 to threshold - 1 and values computed from so few answers, unless
    `programme.yml` names the figure as public; `key` is its municipality and year. Zero is shown:
    it says nothing of any person. What other figures give away is the pattern's part.
    """
    if is_public(figure, key, programme, value):
        return True
    small = is_small(n, programme) or (unit in COUNTS and is_small(value, programme))
    return not small


def is_public(
    figure: str, key: tuple[str, str] | None, programme: Programme, value: float | None = None
) -> bool:
    """Tell whether a figure of a municipality and year may be shown however small.

    By name, or because the report prints this value there. A range that the report prints makes no
    value within it public.
    """
    if programme.is_public(figure):
        return True
    if value is None or key is None or not any(rule.printed for rule in programme.public):
        return False
    low, high, _ = printed().get((figure, *key), NOTHING)
    return low <= value <= high and are_the_reports(programme)


def is_printed(figure: str, key: tuple[str, str]) -> bool:
    """Tell whether the report prints anything of a figure there, a range or words too."""
    path = paths.report("published.csv")
    return path.is_file() and (figure, *key) in _printed_keys(path)


def is_public_count(
    figure: str, key: tuple[str, str], programme: Programme, count: float, n: float
) -> bool:
    """Tell the same of a count of `n`, which the report may print as a percentage."""
    share = printed().get((figure, *key), NOTHING)[2] == "percent"
    value = (100 * count / n if n else None) if share else count
    return is_public(figure, key, programme, value)


def is_small(count: float | None, programme: Programme) -> bool:
    """Tell whether a count is one that the threshold withholds."""
    return count is not None and 0 < count < programme.threshold


def tells_of_few(count: float, n: float | None, fewest: int) -> bool:
    """Tell whether a share tells of fewer than so many: who gave the answer, who did not, or all.

    The rule for answers that are no slice of the programme's, for which no pattern is decided.
    """
    groups = (count,) if n is None else (count, n - count, n)
    return any(0 < group < fewest for group in groups)


def printed() -> Mapping[tuple[str, str, str], Printed]:
    """Return what the report prints, by (figure, municipality, year)."""
    path = paths.report("published.csv")
    return _printed(path) if path.is_file() else {}


@read_once
def _printed_keys(path: Path) -> frozenset[tuple[str, str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["role"] == "check"]
    return frozenset((row["figure"], row["municipality"], row["year"]) for row in rows)


@read_once
def _printed(path: Path) -> Mapping[tuple[str, str, str], Printed]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["role"] == "check" and row["value"]]
    values = {
        (row["figure"], row["municipality"], row["year"]): (
            float(row["low"]), float(row["high"]), row["unit"],
        )
        for row in rows
    }  # fmt: skip
    return {key: _with_nearest(key, one, values) for key, one in values.items()}


def _with_nearest(
    key: tuple[str, str, str], one: Printed, values: Mapping[tuple[str, str, str], Printed]
) -> Printed:
    """Return a printed share with the two next to it, where no count of its answers gives it."""
    n = int(values.get((number_of(key[0]), *key[1:]), NOTHING)[1])
    if one[2] != "percent" or n < 1 or (below := just_below(*one[:2], n)) is None:
        return one
    return 100 * below / n - EXACT, 100 * (below + 1) / n + EXACT, one[2]


def fewest(programme: Programme, spread: bool = False) -> int:
    """Return how many answers a mean needs, or its interval, spread and tests."""
    rules = programme.rules
    return max(rules.minimum_spread, rules.minimum_test) if spread else rules.minimum_mean


def dominates(contributions: Iterable[float], programme: Programme) -> bool:
    """Tell whether few contributors make up an amount: the (n, k) rule or the p % rule.

    The largest `n` give more than `k` per cent of the total; or the total less the two largest is
    under p per cent of the largest, so that the second could reckon it (Hundepool and others 2012,
    Statistical Disclosure Control, section 4.2.2). Contributions are not negative.
    """
    rules = programme.rules
    ordered = sorted(contributions, reverse=True)
    total = sum(ordered)
    if total <= 0:
        return False
    few = 100 * sum(ordered[: rules.dominance_n]) > rules.dominance_k * total
    rest = total - sum(ordered[:2])
    return bool(few or 100 * rest < rules.p_percent * ordered[0])


WHY = _(
    "Withheld: the number rests on fewer than {threshold} persons, or so small a number could be "
    "worked out from it."
)


def why_withheld(all_shown: bool) -> str:
    """Return the one sentence that says why something is withheld, after a blank.

    Empty where everything is shown.
    """
    return "" if all_shown else f" {WHY.format(threshold=load_programme().threshold)}"
