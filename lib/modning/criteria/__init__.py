"""The criteria that decide whether a programme goes on to a trial."""

from modning.criteria.evidence import informant_table, informants
from modning.criteria.rules import assess, load_criteria, verdicts
from modning.criteria.turning import decision_table, turning_figures, turning_points, turning_table
from modning.criteria.words import condition_table, figures, verdict_table

__all__ = [
    "assess",
    "condition_table",
    "decision_table",
    "figures",
    "informant_table",
    "informants",
    "load_criteria",
    "turning_figures",
    "turning_points",
    "turning_table",
    "verdict_table",
    "verdicts",
]
