"""Charts of the outcomes: before and after, statements, and the design's limits."""

from modning.charts.outcomes.change import items_chart, places_chart, published_chart
from modning.charts.outcomes.design import bounds_chart, overlap_chart, power_chart
from modning.charts.outcomes.doubts import doubts_chart
from modning.charts.outcomes.shares import fates_chart, share_change_chart, wording_chart
from modning.charts.outcomes.statements import answers_chart, means_chart
