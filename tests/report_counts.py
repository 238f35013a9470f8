"""The counts of forms that the report prints, as the answers drawn from it have them."""

from slicebook.reconcile import read_published

_ROWS = read_published().query("figure.str.startswith('n.')")
COUNTS = {
    (row.figure.removeprefix("n."), row.municipality, row.year): int(row.value)
    for row in _ROWS.itertuples()
}
