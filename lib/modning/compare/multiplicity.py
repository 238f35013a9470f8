"""Many tests at once: Holm's adjustment for few that all matter, false discovery for many."""

from collections.abc import Sequence

import numpy as np
from pingouin import multicomp


def holm(p: Sequence[float | None]) -> list[float | None]:
    """Return p-values adjusted so that any false finding among them is rare; None stays None.

    Holm (1979), Scandinavian Journal of Statistics 6:65.
    """
    return _adjusted(p, "holm")


def false_discovery(p: Sequence[float | None]) -> list[float | None]:
    """Return p-values adjusted so that few of the findings are false; None stays None.

    Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57:289.
    """
    return _adjusted(p, "fdr_bh")


def _adjusted(p: Sequence[float | None], method: str) -> list[float | None]:
    known = np.array(p, dtype=float)
    if np.isnan(known).all():
        return list(p)
    _, adjusted = multicomp(known, method=method)
    return [None if np.isnan(one) else float(one) for one in adjusted]
