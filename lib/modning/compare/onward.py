"""Help after the course: who had a need that was not met."""

import pandas as pd

from modning.shares import Tally, figures, protected, shares
from surveys.disclosure import cell_name

HELPED = "helped_onward"
UNMET = "not_helped"


def unmet(need: Tally) -> pd.Series:
    """Return whether a need was left unmet, of those who had one; missing for everybody else."""
    in_need = need.given[HELPED] | need.given[UNMET]
    return need.given[UNMET].where(in_need.fillna(False))


def unmet_figures(need: Tally, prefix: str) -> pd.DataFrame:
    """Return the share of those in need who were not helped, as the figure `prefix.unmet`."""
    cell = cell_name(need.form, need.item.id, (UNMET,), "in_need")
    table = shares(unmet(need).to_frame("unmet"))
    return figures(protected(table, [cell], need.here), prefix)
