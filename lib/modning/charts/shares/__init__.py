"""Charts of shares: bars beside each other with intervals, differences, stacked answers."""

from modning.charts.shares.bars import share_bars
from modning.charts.shares.dots import difference_dots
from modning.charts.shares.stacked import stacked_places, stacked_rows
