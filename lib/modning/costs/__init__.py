"""Costs of a programme: lines, totals, unit costs, uncertainty and scale.

Nothing here knows what the programme is about: the lines, volumes and alternatives are files.
"""

from modning.costs.break_even import break_even_figures, payback_years, share_needed
from modning.costs.budget import budget_figures, budget_table, lines_of
from modning.costs.comparators import (
    comparator_figures,
    contents_table,
    load_comparators,
    preventable,
    prices_at,
    short_names,
)
from modning.costs.counted import form_counts
from modning.costs.counts import coming
from modning.costs.full_year import full_year_costs, full_year_figures, full_year_table
from modning.costs.intervals import Interval, hull, middle
from modning.costs.lines import Line, load_lines, of_phase
from modning.costs.notes import basis_table, omitted, organisation
from modning.costs.phases import grant_per_year, hours_per_fte, running_total, startup_total
from modning.costs.prices import at_level, load_prices, prices_table
from modning.costs.printed import printed
from modning.costs.totals import (
    amount,
    computed_overhead,
    figures,
    line_of,
    lines_table,
    named,
    overhead_of,
    prices_of,
    quantity,
    share_table,
    total,
    total_quantity,
)
from modning.costs.unit_costs import (
    course_costs,
    forms_of_units,
    printed_figures,
    unit_cost_table,
    unit_costs,
    unit_figures,
    years_covered,
)
from modning.costs.volumes import load_volumes, volume

__all__ = [
    "Interval",
    "Line",
    "amount",
    "at_level",
    "basis_table",
    "break_even_figures",
    "budget_figures",
    "budget_table",
    "coming",
    "comparator_figures",
    "computed_overhead",
    "contents_table",
    "course_costs",
    "figures",
    "form_counts",
    "forms_of_units",
    "full_year_costs",
    "full_year_figures",
    "full_year_table",
    "grant_per_year",
    "hours_per_fte",
    "hull",
    "line_of",
    "lines_of",
    "lines_table",
    "load_comparators",
    "load_lines",
    "load_prices",
    "load_volumes",
    "middle",
    "named",
    "of_phase",
    "omitted",
    "organisation",
    "overhead_of",
    "payback_years",
    "preventable",
    "prices_at",
    "prices_of",
    "prices_table",
    "printed",
    "printed_figures",
    "quantity",
    "running_total",
    "share_needed",
    "share_table",
    "short_names",
    "startup_total",
    "total",
    "total_quantity",
    "unit_cost_table",
    "unit_costs",
    "unit_figures",
    "volume",
    "years_covered",
]
