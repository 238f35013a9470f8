from datetime import datetime

import numpy as np
import pyarrow as pa
import pytest

from surveys.intake.times import _sorted_by_month, read_time, read_times

MOMENT = "2024-02-05T10:11:12"


def read(*texts):
    times, wrong, _ = read_times(pa.chunked_array([pa.array(texts, pa.string())]))
    return [None if np.isnat(time) else str(time) for time in times], wrong.tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("05-02-2024 10:11:12", MOMENT),
        ("05-02-2024 10:11", "2024-02-05T10:11:00"),
        ("5-2-2024 9:05", "2024-02-05T09:05:00"),
        ("05-02-2024 10.11.12", MOMENT),
        ("05-02-2024", "2024-02-05T00:00:00"),
        ("5-2-2024", "2024-02-05T00:00:00"),
        ("2024-02-05 10:11:12", MOMENT),
        ("2024-02-05T10:11:12", MOMENT),
        ("2024-02-05 10:11", "2024-02-05T10:11:00"),
        ("2024-02-05", "2024-02-05T00:00:00"),
        ("2024-02-05 10", "2024-02-05T10:00:00"),
        ("2024-02-05 10:11:12.987", MOMENT),
        ("2024-02-05T09:11:12Z", MOMENT),  # winter time in Denmark is UTC+1
        ("2024-07-05T08:11:12+00:00", "2024-07-05T10:11:12"),  # summer time UTC+2
        ("2023-12-31T23:30:00Z", "2024-01-01T00:30:00"),
        (" 2024-02-05\u00a010:11:12 ", MOMENT),
        ("45327.42444444444", MOMENT),  # Excel: days since 1899-12-30
        ("45327,42444444444", MOMENT),
        ("45327", "2024-02-05T00:00:00"),
        ("13926507072", MOMENT),  # SPSS: seconds since 1582-10-14
        ("29-02-2024 00:00:00", "2024-02-29T00:00:00"),
        ("31-12-2024", "2024-12-31T00:00:00"),
        ("31.12.2024 kl. 9.05", "2024-12-31T09:05:00"),
        ("05/02-2024 10:11", "2024-02-05T10:11:00"),
        ("2024/02/05 10:11:12 AM GMT+1", MOMENT),
        ("2024-02-05 09:11:12 +0000", MOMENT),
        ("5. februar 2024 10:11:12", MOMENT),
        ("mandag den 5. februar 2024 kl. 10.11.12", MOMENT),
        ("05-feb-2024 10:11:12", MOMENT),
        ("Feb 5, 2024 10:11:12 AM", MOMENT),  # SurveyCTO
        ("Mon 05-Feb-24 10:11:12", MOMENT),
        ("man. 05-02-2024 10:11:12", MOMENT),
        ("20240205 10:11:12", MOMENT),
        ("20240205T101112", MOMENT),
    ],
)
def test_styles(text, expected):
    assert read(text) == ([expected], [False])
    # The same beside another style, where a column cannot be read as a whole.
    assert read("2024-03-01", text, "x")[0][1] == expected


@pytest.mark.parametrize(
    "text",
    ["31-02-2024", "2023-02-29", "31-11-2024 10:00", "2024-13-05", "04-09-23",
     "05-02-2024 24:01", "2024-02-05 10:60", "i går", "5. abc 2024", "20240205", "17", "1e10",
     "9999999999999", "2024", "-45327", "00-01-2024", "2024-02-05T10:11:12+99:00"],
)  # fmt: skip
def test_what_is_no_time(text):
    assert read(text) == ([None], [True])
    assert read("05-02-2024 10:11:12", text)[1] == [False, True]


def test_a_blank_is_missing_and_not_wrong():
    assert read("", " ", "\u00a0") == ([None] * 3, [False] * 3)


def test_no_rows():
    assert read() == ([], [])


def doubt(*texts, **known):
    return read_times(pa.chunked_array([pa.array(texts, pa.string())]), **known)[2]


def test_a_year_of_two_digits_after_a_dot_or_slash():
    assert read("5.2.24", "17.02.24 10:11")[0] == ["2024-02-05T00:00:00", "2024-02-17T10:11:00"]
    assert read("5/31/24 9:05")[0] == ["2024-05-31T09:05:00"]
    assert doubt("5/3/24 9:05", "6/3/24 10:00")


def test_a_system_that_writes_both_orders_is_read_where_a_day_tells():
    assert "either the day comes first" in doubt("05-02-2024", "06-03-2024", order="either")
    assert doubt("05-02-2024", "06-13-2024", order="either") is None
    assert doubt("2024-02-05", order="either") is None


def test_one_value_after_the_twelfth_tells_the_order_of_a_column():
    assert read("05-02-2024", "05-13-2024")[0] == ["2024-05-02T00:00:00", "2024-05-13T00:00:00"]
    assert read("05-02-2024", "13-05-2024")[0] == ["2024-02-05T00:00:00", "2024-05-13T00:00:00"]
    assert read("02/05/2024 01:11:12 PM", "02/13/2024 12:00 AM")[0] == [
        "2024-02-05T13:11:12",
        "2024-02-13T00:00:00",
    ]


