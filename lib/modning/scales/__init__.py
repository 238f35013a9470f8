"""Multi-item scales: scores, reliability and what their published users found."""

from modning.scales.measure import load_measure, measures
from modning.scales.references import reference_figures, reference_table, used_measures
from modning.scales.score import (
    Scale,
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
    when,
)
