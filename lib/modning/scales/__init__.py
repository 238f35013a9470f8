"""Multi-item scales: scores, reliability and what their published users found."""

from modning.scales.load import load_measure, measures
from modning.scales.measure import Measure, Reference
from modning.scales.references import reference_figures, reference_table, used_measures
from modning.scales.score import (
    Scale,
    floats,
    load_scale,
    mean_score,
    numbers,
    published,
    scale_items,
    scale_of,
)
from modning.scales.stated import Reason
from modning.scales.statistics import (
    AFTER,
    BEFORE,
    TOTAL,
    Reliability,
    item_statistics,
    reliability,
    statistics_table,
    total_statistics,
    when,
)

__all__ = [
    "AFTER",
    "BEFORE",
    "TOTAL",
    "Measure",
    "Reason",
    "Reference",
    "Reliability",
    "Scale",
    "floats",
    "item_statistics",
    "load_measure",
    "load_scale",
    "mean_score",
    "measures",
    "numbers",
    "published",
    "reference_figures",
    "reference_table",
    "reliability",
    "scale_items",
    "scale_of",
    "statistics_table",
    "total_statistics",
    "used_measures",
    "when",
]