def test_both_orders_in_one_column_are_two_readings():
    assert '"13-05-2024" has the day first and "05-13-2024" the month' in doubt(
        "13-05-2024", "05-13-2024"
    )


def test_neither_order_is_guessed_where_nothing_tells_it():
    assert "either the day comes first or the month" in doubt("05/02/2024", "06/03/2024")
    assert doubt("05/02/2024", order="mdy") is None
    assert doubt("05-02-2024") is None
    assert doubt("05-05-2024") is None
    # Sent one after the other only if the month comes first.
    months = ["01-02-2024", "01-09-2024", "02-03-2024", "03-01-2024", "03-11-2024"]
    assert "either the day comes first" in doubt(*months)


def test_an_order_that_the_column_contradicts_is_a_doubt():
    assert '"13-05-2024" is no date in the order mdy' in doubt("13-05-2024", order="mdy")
    assert '"05-13-2024" is no date in the order dmy' in doubt("05-13-2024", order="dmy")


def test_day_numbers_from_1904_and_seconds_from_1970():
    cells = pa.chunked_array([pa.array(["43865.42444444444"])])
    assert str(read_times(cells, calendar=1904)[0][0]) == MOMENT
    assert "counts seconds from 1970" in doubt("1707127872")
    cells = pa.chunked_array([pa.array(["1707124272", "1707124272000"])])
    assert [str(time) for time in read_times(cells, zone="UTC")[0]] == [MOMENT] * 2


def test_times_of_another_zone():
    cells = pa.chunked_array([pa.array(["2023-12-31 23:30:00"])])
    assert str(read_times(cells, zone="UTC")[0][0]) == "2024-01-01T00:30:00"


def test_two_days_in_the_order_of_their_months_are_no_evidence():
    texts = ["01-12-2023 11:19:01", *(f"04-09-2023 00:00:0{at}" for at in range(4))]
    times, _, doubt = read_times(pa.chunked_array([texts]))
    assert (str(times[0]), doubt) == ("2023-12-01T11:19:01", None)
    _, _, doubt = read_times(pa.chunked_array([[*texts, "05-08-2023", "06-07-2023"]]))
    assert "either the day comes first or the month" in doubt


@pytest.mark.parametrize(
    ("text", "calendar", "expected"),
    [
        ("36526", 1900, "2000-01-01"),
        ("36525", 1900, None),
        ("73049", 1900, "2099-12-30"),
        ("73050", 1900, None),
        ("36526.5", 1900, "2000-01-01 12:00"),
        ("35064", 1904, "2000-01-01"),
        ("35063", 1904, None),
        ("35064", 1900, None),
        ("13166064000", 1900, "2000-01-01"),
        ("13166063999", 1900, None),
        ("16321737599", 1900, "2099-12-30 23:59:59"),
        ("946684800", 1900, "2000-01-01"),
        ("946684799", 1900, None),
        ("946684800000", 1900, "2000-01-01"),
        ("4102444799", 1900, "2099-12-31 23:59:59"),
        ("4102444800", 1900, None),
    ],
)
def test_a_number_is_a_time_of_this_century_by_every_count(text, calendar, expected):
    found = read_time(text, calendar=calendar)
    assert found == (expected and datetime.fromisoformat(expected))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("12:30 AM", "00:30"), ("12:30 p.m.", "12:30"), ("1 pm", "13:00"), ("11:59:58 am", "11:59:58"),
     ("13:05 PM", "13:05")],
)  # fmt: skip
def test_half_days_begin_at_twelve(text, expected):
    clock = datetime.fromisoformat(f"2024-05-02 {expected}")
    assert read_time(f"05/02/2024 {text}", "mdy") == clock


@pytest.mark.parametrize(
    ("zone", "clock"),
    [
        ("Z", "13:00"),
        ("+02:00", "11:00"),
        ("-0330", "16:30"),
        ("UTC-1", "14:00"),
        ("CEST", "12:00"),
    ],
)
def test_an_offset_is_told_by_the_clock_of_the_place(zone, clock):
    """In January an hour before UTC; where a form's own zone is named, it is that clock."""
    expected = datetime.fromisoformat(f"2024-01-05 {clock}")
    assert read_time(f"2024-01-05 12:00 {zone}") == expected


def test_what_is_no_time_is_no_evidence_of_the_order_of_its_column():
    days = [f"{day}-2024" for day in ("01-05", "02-03", "03-04", "04-02")]
    assert _sorted_by_month(pa.chunked_array([days]))
    assert not _sorted_by_month(pa.chunked_array([[*days, "99-99-2024"]]))
    assert not _sorted_by_month(pa.chunked_array([days[:3]]))
