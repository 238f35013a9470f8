"""McDonald's omega: how much of a scale's total is what its items share, whatever their weights.

Cronbach's alpha takes all items for equally good; where they are not, it is below omega.
"""

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from modning.scales.score import floats


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
