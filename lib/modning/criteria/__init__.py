"""The five criteria that decide whether a programme goes on to a trial."""

from modning.criteria.rules import assess, load_criteria, verdicts
from modning.criteria.words import condition_table, figures, verdict_table

__all__ = ["assess", "condition_table", "figures", "load_criteria", "verdict_table", "verdicts"]
