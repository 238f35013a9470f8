"""How well a scale's items go together: Cronbach's alpha and what each item contributes.

And McDonald's omega, how much of a scale's total is what its items share, whatever their weights:
alpha takes all items for equally good; where they are not, it is below omega.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats
from scipy.optimize import minimize

from modning import guarded
from modning.scales.score import Scale, floats
from modning.scales.stated import Reason, Stated
from slicebook.programme import load_programme
from slicebook.shown.view import view
from slicebook.text import Message, _, pgettext
from surveys.codebook import load_codebook
from surveys.disclosure import form_of_frame, mean_cell, slice_of_frame

BEFORE = _("before")
AFTER = _("after")
# The name of a scale's total among its items, in tables and cells for disclosure control.
TOTAL = "total"
# Totals closer than this are the same but for the rounding of sums.
ROUNDING = 1e-12
ALL_ITEMS = _("Mean of them all")


@dataclass(frozen=True)
class Reliability(Stated):
    """Cronbach's alpha with Feldt's 95 % interval; None with a `reason` where there is none."""

    n: int
    missing: int
    alpha: float | None = None
    low: float | None = None
    high: float | None = None
    reason: Reason | None = None


def reliability(items: pd.DataFrame) -> Reliability:
    """Return Cronbach's alpha over the rows without a missing item.

    The interval is Feldt, Woodruff and Salih's (1987). None is stated below three complete rows,
    for one item, nor where the rows' totals do not differ.
    """
    complete = floats(items).dropna()
    n, missing = len(complete), len(items) - len(complete)
    if n < 3:
        return Reliability(n, missing, reason=Reason.TOO_FEW if n else Reason.NO_ANSWERS)
    if items.shape[1] < 2:
        return Reliability(n, missing, reason=Reason.ONE_ITEM)
    if not np.isfinite(complete.to_numpy()).all():
        return Reliability(n, missing, reason=Reason.INFINITE)
    if np.ptp(complete.sum(axis=1)) <= ROUNDING:
        same = (np.ptp(complete, axis=0) == 0).all()
        why = Reason.NO_SPREAD if same else Reason.NO_TOTAL_SPREAD
        return Reliability(n, missing, reason=why)
    return Reliability(n, missing, *_alpha(complete.to_numpy()))


def _alpha(complete: np.ndarray) -> tuple[float, float, float]:
    """Return alpha and Feldt's 95 % interval, a row a person and a column an item."""
    n, k = complete.shape
    apart = complete.var(axis=0, ddof=1).sum() / complete.sum(axis=1).var(ddof=1)
    alpha = k / (k - 1) * (1 - apart)
    df = n - 1, (n - 1) * (k - 1)
    low, high = (1 - (1 - alpha) * stats.f.ppf(tail, *df) for tail in (0.975, 0.025))
    return float(alpha), float(low), float(high)


def item_statistics(items: pd.DataFrame, low: int, high: int) -> pd.DataFrame:
    """Return how each item behaves, over the rows without a missing item; one row an item.

    Columns: `item`, `n` (all answers to the item), `missing`, `mean`, `sd`, `item_rest` (Pearson's
    correlation with the sum of the others), `alpha_without`, `floor` and `ceiling` (shares of the
    lowest and highest answer). A statistic that cannot be had is NaN.
    """
    items = floats(items)
    complete = items.dropna()
    return pd.DataFrame(
        [
            {
                "item": item,
                "n": int(answers.count()),
                "missing": int(answers.isna().sum()),
                "mean": answers.mean(),
                "sd": answers.std(),
                "item_rest": _correlation(complete[item], complete.drop(columns=item).sum(axis=1)),
                "alpha_without": reliability(complete.drop(columns=item)).alpha,
                "floor": _share(answers, low),
                "ceiling": _share(answers, high),
            }
            for item, answers in items.items()
        ]
    )


def total_statistics(scale: Scale, form: pd.DataFrame) -> pd.DataFrame:
    """Return how the mean answer of a scale behaves: one row, columns as `item_statistics` has.

    `floor` and `ceiling` are the shares of those who gave the lowest, or highest, answer to every
    item.
    """
    score = scale.score(form)
    row = {"item": TOTAL, "n": int(score.count()), "missing": int(score.isna().sum())}
    ends = {"floor": _share(score, scale.low), "ceiling": _share(score, scale.high)}
    nothing = {"item_rest": np.nan, "alpha_without": np.nan}
    return pd.DataFrame([{**row, "mean": score.mean(), "sd": score.std(), **nothing, **ends}])


