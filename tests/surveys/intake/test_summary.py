from types import SimpleNamespace

import pandas as pd
from rich.console import Console

from surveys.intake import take_in
from surveys.intake.summary import _months, summary_table


def printed(intake):
    console = Console(width=160, record=True, file=open("/dev/null", "w"))  # noqa: SIM115
    console.print(summary_table(intake))
    return console.export_text()


TIMES = ["05-02-2024 10:00", "05-02-2024 10:01", "05-02-2024 10:02"]


def test_the_last_line_adds_up(rows, export):
    lines = printed(take_in([export(rows(5, submitted=["", "x", *TIMES]))])).splitlines()
    assert "read = accepted + rejected: 5 = 3 + 2" in lines[-2]


def test_it_says_why_and_what_was_left_aside(rows, export, tmp_path):
    table = (
        rows(2, age=["3", "35"])
        .drop(columns="channel_other_text")
        .assign(weight=["1", "2"], synthetic="1")
    )
    folder = tmp_path / "exports"
    folder.mkdir()
    export(table, "exports/[bold]svar.csv")
    (folder / "notes.txt").write_text("", encoding="utf-8")
    text = printed(take_in([folder]))
    assert "Intake of synthetic answers" in text
    assert "[bold]svar.csv" in text
    assert "cells left missing, their rows accepted:" in text
    assert "age: expected a whole number from 18 to 100; found 3" in text
    assert "Køge 2024: Feb 2" in text
    assert "columns ignored: weight" in text
    assert "columns not in the file: channel_other_text" in text
    assert "not read: notes.txt" in text


def test_of_many_municipalities_the_months_are_told_of_all_together():
    months = pd.DataFrame({f"Town{at}": {"2024-01": 1, "2024-02": 2} for at in range(7)})
    for few, said in (
        (months.iloc[:, :6], "Town5 2024: Jan 1, Feb 2"),
        (months, "All 2024: Jan 7"),
    ):
        table = few.assign(All=few.sum(axis=1))
        table.loc["All"] = table.sum()
        lines = [line for line, _ in _months(SimpleNamespace(months=table))]
        assert said in "".join(lines)
        assert len(lines) == (6 if few is not months else 1)


def test_many_reasons_are_cut_and_counted(rows, export):
    names = ["gender", "age", "violence_physical", "violence_other", "helped", "where_shelter",
             "where_doctor", "channel_police", "channel_none", "channel_other",
             "violence_digital"]  # fmt: skip
    text = printed(take_in([export(rows(1, **{name: ["wrong"] for name in names}))]))
    assert "other reasons (1)" in text
