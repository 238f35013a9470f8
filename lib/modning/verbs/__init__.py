"""What a notebook imports: its answers, what is asked of them, and what shows and records it."""

from modning.balance import balance
from modning.charts.balance import balance_chart
from modning.charts.funnel import funnel_chart
from modning.charts.matrix import matrix_chart
from modning.charts.shares import difference_dots, share_bars, stacked_places
from modning.compare.distribution import top_figures
from modning.compare.share_change import share_change
from modning.compare.statements import behind, statements
from modning.costs.ranges import range_figures
from modning.funnel import funnel
from modning.means import mean_of
from modning.notebook import record, record_all, start
from modning.questions import among, asked_twice, counted, differences, question
from modning.ranks import largest_band, rank
from modning.rows import (
    mean_rows,
    rows_change,
    rows_figures,
    rows_table,
    share_of_rows,
)
from modning.says import report_says
from modning.wordings import by_wording, wording_figures
from slicebook.shown.house import own_chart
from slicebook.tables import show
from surveys.answers import answers