STATISTICS = {
    "item": pgettext("statistics", "Item"),
    "n": _("Answers"),
    "mean": _("Mean"),
    "sd": _("Standard deviation"),
    "item_rest": _("Correlation with the rest"),
    "alpha_without": _("Alpha without the item"),
    "floor": _("Lowest answer"),
    "ceiling": _("Highest answer"),
}
# The shares of the lowest and of the highest answer.
SHARES = ("floor", "ceiling")
SPREADS = ["sd", "item_rest", "alpha_without"]
STATISTICS_CAPTION = _("{title}, {when}: item by item")


def when(form: str) -> Message:
    """Return the word for when a form is filled in: before, after, or else its title."""
    programme = load_programme()
    for role, word in (("before", BEFORE), ("after", AFTER)):
        if role in programme.forms.values() and programme.form(role) == form:
            return word
    return load_codebook()[form].title


@view
def statistics_table(scale: Scale, form: pd.DataFrame, when: Message) -> dict[str, Any]:
    """Return a scale's statistics as arguments of `tables.show`: a row an item, last the total.

    What disclosure control withholds is left out.
    """
    items = item_statistics(scale.complete(form), scale.low, scale.high)
    both = (items, total_statistics(scale, form))
    table = pd.DataFrame([row for part in both for row in part.to_dict("records")])
    table = _shown(table, form_of_frame(form, ""), scale, form)
    words = {**scale.items, TOTAL: ALL_ITEMS}
    table["item"] = [str(words[item]) for item in table["item"]]
    names = {key: str(heading) for key, heading in STATISTICS.items()}
    units = {"n": "", "floor": "percent", "ceiling": "percent"}
    return {
        "frame": table[list(STATISTICS)].rename(columns=names),
        "caption": STATISTICS_CAPTION.format(title=str(scale.title), when=when),
        "units": {name: units.get(key, "scale") for key, name in names.items() if key != "item"},
    }


def _shown(table: pd.DataFrame, name: str, scale: Scale, form: pd.DataFrame) -> pd.DataFrame:
    """Return a table of statistics as it may be shown."""
    columns = {item: f"{scale.id}_{item}" for item in table["item"]}
    means = [mean_cell(name, columns[item] if item != TOTAL else scale.id) for item in columns]
    ends = {
        share: [
            [f"{name}/{column}.{answer}", *(means[-1:] if item == TOTAL else ())]
            for item, column in columns.items()
        ]
        for share, answer in zip(SHARES, scale.ends, strict=True)
    }
    shown = guarded.statistics(table, means, ends, SPREADS, slice_of_frame(form))
    return shown.round(dict.fromkeys(SPREADS[1:], 2))


def _share(answers: pd.Series, value: float) -> float:
    present = answers.dropna()
    return float((present == value).mean()) if len(present) else np.nan


def _correlation(one: pd.Series, other: pd.Series) -> float:
    if len(one) < 3 or one.nunique() < 2 or other.nunique() < 2:
        return np.nan
    return float(np.corrcoef(one, other)[0, 1])


def omega(items: pd.DataFrame) -> float | None:
    """Return omega of one factor by maximum likelihood, over the rows without a missing item.

    McDonald (1999), Test Theory. None with fewer than three items, no more rows than items, an item
    without spread, or loadings that do not all have one sign, for which a single factor says
    nothing of the total.
    """
    complete = floats(items).dropna().to_numpy()
    n, k = complete.shape
    if k < 3 or n <= k or (np.ptp(complete, axis=0) == 0).any():
        return None
    correlation = np.corrcoef(complete, rowvar=False)
    if np.linalg.matrix_rank(correlation) < k:
        return None
    loadings, unique = one_factor(correlation)
    if not ((loadings > 0).all() or (loadings < 0).all()):
        return None
    spread = complete.std(axis=0, ddof=1)
    shared = float((spread * loadings).sum() ** 2)
    return shared / (shared + float((spread**2 * unique).sum()))


def one_factor(correlation: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return loadings and unique variances of one factor, by maximum likelihood.

    The uniquenesses minimise Joreskog's function, in which the loadings are solved for (Lawley and
    Maxwell 1971, Factor Analysis as a Statistical Method, section 4.2); bounded as R's `factanal`.
    """
    start = np.clip((1 - 0.5 / len(correlation)) / np.diag(np.linalg.inv(correlation)), 0.005, 1)

    def misfit(unique: np.ndarray) -> float:
        scale = unique**-0.5
        rest = np.linalg.eigvalsh(correlation * np.outer(scale, scale))[:-1]
        return float((rest - np.log(rest) - 1).sum())

    found = minimize(misfit, start, method="L-BFGS-B", bounds=[(0.005, 1)] * len(start),
                     options={"ftol": 1e-15, "gtol": 1e-9})  # fmt: skip
    unique = found.x
    values, vectors = np.linalg.eigh(correlation / np.outer(unique**0.5, unique**0.5))
    loadings = vectors[:, -1] * max(values[-1] - 1, 0) ** 0.5 * unique**0.5
    return loadings * np.sign(loadings.sum() or 1), unique
