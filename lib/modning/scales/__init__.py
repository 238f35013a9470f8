"""Multi-item scales: scores, reliability and what their published users found."""

from modning.scales.references import (
    OUTPATIENTS,
    POPULATION,
    RECOVERED,
    REFERENCES,
    RELEVANT_CHANGE,
    RETEST,
    Reference,
    reference_figures,
    reference_table,
)
from modning.scales.score import SCALE_IDS, Scale, floats, load_scale, mean_score, numbers
from modning.scales.statistics import (
    AFTER,
    BEFORE,
    ENDS,
    TOTAL,
    Reason,
    Reliability,
    item_statistics,
    reliability,
    statistics_table,
    total_statistics,
)

__all__ = [
    "AFTER",
    "BEFORE",
    "ENDS",
    "OUTPATIENTS",
    "POPULATION",
    "RECOVERED",
    "REFERENCES",
    "RELEVANT_CHANGE",
    "RETEST",
    "SCALE_IDS",
    "TOTAL",
    "Reason",
    "Reference",
    "Reliability",
    "Scale",
    "floats",
    "item_statistics",
    "load_scale",
    "mean_score",
    "numbers",
    "reference_figures",
    "reference_table",
    "reliability",
    "statistics_table",
    "total_statistics",
]
