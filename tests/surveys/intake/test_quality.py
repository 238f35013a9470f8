"""The quality report: what it finds in answers made for it, and what it never shows."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from modning.line import take_in as line_take_in
from slicebook import paths
from surveys.intake import Intake, take_in
from surveys.quality import FormFacts, page


@pytest.fixture
def taken(export: Callable[..., Path]) -> Callable[[pd.DataFrame], Intake]:
    return lambda frame: take_in([export(frame)])


def facts(intake: Intake) -> FormFacts:
    [found] = intake.measured
    return found


def column(intake: Intake, name: str) -> dict:
    table = facts(intake).columns
    return table[table["column"] == name].iloc[0].to_dict()


def test_each_column_says_how_many_answered_and_why_rows_were_set_aside(rows, taken) -> None:
    made = taken(rows(6, age=["35", "", "3", "3", "x", "36"], comment=["a", *[""] * 5]))
    age = column(made, "age")
    assert (age["answered"], age["missing"], age["aside"]) == (2, 4, 3)
    assert age["reasons"] == (
        '3: expected a whole number from 18 to 100; found "3" 2, "x" 1',
    )  # fmt: skip
    comment = column(made, "comment")
    assert comment["answered"] == 1
    assert comment["missing"] != comment["missing"]
    assert column(made, "gender")["answered"] == 6


def test_answer_sets_are_counted_by_month_and_municipality(rows, taken) -> None:
    times = ["05-02-2024 10:00:00", "06-02-2024 10:00:00", "01-04-2024 10:00:00"]
    months = facts(taken(rows(3, submitted=times, municipality=["1", "2", "1"]))).months
    assert months.to_dict("index") == {
        "2024-02": {"Køge": 1, "Odense": 1, "All": 2},
        "2024-03": {"Køge": 0, "Odense": 0, "All": 0},
        "2024-04": {"Køge": 1, "Odense": 0, "All": 1},
        "All": {"Køge": 2, "Odense": 1, "All": 3},
    }


def test_empty_and_partial_answer_sets_are_told_from_whole_ones(rows, taken) -> None:
    names = ["gender", "age", "channel_police", "violence_physical", "helped", "where_shelter"]
    made = rows(4)
    made.loc[
        0, [name for name in made if name not in ("answer_id", "submitted", "municipality")]
    ] = ""
    made.loc[1, names[2:]] = ""
    made.loc[1, ["channel_none", "channel_other", "where_doctor"]] = ""
    intake = taken(made)
    found = facts(intake)
    assert (intake.total.rejected, found.empty) == (1, 0)
    assert found.partial == (("Alder", 1),)


def test_answer_sets_that_repeat_the_one_before_are_found(rows, taken) -> None:
    times = ["05-02-2024 10:00:00", "05-02-2024 10:00:41", "05-02-2024 18:00:00",
             "05-02-2024 18:05:00"]  # fmt: skip
    made = rows(4, submitted=times, age=["35", "35", "35", "60"], gender=["2", "2", "2", "1"],
                helped=["1", "1", "1", "2"], where_shelter=["1", "1", "1", ""],
                where_doctor=["0", "0", "0", ""])  # fmt: skip
    [pair] = facts(taken(made)).pairs
    assert pair == ("1", "2", 41, 0)


def test_another_municipality_or_a_date_alone_is_no_repeat(rows, taken) -> None:
    apart = rows(
        2, submitted=["05-02-2024 10:00:00", "05-02-2024 10:00:41"], municipality=["1", "2"]
    )
    assert facts(taken(apart)).pairs == ()
    assert facts(taken(rows(2, submitted=["05-02-2024", "05-02-2024"]))).pairs == ()


def test_a_heap_at_the_end_of_a_number_and_rows_answered_alike_are_odd(rows, taken) -> None:
    odd = facts(taken(rows(25, age=["100"] * 6 + ["35"] * 19))).odd
    assert odd["age"] == [
        "from 35 (19) to 100 (6), of 25 answers",
        "6 of 25 are exactly 100; the form allows 18 to 100",
    ]
    assert odd["gender"] == ['all 25 answered "Woman"']
    assert odd["channel"] == ['nobody of 25 chose "No", "Honest friend"']
    assert "violence" in odd


def test_recodes_are_told_and_codes_are_not(rows, taken) -> None:
    made = taken(rows(3, gender=["Kvinde", "Mand", "Kvinde"], channel_police=["x", "", ""],
                      channel_none=["", "", ""], channel_other=["", "", ""]))  # fmt: skip
    [file] = made.seen
    recodes = dict(file.recodes)
    assert recodes["gender"] == (("Kvinde", "2 Woman", 2), ("Mand", "1 Man", 1))
    assert recodes["channel_police"] == (("x", "chosen", 1),)
    assert recodes["channel_none"] == (("", "not chosen", 1),)
    assert "age" not in recodes


def test_unused_columns_show_only_what_many_share(rows, taken) -> None:
    made = rows(7).assign(state=["done"] * 6 + ["open"], note=["Hun sagde det"] * 7)
    made["note"] = [f"{text} {number}" for number, text in enumerate(made["note"])]
    [file] = taken(made).seen
    state, note = file.unused
    assert state == ("state", 7, 2, (("done", 6),))
    assert note == ("note", 7, 7, ())


def test_free_text_is_never_in_the_report(rows, export) -> None:
    secret = "Min søster bor i Ribe og ved besked"
    made = rows(
        6, comment=[secret] * 6, gender=[secret, *["2"] * 5], channel_other_text=[secret] * 6
    )
    line_take_in([export(made.assign(remark=secret))])
    text = (paths.build("quality") / "index.html").read_text(encoding="utf-8")
    assert "(a longer text)" in text
    assert "remark" in text
    assert secret not in text


def test_the_page_says_all_of_it_and_runs_nothing(rows, export, forms) -> None:
    made = rows(3, gender=["Kvinde", "<b>Mand</b>", "2"]).assign(weight=["1", "2", "3"])
    intake = take_in([export(made)])
    text = page(forms, intake.measured, intake.seen, synthetic=True)
    assert "These answers are synthetic." in text
    assert "<b>Mand" not in text
    assert "&lt;b&gt;Mand&lt;/b&gt;" in text
    assert "<script" not in text
    assert text.count("<table>") == text.count("</table>") >= 4


def test_equal_exports_give_an_equal_page(rows, export, forms) -> None:
    made = rows(5, age=["35", "36", "37", "38", "x"])
    pages = []
    for _ in range(2):
        intake = take_in([export(made)])
        pages.append(page(forms, intake.measured, intake.seen, synthetic=False))
    assert pages[0] == pages[1]
