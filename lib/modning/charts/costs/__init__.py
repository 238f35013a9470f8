"""Charts of costs: lines, ranges, sensitivities, curves and a planner's sheet."""

from modning.charts.costs.bars import amounts_chart, hours_chart, share_chart
from modning.charts.costs.curves import curve_chart
from modning.charts.costs.planner import (
    Reading,
    Slider,
    planner_chart,
    planner_values,
    readings_at,
    sliders_table,
)
from modning.charts.costs.ranges import AS_PRINTED, printed_chart, range_chart, tornado_chart
