"""The criteria that decide whether a programme goes on to a trial."""

from modning.criteria.brief import (
    brief,
    brief_table,
    turning_figures,
    turning_points,
    turning_table,
)
from modning.criteria.file import load_criteria
from modning.criteria.rules import assess, bearing, verdicts
from modning.criteria.words import condition_table, figures, verdict_table
