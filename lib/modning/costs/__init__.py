"""Costs of a programme: lines, totals, unit costs, uncertainty and scale.

Nothing here knows what the programme is about: the lines, volumes and alternatives are files.
"""

from modning.costs.intervals import Interval
from modning.costs.lines import Line, load_lines, of_phase
from modning.costs.notes import omitted, organisation
from modning.costs.printed import printed
from modning.costs.running import grant_per_year, running_figures, running_total
from modning.costs.totals import amount, computed_overhead, figures, quantity, share_table, total
from modning.costs.volumes import load_volumes, volume

__all__ = [
    "Interval",
    "Line",
    "amount",
    "computed_overhead",
    "figures",
    "grant_per_year",
    "load_lines",
    "load_volumes",
    "of_phase",
    "omitted",
    "organisation",
    "printed",
    "quantity",
    "running_figures",
    "running_total",
    "share_table",
    "total",
    "volume",
]
