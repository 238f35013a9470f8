from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from slicebook.paths import build
from surveys.answers import read_answers
from surveys.intake import take_in
from surveys.intake.decode import decode_answers
from surveys.intake.grid import Grid
from surveys.intake.validate import faults
from surveys.intake.values import expected


@pytest.fixture
def reasons(rows, export):
    """Take registration forms in and return (row, column, value, expected) of the rejects."""

    def run(**columns):
        count = len(next(iter(columns.values())))
        take_in([export(rows(count, **columns))])
        tables = [
            pd.read_csv(build("rejects", f"{name}.csv"), dtype=str, keep_default_na=False)
            for name in ("registration", "registration-cells")
        ]
        lines = pd.concat(tables).drop(columns="file").values.tolist()
        return [tuple(line) for line in lines]

    return run


def test_numbers_within_their_range(reasons):
    wanted = "a whole number from 18 to 100"
    assert reasons(age=["17", "18", "100", "101", ""]) == [
        ("2", "age", "17", wanted),
        ("5", "age", "101", wanted),
    ]


def test_codes_of_the_item(reasons, registration):
    wanted = expected(registration.columns["violence_physical"])
    assert wanted == "one of 1 Never / Aldrig, 2 Once / Én gang, 8 Don't know / Ved ikke"
    assert reasons(violence_physical=["1", "8", "99"]) == [("4", "violence_physical", "99", wanted)]


def test_submission_within_the_collection_period(reasons):
    wanted = "a time from 2023-09-04 to 2025-08-25, in 2023, 2024, 2025"
    times = ["03-09-2023 23:59:59", "04-09-2023 00:00:00", "25-08-2025 23:59:59",
             "26-08-2025 00:00:00"]  # fmt: skip
    assert reasons(submitted=times) == [
        ("2", "submitted", "2023-09-03 23:59:59", wanted),
        ("5", "submitted", "2025-08-26 00:00:00", wanted),
    ]


def test_times_of_an_anonymous_survey_in_limesurvey_are_said_to_be_none(reasons):
    [line] = reasons(submitted=["1980-01-01 00:00:00"])
    assert line[3].endswith("LimeSurvey writes 1980 where an anonymous survey stamps no date")


def test_a_time_is_required_and_has_one_reason(reasons):
    lines = reasons(submitted=["", "i går", "05-02-2024 10:00"])
    assert [line[:3] for line in lines] == [
        ("2", "submitted", ""),
        ("3", "submitted", "i går"),
    ]
    assert lines[0][3] == "an answer"
    assert "DD-MM-YYYY" in lines[1][3]


def test_a_running_number_is_required(reasons):
    assert reasons(answer_id=["1", " "]) == [("3", "answer_id", "", "an answer")]


def test_answers_that_an_earlier_answer_skips(reasons):
    wanted = "no answer, since helped is 'No'"
    lines = reasons(
        helped=["1", "2", "2", "2"],
        where_shelter=["1", "1", "", "0"],
        where_doctor=["1", "0", "", "0"],
        comment=["fri tekst", "", "privat", ""],
    )
    assert lines == [
        ("3", "where_shelter", "1", wanted),
        ("4", "comment", "(free text)", wanted),
    ]


def test_answers_before_the_question_was_asked(reasons):
    days = ["30-09-2024 23:59:59", "01-10-2024 00:00:00", "30-09-2024 23:59:58"]
    lines = reasons(submitted=days, violence_digital=["1", "1", ""], gender=["3", "3", "1"])
    assert lines == [
        ("2", "gender", "3", "not 3 Other gender before 2024-10-01"),
        ("2", "violence_digital", "1", "no answer before 2024-10-01"),
    ]


def test_a_wrong_time_is_not_also_too_early(reasons):
    lines = reasons(submitted=["30-09-2019 23:59:59"], violence_digital=["1"], gender=["3"])
    assert [line[1] for line in lines] == ["submitted"]


@pytest.mark.parametrize(
    ("item", "columns", "missing"),
    [
        ("channel", {"channel_police": ["1", "0", ""], "channel_none": ["", "", ""],
                     "channel_other": ["0", "0", ""]}, [2]),
        ("violence", {"violence_physical": ["1", "", ""], "violence_other": ["", "2", ""]}, [2]),
        ("comment", {"comment": ["a", " ", "NA"]}, [1, 2]),
        ("age", {"age": ["18", "", "x"]}, [1]),
    ],
)  # fmt: skip
def test_required_items(rows, registration, programme, item, columns, missing):
    items = [replace(one, required=one.id == item) for one in registration.items]
    form = replace(registration, items=tuple(items))
    cells = {name: pa.chunked_array([values]) for name, values in rows(3, **columns).items()}
    grid = Grid("x.csv", None, tuple(cells), tuple(cells.values()), np.arange(2, 5))
    found = faults(decode_answers(grid, form), programme)
    lacking = [fault.at.tolist() for fault in found if "answer" in fault.expected and len(fault.at)]
    assert lacking == [missing]


def test_zeros_of_those_who_were_not_asked_are_no_answers(rows, export):
    table = rows(2, helped=["2", "1"], where_shelter=["0", "0"], where_doctor=["0", "1"])
    assert take_in([export(table)]).total.accepted == 2
    stored = read_answers("registration").set_index("answer_id")
    assert stored["where_shelter"].isna().tolist() == [True, False]
    assert stored["where_doctor"].isna().tolist() == [True, False]
    assert not stored.loc["2", "where_shelter"]


def test_values_that_a_spreadsheet_would_run_are_made_harmless(reasons):
    (line,) = reasons(gender=["=1+1"])
    assert line[:3] == ("2", "gender", "'=1+1")
