"""Charts of the outcomes: before and after, elements of the course, and the design's limits."""

from modning.charts.outcomes.change import items_chart, places_chart, published_chart
from modning.charts.outcomes.design import bounds_chart, overlap_chart, power_chart
from modning.charts.outcomes.doubts import doubts_chart
from modning.charts.outcomes.elements import element_answers_chart, element_means_chart
from modning.charts.outcomes.shares import fates_chart, share_change_chart, wording_chart

__all__ = [
    "bounds_chart",
    "doubts_chart",
    "element_answers_chart",
    "element_means_chart",
    "fates_chart",
    "items_chart",
    "overlap_chart",
    "places_chart",
    "power_chart",
    "published_chart",
    "share_change_chart",
    "wording_chart",
]
