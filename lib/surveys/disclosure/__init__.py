"""What may be shown: rules for a single figure, and the pattern for all of them together."""

from surveys.disclosure.pattern import (
    FORM,
    NEVER,
    SLICE,
    Gate,
    answers_needed,
    cell_name,
    check_current,
    everybody_cell,
    form_of_frame,
    gate,
    may_tell,
    mean_cell,
    note_asked,
    slice_of_frame,
    spread_cell,
    withheld,
    withheld_figures,
)
from surveys.disclosure.rules import (
    dominates,
    fewest,
    is_printed,
    is_public,
    is_public_count,
    is_small,
    may_show,
    tells_of_few,
    why_withheld,
)
