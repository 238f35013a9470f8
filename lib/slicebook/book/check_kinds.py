"""What the printed figures that are checked say: numbers, orders, words, or how many answered."""

import pandas as pd

from slicebook import reconcile
from slicebook.book.markup import table
from slicebook.printed import is_number
from slicebook.text import _

NUMBER, ORDER, WORD, COUNT = "number", "order", "word", "count"
KINDS = {
    NUMBER: _("numbers"),
    ORDER: _("orders: which is larger, or whether a difference is significant"),
    WORD: _('words, such as "high" or "about half"'),
    COUNT: _("numbers of forms and answers, which synthetic answers are given"),
}
CAPTION = _("What the checks say")
HEADINGS = (_("What is printed"), _("Checked"), _("Met"))
# Statistics that say which of two is more.
ORDERS = ("difference", "p value", "mode", "place")
COUNTED = ("forms", "answers")


def check_kinds(rows: pd.DataFrame) -> str:
    """Return how many checks of each kind there are, and how many are met; "" without any."""
    checks = rows[rows["status"] != reconcile.INPUT]
    if checks.empty or "statistic" not in checks:
        return ""
    met = checks["status"] == reconcile.MATCHES
    kinds = checks.apply(kind, axis=1)
    cells = [
        (str(words), int((kinds == one).sum()), int((met & (kinds == one)).sum()))
        for one, words in KINDS.items()
    ]
    return table(str(CAPTION), [str(heading) for heading in HEADINGS], cells)


def kind(row: pd.Series) -> str:
    """Return what a printed figure says."""
    if row["unit"] in COUNTED:
        return COUNT
    if row["statistic"] in ORDERS:
        return ORDER
    return NUMBER if is_number(str(row["as_printed"]), row["low"], row["high"]) else WORD
