"""What may be shown: rules for a single figure, and the pattern for all of them together."""

from surveys.disclosure.pattern import (
    NEVER,
    SLICE,
    Gate,
    answers_needed,
    cell_name,
    check_current,
    everybody_cell,
    gate,
    may_tell_mean,
    mean_cell,
    slice_of_frame,
    spread_cell,
    withheld,
    withheld_figures,
)
from surveys.disclosure.rounding import Rounded, rounded
from surveys.disclosure.rules import (
    dominates,
    fewest,
    is_public,
    is_public_count,
    is_small,
    may_show,
    tells_of_few,
)
from surveys.disclosure.words import why_not_as_counted, why_withheld

__all__ = [
    "NEVER",
    "SLICE",
    "Gate",
    "Rounded",
    "answers_needed",
    "cell_name",
    "check_current",
    "dominates",
    "everybody_cell",
    "fewest",
    "gate",
    "is_public",
    "is_public_count",
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
