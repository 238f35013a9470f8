"""Many tests at once: Holm's adjustment for few that all matter, false discovery for many."""

from collections.abc import Sequence

from statsmodels.stats.multitest import multipletests


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
    tested = [one for one in p if one is not None]
    if not tested:
        return list(p)
    adjusted = iter(multipletests(tested, method=method)[1])
    return [None if one is None else float(next(adjusted)) for one in p]
