from io import StringIO

import pandas as pd
import pytest

from slicebook import reconcile
from slicebook.book.check_kinds import COUNT, NUMBER, ORDER, WORD, check_kinds, kind


def check(unit, statistic, as_printed, low, high, status=reconcile.MATCHES):
    return {"unit": unit, "statistic": statistic, "as_printed": as_printed, "low": low,
            "high": high, "status": status}  # fmt: skip


CHECKS = [
    (check("percent", "share", "57 %", 56.5, 57.5), NUMBER),
    (check("persons", "count", "to mænd", 2, 2), NUMBER),
    (check("scale points", "difference", "stiger", 0, 4), ORDER),
    (check("scale 1-5", "mean", "høj", 3.5, 5, reconcile.EXPLAINED), WORD),
    (check("answers", "count", "416", 416, 416), COUNT),
]


@pytest.mark.parametrize(("row", "says"), CHECKS)
def test_a_check_is_of_a_number_an_order_a_word_or_a_count(row, says):
    assert kind(pd.Series(row)) == says


def test_each_kind_is_counted_with_what_is_met():
    html = check_kinds(pd.DataFrame([row for row, _ in CHECKS]))
    [found] = pd.read_html(StringIO(html))
    assert found.iloc[:, 1:].to_numpy().tolist() == [[2, 2], [1, 1], [1, 0], [1, 1]]


def test_without_a_report_nothing_is_said():
    assert check_kinds(pd.DataFrame({"status": []})) == ""
