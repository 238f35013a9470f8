import pandas as pd
import pytest

from modning.criteria import (
    assess,
    condition_table,
    figures,
    load_criteria,
    verdict_table,
    verdicts,
)
from slicebook.tables import show
from speak import speak

RESULTS = pd.DataFrame(
    [
        ("running.total", "all", "all", 1.3e6, 1.2e6, 1.4e6, "DKK"),
        ("grant.per_year", "all", "all", 1.08e6, None, None, "DKK"),
        ("running.per_completer", "all", "all", 35e3, 25e3, 57e3, "DKK"),
        ("full_year.koge.completer.uncertain", "all", "all", 86e3, 34e3, 138e3, "DKK"),
        ("full_year.odense.completer.uncertain", "all", "all", 48e3, 23e3, 73e3, "DKK"),
        ("comparator.shelter.2024", "all", "all", 78905, None, None, "DKK"),
    ],
    columns=["figure", "municipality", "year", "value", "low", "high", "unit"],
).assign(notebook="03_costs/02_running")


@pytest.fixture
def criteria():
    return load_criteria()


def test_the_counts_add_up_to_the_criteria(criteria):
    table = verdicts(criteria, assess(criteria, RESULTS))
    counts = figures(table).set_index("figure")["value"]
    assert counts["criteria.count"] == len(criteria.criteria)
    assert counts[["criteria.met", "criteria.partly", "criteria.not_met", "criteria.unknown"]].sum(
    ) == len(criteria.criteria)  # fmt: skip
    assert counts["criteria.partly"] == 1
    assert counts["criteria.agree"] == 0


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_tables_show_in_both_languages(criteria, language):
    assessed = speak(language, assess, criteria, RESULTS)
    table = speak(language, verdicts, criteria, assessed)
    for arguments in (
        speak(language, verdict_table, table),
        speak(language, condition_table, assessed),
    ):
        html = show(**arguments)._repr_html_()
        assert html.count("<tr") > len(criteria.criteria)
        assert "nan" not in html.lower()


def test_a_condition_shows_found_limit_and_room_in_its_unit(criteria):
    frame = condition_table(assess(criteria, RESULTS))["frame"]
    row = frame[frame["Figure"].astype(str) == "Running cost a year, high end"].iloc[0]
    assert row["Figure"].address == "../../03_costs/02_running/all-all.html#section-range"
    assert list(row[["Found", "Limit", "Room", "Met"]]) == [
        "DKK 1,400,000",
        "≤ DKK 1,080,000",
        "DKK \N{MINUS SIGN}320,000",
        "no",
    ]
