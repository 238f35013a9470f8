"""What those who left could change: bounds on the rise that assume nothing about who they were.

Whoever leaves the course has answered before and not after, and the forms do not say who. Among
those who completed, the mean before therefore lies between that of the lowest and that of the
highest starters of the same number, which gives the rise an upper and a lower bound. That is the
trimming of Lee (2009), "Training, Wages, and Sample Selection: Estimating Sharp Bounds on Treatment
Effects", Review of Economic Studies 76:1071, with the group in which more were observed trimmed.
Among all who started, the bounds are the worst and best case (Manski 1990, American Economic Review
80:319): those who left would have answered at one end of the scale.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import brentq

from modning.compare.change import scale_cells
from modning.compare.guarded import needed, shown_bounds
from modning.monte_carlo import SEED, simulation_error
from modning.scales import Scale
from modning.scales.stated import Reason, Stated
from slicebook.figures import figure_table
from slicebook.programme import ALL, load_programme
from surveys.answers import MUNICIPALITY

RESAMPLES = 2000


@dataclass(frozen=True)
class Bounds(Stated):
    """The rise and its bounds in one municipality, on the answers' scale.

    `started` and `completed` count forms; `kept` is scores after of scores before, by which the
    bounds trim: a form without a score is as good as none. `low` and `high` bound the rise among
    those who completed, `low_sure` and `high_sure` with sampling uncertainty (95 %) and a Monte
    Carlo standard `error` of at most so much (rounded up to a hundredth), `worst` and
    `best` the rise among all who started, those of the completers where no fewer completed.
    `breakdown` is the share of the starters that would have to have left, all of them the lowest,
    for the lower bound to reach zero; as shown None where that tells of few. All are None where
    there is a `reason`.
    """

    name: str
    started: int
    completed: int
    kept: float | None = None
    rise: float | None = None
    low: float | None = None
    high: float | None = None
    low_sure: float | None = None
    high_sure: float | None = None
    error: float | None = None
    worst: float | None = None
    best: float | None = None
    breakdown: float | None = None
    reason: Reason | None = None

    @property
    def n(self) -> int:
        """Return the forms that the rise rests on: none where nobody answered."""
        return 0 if self.reason is Reason.NO_ANSWERS else self.started + self.completed

    @property
    def returned(self) -> float | None:
        """Return completed of started; above 1 where more completed than started."""
        return self.completed / self.started if self.started else None


def dropout_bounds(before: pd.DataFrame, after: pd.DataFrame, scale: Scale) -> list[Bounds]:
    """Bound the rise of a scale in each municipality, and in all where there are several.

    Both are frames of `answers.answers`; the years are taken together, for a course that starts in
    one year may end in the next.
    """
    keys = [
        key
        for key in load_programme().municipalities
        if (before[MUNICIPALITY] == key).any() or (after[MUNICIPALITY] == key).any()
    ]
    parts = {key: [form[form[MUNICIPALITY] == key] for form in (before, after)] for key in keys}
    if len(keys) > 1:
        parts[ALL] = [before, after]
    cells = scale_cells(scale, before, after)
    found = []
    for name, forms in parts.items():
        scores = [scale.score(form).dropna().to_numpy() for form in forms]
        exact = bounds_of(name, *map(len, forms), *scores, scale)
        found.append(shown_bounds(exact, scores, needed(*forms, cells, name)))
    return found


def trimmed_rise(
    before: np.ndarray, after: np.ndarray, kept: float, late: float = 0.0
) -> tuple[Any, Any]:
    """Return the lowest and highest rise among those who began and completed.

    `kept` is completed of started, `late` the share of the completers who joined without a first
    form: where more completed than started, as many as that at least. The answers before are the
    highest, or lowest, of those who began, as many as stayed; those after of so many completers.
    Answers run along the last axis: samples in rows give a bound for each. NaN without answers on
    a side, or where `kept` is no positive number.
    """
    if 0 in (before.shape[-1], after.shape[-1]) or not 0 < kept < np.inf:
        return np.nan, np.nan
    stayed = min(1 - late, 1 / kept)
    began = kept * stayed
    low = -top_mean(-after, stayed) - top_mean(before, began)
    return low, top_mean(after, stayed) + top_mean(-before, began)


def resampled_bounds(
    before: np.ndarray, after: np.ndarray, kept: float
) -> tuple[float, float, float]:
    """Return the bounds of `trimmed_rise` with sampling uncertainty (95 %), and their own error.

    The 2.5th percentile of the lower bound and the 97.5th of the upper one over `RESAMPLES` draws
    with replacement from each side; the error is the larger of the two Monte Carlo standard errors
    that so many draws leave. NaN where `trimmed_rise` is.
    """
    if not (len(before) and len(after) and 0 < kept < np.inf):
        return np.nan, np.nan, np.nan
    random = np.random.default_rng(SEED)
    drawn = [random.choice(side, (RESAMPLES, len(side))) for side in (before, after)]
    ends, errors = [], []
    for bound, at in zip(trimmed_rise(*drawn, kept), (0.025, 0.975), strict=True):
        ends.append(float(np.quantile(bound, at)))
        errors.append(simulation_error(bound, partial(np.quantile, q=at)))
    return *ends, float(max(errors))


def top_mean(values: np.ndarray, share: float) -> Any:
    """Return the mean of the highest `share` of the values, the last one counted in part.

    NaN without values.
    """
    if not values.shape[-1]:
        return np.nan
    ordered = np.sort(values, axis=-1)[..., ::-1]
    weights = np.clip(share * ordered.shape[-1] - np.arange(ordered.shape[-1]), 0, 1)
    return (ordered * weights).sum(axis=-1) / weights.sum()


def breakdown(before: np.ndarray, after: np.ndarray) -> float | None:
    """Return the share of leavers at which the lowest possible rise of the completers is zero.

    None where there is no rise to begin with, or no answers on a side; 1 where it cannot be undone,
    since the highest answer before lies below the mean after.
    """
    if not (len(before) and len(after)) or not after.mean() > before.mean():
        return None
    if before.max() <= after.mean():
        return 1.0
    kept = brentq(lambda share: top_mean(before, share) - after.mean(), 1e-9, 1)
    return float(1 - kept)


def bound_figures(bounds: Sequence[Bounds], prefix: str) -> pd.DataFrame:
    """Return the bounds of the whole slice as figures to record: the last of `dropout_bounds`.

    `prefix.rise` is bounded by the trimming, `prefix.sure` the same with uncertainty and with the
    error of drawing `prefix.sure_error`, `prefix.all` by the worst case; `prefix.kept` is completed
    of started in forms and `prefix.breakdown` the share of leavers that would undo the rise, in per
    cent; `n.<form>` count the two forms.
    """
    last = bounds[-1] if bounds else Bounds(ALL, 0, 0, reason=Reason.NO_ANSWERS)
    first, second = (load_programme().form(role) for role in ("before", "after"))
    rests, of_forms = last.rests, (None, True)
    kept, undone = (None if x is None else 100 * x for x in (last.returned, last.breakdown))
    sure = last.rise, last.low_sure, last.high_sure
    rows = [
        (f"{prefix}.rise", (last.rise, last.low, last.high), "scale points", *rests),
        (f"{prefix}.sure", sure, "scale points", *rests),
        (f"{prefix}.sure_error", last.error, "scale points to a hundredth", *rests),
        (f"{prefix}.all", (last.rise, last.worst, last.best), "scale points", *rests),
        (f"{prefix}.kept", kept, "percent", *of_forms),
        (f"{prefix}.breakdown", undone, "percent", *rests),
        (f"n.{first}", last.started, "forms", *of_forms),
        (f"n.{second}", last.completed, "forms", *of_forms),
    ]
    return figure_table(rows)


def bounds_of(
    name: str, started: int, completed: int, x: np.ndarray, y: np.ndarray, scale: Scale
) -> Bounds:
    """Return the bounds of a rise by the scores before (`x`) and after."""
    if not (len(x) and len(y)):
        return Bounds(name, started, completed, reason=Reason.NO_ANSWERS)
    # What was not answered is as unknown as what was not sent in.
    kept = len(y) / len(x)
    low, high = map(float, trimmed_rise(x, y, kept))
    low_sure, high_sure, error = resampled_bounds(x, y, kept)
    worst, best = low, high
    if kept < 1:
        worst, best = (
            float(kept * y.mean() + (1 - kept) * end - x.mean()) for end in (scale.low, scale.high)
        )
    return Bounds(
        name, started, completed, kept, float(y.mean() - x.mean()), low, high, low_sure, high_sure,
        error, worst, best, breakdown(x, y),
    )  # fmt: skip
