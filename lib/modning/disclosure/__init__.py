"""What may be shown: rules for a single figure, and the pattern for all of them together."""

from modning.disclosure.pattern import (
    NEVER,
    SLICE,
    answers_needed,
    cell_name,
    check_current,
    may_tell_mean,
    mean_cell,
    slice_of_frame,
    spread_cell,
    withheld,
    withheld_figures,
)
from modning.disclosure.rounding import Rounded, rounded
from modning.disclosure.rules import (
    dominates,
    fewest,
    is_public,
    is_small,
    may_show,
    tells_of_few,
)
from modning.disclosure.words import (
    WITHHELD,
    WITHHELD_SHARE,
    why_not_as_counted,
    why_withheld,
)

__all__ = [
    "NEVER",
    "SLICE",
    "WITHHELD",
    "WITHHELD_SHARE",
    "Rounded",
    "answers_needed",
    "cell_name",
    "check_current",
    "dominates",
    "fewest",
    "is_public",
    "is_small",
    "may_show",
    "may_tell_mean",
    "mean_cell",
    "rounded",
    "slice_of_frame",
    "spread_cell",
    "tells_of_few",
    "why_not_as_counted",
    "why_withheld",
    "withheld",
    "withheld_figures",
]
