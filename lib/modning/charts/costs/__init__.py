"""Charts of the cost evaluation: lines, ranges, sensitivities, curves and a planner's sheet."""

from modning.charts.costs.bars import amounts_chart, hours_chart, share_chart
from modning.charts.costs.curves import (
    acceptability_chart,
    break_even_chart,
    payback_chart,
    size_chart,
    volume_chart,
    waiting_chart,
)
from modning.charts.costs.planner import (
    planner_chart,
    planner_sliders,
    planner_values,
    readings_at,
    sliders_table,
)
from modning.charts.costs.ranges import (
    alternatives_chart,
    beside_printed,
    full_year_chart,
    grant_chart,
    range_chart,
    stages_chart,
    tornado_chart,
    unit_cost_chart,
)
from modning.charts.costs.sheet import starts_of

__all__ = [
    "acceptability_chart",
    "alternatives_chart",
    "amounts_chart",
    "beside_printed",
    "break_even_chart",
    "full_year_chart",
    "grant_chart",
    "hours_chart",
    "payback_chart",
    "planner_chart",
    "planner_sliders",
    "planner_values",
    "range_chart",
    "readings_at",
    "share_chart",
    "size_chart",
    "sliders_table",
    "stages_chart",
    "starts_of",
    "tornado_chart",
    "unit_cost_chart",
    "volume_chart",
    "waiting_chart",
]
