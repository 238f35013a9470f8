from decimal import Decimal

import pandas as pd
import pytest

from modning.costs import Interval, line_figures, lines_table, load_lines, total, total_quantity
from modning.costs.lines import line_of, overhead_of, shares
from slicebook.ending import Ended
from slicebook.errors import InputError


def test_a_quantity_at_a_price_of_another_line(lines_file):
    lines = load_lines(
        lines_file(
            {"line": "wage", "phase": "price", "unit": "hours", "low": "10.10", "high": "20.20"},
            {"line": "work", "quantity": 3, "unit": "hours", "priced_by": "wage"},
        )
    )
    cost = lines["amount"][1]
    assert (cost.low, cost.high) == (Decimal("30.30"), Decimal("60.60"))


def test_a_percentage_of_hours_is_hours_and_costs_its_share(lines_file):
    lines = load_lines(
        lines_file(
            {"line": "hours.a", "quantity": 30, "unit": "hours", "low": 100},
            {"line": "hours.b", "quantity": 50, "unit": "hours", "low": 200},
            {"line": "hours.overhead", "quantity": 10, "unit": "percent", "percent_of": "hours"},
            {"line": "fees", "low": 999},
        )
    )
    overhead = overhead_of(lines)
    assert (overhead["number"], overhead["measure"]) == (8, "hours")
    assert overhead["amount"].low == 1300
    assert total_quantity(lines[:3]) == 88
    assert total(lines).low == 3000 + 10000 + 1300 + 999
    assert overhead_of(lines[2:])["line"] == "hours.overhead"


def test_a_stated_overhead_is_used_and_the_computed_one_is_known(lines_file):
    lines = load_lines(
        lines_file(
            {"line": "set.a", "low": 1000},
            {"line": "set.overhead", "quantity": 20, "unit": "percent", "percent_of": "set",
             "low": 190},
        )
    )  # fmt: skip
    overhead = line_of(lines, "set.overhead")
    assert overhead["amount"].low == 190
    assert overhead["computed"].low == 200
    assert (overhead["number"], overhead["measure"]) == (20, "percent")


def test_names_are_whole_words(lines_file):
    lines = load_lines(
        lines_file(
            {"line": "run.a", "low": 100},
            {"line": "runner", "low": 5000},
            {"line": "run.overhead", "quantity": 10, "unit": "percent", "percent_of": "run"},
        )
    )
    assert lines["amount"][2].low == 10


def test_an_overhead_is_of_its_own_phase(lines_file):
    lines = load_lines(
        lines_file(
            {"line": "run.a", "low": 100},
            {"line": "run.b", "low": 500, "phase": "startup"},
            {"line": "run.overhead", "quantity": 10, "unit": "percent", "percent_of": "run"},
        )
    )
    assert lines["amount"][2].low == 10


def test_a_line_that_is_not_there_is_named(lines_file):
    lines = load_lines(lines_file({"line": "a", "low": 1}))
    with pytest.raises(InputError, match="expected a line b; found none"):
        line_of(lines, "b")
    with pytest.raises(InputError, match="expected an overhead"):
        overhead_of(lines)


def test_no_lines_cost_nothing(lines_file):
    none = load_lines(lines_file({"line": "a", "low": 1}))[:0]
    assert total(none) == Interval.of(0)
    assert total_quantity(none) == 0
    assert shares(none).empty


def test_lines_to_print_end_with_their_total(lines_file):
    lines = lines_file({"line": "a", "low": 30, "high": 50, "item": "Rent"},
                       {"line": "b", "low": 60, "item": "Wages"})  # fmt: skip
    shown = lines_table(load_lines(lines))
    assert shown["frame"].astype(str).iloc[:, :3].to_numpy().tolist() == [
        ["Rent", "40.0", "40.0"], ["Wages", "60.0", "60.0"], ["Total", "100.0", "100.0"],
    ]  # fmt: skip
    assert shown["units"] == {"Amount": "DKK", "Share": "percent"}


def test_hours_are_figures_of_hours_and_all_else_of_amounts(lines_file):
    lines = load_lines(
        lines_file(
            {"line": "work", "quantity": 3, "unit": "hours", "low": 10, "municipality": "koge"},
            {"line": "rent", "low": 30, "high": 50},
        )
    )
    work, rent = line_figures(lines).to_dict("records")
    assert (work["value"], work["unit"], work["municipality"]) == (3, "hours", "koge")
    assert pd.isna(work["low"])
    assert [rent[name] for name in ("low", "value", "high", "unit")] == [30, 40, 50, "DKK"]


def test_quantities_of_different_units_are_not_added(lines_file):
    lines = load_lines(
        lines_file({"line": "a", "low": 1}, {"line": "b", "unit": "hours", "low": 1})
    )
    with pytest.raises(ValueError, match="different units"):
        total_quantity(lines)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"line": "a", "low": "many"}, "row 2: low: 'many' is no number"),
        ({"line": "a", "low": -1}, "row 2: low: '-1' is no number of 0 or more"),
        ({"line": "a", "low": 2, "high": 1}, "row 2: high: 1 is below low, 2"),
        ({"line": "a"}, "row 2: low: empty"),
        ({"line": "a", "low": 1, "price_year": "then"}, "price_year: 'then' is no year"),
        ({"line": "a", "unit": "percent"}, "percent_of: ''"),
        ({"line": "a", "unit": "hours", "priced_by": "b"}, 'priced_by: no line "b"'),
    ],
)
def test_a_wrong_row_is_named(lines_file, row, message):
    with pytest.raises(InputError, match=message) as error:
        load_lines(lines_file(row))
    assert "lines.csv" in str(error.value)


def test_all_wrong_rows_are_named_at_once(lines_file):
    wrong = ({"line": "a", "low": "x", "quantity": "y"}, {"line": "b", "low": 1}, {"line": "c"})
    with pytest.raises(InputError) as error:
        load_lines(lines_file(*wrong))
    places = [line.split(": ")[:2] for line in str(error.value).splitlines()]
    assert places == [
        ["lines.csv, row 2", "quantity"],
        ["lines.csv, row 2", "low"],
        ["lines.csv, row 2", "high"],
        ["lines.csv, row 4", "low"],
    ]


def test_a_line_that_occurs_twice_is_named(lines_file):
    with pytest.raises(InputError, match="line: a occurs twice"):
        load_lines(lines_file({"line": "a", "low": 1}, {"line": "a", "low": 1}))


def test_two_currencies_are_not_added(lines_file):
    with pytest.raises(InputError, match="DKK, EUR cannot be added up"):
        load_lines(lines_file({"line": "a", "low": 1}, {"line": "b", "low": 1, "currency": "EUR"}))


def test_a_missing_column_is_named(tmp_path):
    (tmp_path / "short.csv").write_text("line,phase\na,running\n")
    with pytest.raises(InputError, match=r"short\.csv: the column activity is missing"):
        load_lines(tmp_path / "short.csv")


def test_a_notebook_ends_where_there_is_no_file_and_no_line(lines_file, tmp_path):
    for nothing in (lines_file(), tmp_path / "none.csv"):
        with pytest.raises(Ended, match="No costs were recorded, so"):
            load_lines(nothing)
