"""Costs of a programme: lines with ranges, their totals, prices of a year, unit costs, counts.

Nothing here knows what the programme is about: the lines, volumes and alternatives are files.
"""

from modning.costs.budget import budget_figures, budget_table, lines_of
from modning.costs.comparators import load_comparators
from modning.costs.counts import (
    coming,
    completing,
    demand,
    form_counts,
    mean_interval,
    next_count,
)
from modning.costs.intervals import Interval, hull, middle
from modning.costs.lines import (
    line_figures,
    line_of,
    lines_table,
    load_lines,
    named,
    of_phase,
    overhead_of,
    total,
    total_quantity,
)
from modning.costs.prices import at_level, basis_table, prices_table
from modning.costs.printed import printed, printed_figures
from modning.costs.ranges import file_table, listing, place_figures, range_figures, spread
from modning.costs.unit_costs import unit_costs
from modning.costs.volumes import (
    load_populations,
    load_volumes,
    volume,
    volumes_in,
    volumes_of,
)
