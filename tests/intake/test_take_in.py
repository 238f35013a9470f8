"""The whole of intake: what goes in, what comes out, and that it is all or nothing."""

import json
from pathlib import Path

import pandas as pd
import pytest

from slicebook.errors import InputError
from slicebook.paths import build
from surveys.answers import manifest, read_answers
from surveys.intake import Count, take_in
from surveys.intake.quarantine import COLUMNS, write_rejects


def rejects(form: str = "registration") -> pd.DataFrame:
    return pd.read_csv(build("rejects", f"{form}.csv"), dtype=str, keep_default_na=False)


def test_good_rows_are_stored_by_municipality_and_year(rows, export):
    table = rows(3, municipality=["1", "Odense", "køge"])
    table["submitted"] = ["05-02-2024 10:00", "2025-01-01 00:00:01", "31-12-2023 23:59:59"]
    intake = take_in([export(table)])
    assert intake.forms["registration"] == Count(3, 3, 0)
    assert intake.forms["baseline"] == Count(0, 0, 0)
    stored = read_answers("registration")
    assert stored[["answer_id", "municipality", "year"]].values.tolist() == [
        ["3", "koge", 2023],
        ["1", "koge", 2024],
        ["2", "odense", 2025],
    ]
    files = sorted(path.relative_to(build("data")).as_posix() for path in build("data").rglob("*"))
    assert "registration/municipality=odense/year=2025.parquet" in files
    assert not any("baseline" in path for path in files)


def test_stored_columns_are_typed_and_free_text_is_only_told_to_be_there(rows, export):
    secret = "Min nabo hjalp mig"
    table = rows(2, comment=[secret, " \u00a0"], channel_other_text=["", "en ven"])
    take_in([export(table)])
    stored = read_answers("registration")
    assert stored["comment"].tolist() == [True, False]
    assert stored["channel_other_text"].tolist() == [False, True]
    assert stored["gender"].dtype == "Int8"
    assert stored["age"].dtype == "Int16"
    assert stored["channel_police"].dtype == "boolean"
    for path in build().rglob("*.*"):
        assert secret.encode() not in path.read_bytes()


def test_bad_rows_go_to_the_rejects_with_a_line_for_each_reason(rows, export):
    table = rows(4, age=["17", "35", "35,5", "x"], gender=["2", "9", "2", "2"])
    intake = take_in([export(table)])
    assert intake.forms["registration"] == Count(4, 0, 4)
    lines = rejects()
    assert lines[["row", "column", "value"]].values.tolist() == [
        ["2", "age", "17"],
        ["3", "gender", "9"],
        ["4", "age", "35,5"],
        ["5", "age", "x"],
    ]
    assert set(lines["file"]) == {"registration.csv"}
    assert lines["expected"][1] == "one of 1 Man, 2 Woman, 3 Other gender"
    assert lines["expected"][0] == "a whole number from 18 to 100"
    assert {(reason.column, reason.rows) for reason in intake.reasons} == {
        ("age", 3),
        ("gender", 1),
    }


def test_several_reasons_for_a_row_are_several_lines_and_one_rejection(rows, export):
    intake = take_in([export(rows(2, age=["7", "35"], gender=["5", "1"], helped=["9", "1"]))])
    assert intake.forms["registration"] == Count(2, 1, 1)
    assert rejects()["column"].tolist() == ["gender", "age", "helped"]


def test_the_manifest_tells_counts_and_names_of_files_but_no_folders(rows, export, tmp_path):
    path = export(rows(2, age=["1", "20"]))
    (tmp_path / "synthetic.json").write_text('{"synthetic": true, "seed": 1}', encoding="utf-8")
    assert take_in([path]).synthetic
    assert manifest() == {
        "synthetic": True,
        "last": "2024-02-05",
        "files": ["registration.csv"],
        "forms": {
            "registration": {"read": 2, "accepted": 1, "rejected": 1},
            "baseline": {"read": 0, "accepted": 0, "rejected": 0},
            "completion": {"read": 0, "accepted": 0, "rejected": 0},
        },
    }
    assert str(tmp_path) not in build("data", "intake.json").read_text(encoding="utf-8")


def test_answers_without_the_mark_are_not_synthetic(rows, export):
    assert not take_in([export(rows())]).synthetic
    assert manifest()["synthetic"] is False


def test_a_folder_may_hold_several_files_of_a_form_and_others_are_reported(rows, export, tmp_path):
    folder = tmp_path / "exports"
    folder.mkdir()
    export(rows(2), "exports/spring.csv")
    late = rows(2, answer_id=["8", "9"], submitted=["06-03-2024 10:00", "06-03-2024 11:00"])
    export(late, "exports/summer.csv")
    note = pd.DataFrame(
        {"answer_id": ["1"], "submitted": ["2024-03-01"], "municipality": ["1"],
         "support": ["Første"], "support_note": [""]}
    )  # fmt: skip
    export(note, "exports/x.csv")
    (folder / "readme.txt").write_text("hello", encoding="utf-8")
    (folder / ".hidden").write_text("", encoding="utf-8")
    (folder / "~$x.xlsx").write_text("", encoding="utf-8")
    intake = take_in([folder])
    assert intake.left_aside == ("readme.txt",)
    assert [(file.file, file.form, file.count.read) for file in intake.files] == [
        ("spring.csv", "registration", 2),
        ("summer.csv", "registration", 2),
        ("x.csv", "baseline", 1),
    ]
    assert intake.total == Count(5, 5, 0)


def test_a_file_named_twice_is_read_once(rows, export, tmp_path):
    path = export(rows())
    assert take_in([path, path, tmp_path]).total == Count(3, 3, 0)


def test_files_of_the_same_name_are_told_apart(rows, export, tmp_path):
    for number, folder in enumerate(("koge", "odense")):
        (tmp_path / folder).mkdir()
        export(rows(1, age=["3"], answer_id=[str(number)]), f"{folder}/registration.csv")
    intake = take_in([tmp_path / "odense", tmp_path / "koge"])
    assert [file.file for file in intake.files] == [
        "koge/registration.csv",
        "odense/registration.csv",
    ]
    assert rejects()["file"].tolist() == ["koge/registration.csv", "odense/registration.csv"]


def test_columns_that_no_form_has_are_ignored_and_listed(rows, export):
    table = rows(2).assign(respondent=["a", "b"], weight=["1,5", "2,5"])
    (file,) = take_in([export(table)]).files
    assert file.ignored == ("respondent", "weight")
    assert "weight" not in read_answers("registration")


def test_missing_write_ins_are_allowed_and_listed(rows, export):
    table = rows(2).drop(columns=["channel_other_text"])
    (file,) = take_in([export(table)]).files
    assert file.absent == ("channel_other_text",)
    assert read_answers("registration")["channel_other_text"].isna().all()


def test_what_was_added_later_may_be_missing_from_older_exports_only(rows, export):
    table = rows(2).drop(columns=["violence_digital"])
    assert take_in([export(table)]).total == Count(2, 2, 0)
    table["submitted"] = ["01-09-2024 10:00", "02-10-2024 10:00"]
    with pytest.raises(InputError, match=r'registration.csv: the column "violence_digital".*row 3'):
        take_in([export(table)])
    # A time that cannot be is that row's mistake.
    table["submitted"] = ["01-09-2024 10:00", "02-10-2034 10:00"]
    assert take_in([export(table)]).total == Count(2, 1, 1)


def test_a_missing_column_is_an_error_that_names_it(rows, export):
    with pytest.raises(InputError, match=r"registration.csv: the form registration needs the "
                       r"column age; unknown: alder"):  # fmt: skip
        take_in([export(rows().rename(columns={"age": "alder"}))])
    with pytest.raises(InputError, match=r"needs the column age; unknown: agee \(did you mean age"):
        take_in([export(rows().rename(columns={"age": "agee"}))])


def test_a_file_of_no_form_says_what_the_closest_needs(tmp_path):
    path = tmp_path / "budget.csv"
    path.write_text("post;beløb\nløn;200\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"budget.csv: no form has these columns.*needs"):
        take_in([path])


def test_a_municipality_that_does_not_take_part_stops_intake(rows, export):
    path = export(rows(3, municipality=["1", "1", "Aarhus"]))
    with pytest.raises(
        InputError,
        match=r'registration.csv: row 4, column "municipality": "Aarhus" is no municipality of '
        r"the programme; expected one of 1 Køge, 2 Odense",
    ):
        take_in([path])
    assert not build("data").exists()


@pytest.mark.parametrize("value", ["1\r2", "1\n2", '1"2', "1,2"])
def test_a_value_is_one_field_of_the_rejects_whatever_is_in_it(value, tmp_path):
    line = pd.DataFrame([["a.csv", 2, "gender", value, "one of 1 Man"]], columns=COLUMNS)
    write_rejects(line, tmp_path / "rejects.csv")
    assert pd.read_csv(tmp_path / "rejects.csv").values.tolist() == line.values.tolist()


def test_a_missing_municipality_rejects_the_row(rows, export):
    assert take_in([export(rows(2, municipality=["", "2"]))]).total == Count(2, 1, 1)
    assert rejects()[["column", "expected"]].values.tolist() == [["municipality", "an answer"]]


def test_an_error_leaves_the_old_answers_and_rejects_as_they_were(rows, export):
    take_in([export(rows(3, age=["35", "36", "3"]))])
    before = snapshot()
    for broken in (
        rows(3, comment=["", "skriv til anna@eksempel.dk", ""]),
        rows().drop(columns=["age"]),
        rows(1, municipality=["7"]),
    ):
        with pytest.raises(InputError):
            take_in([export(broken)])
        assert snapshot() == before


def test_an_interruption_while_writing_leaves_the_old_answers_whole(rows, export, monkeypatch):
    take_in([export(rows())])
    before = snapshot()

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("surveys.intake.store.write_rejects", interrupted)
    with pytest.raises(KeyboardInterrupt):
        take_in([export(rows(5))])
    assert snapshot() == before


def test_answers_no_longer_in_the_exports_leave_the_store(rows, export):
    take_in([export(rows(2, municipality=["1", "2"]))])
    take_in([export(rows(1))])
    assert read_answers("registration")["municipality"].tolist() == ["koge"]
    assert len(list(build("data").rglob("*.parquet"))) == 1


def test_equal_answers_give_equal_bytes_however_they_are_split(rows, export, tmp_path):
    table = rows(6, municipality=list("112212"))
    table["submitted"] = "2024-02-05 10:11:12"
    table["age"] = [str(20 + at) for at in range(6)]
    take_in([export(table)])
    once = snapshot("data/registration")
    (tmp_path / "parts").mkdir()
    export(table.iloc[3:][::-1], "parts/a.csv")
    export(table.iloc[:3], "parts/b.csv")
    take_in([tmp_path / "parts"])
    assert snapshot("data/registration") == once
    table.loc[0, "age"] = "21"
    take_in([export(table)])
    changed = {path for path, content in snapshot("data/registration").items()
               if content != once[path]}  # fmt: skip
    assert changed == {"municipality=koge/year=2024.parquet"}


def test_the_same_answer_id_is_taken_in_once(rows, export, tmp_path):
    export(rows(3, answer_id=["1", "2", "2.0"]), "a.csv")
    export(rows(2, answer_id=["3", "1"], age=["40", "41"]), "b.csv")
    intake = take_in([tmp_path / "a.csv", tmp_path / "b.csv"])
    assert intake.forms["registration"] == Count(5, 3, 2)
    lines = rejects()
    assert lines[["file", "row", "column", "value"]].values.tolist() == [
        ["a.csv", "4", "answer_id", "2"],
        ["b.csv", "3", "answer_id", "1"],
    ]
    assert all("stands already in a.csv" in text for text in lines["expected"])


def test_a_rejected_row_does_not_take_the_answer_id_from_a_good_one(rows, export):
    intake = take_in([export(rows(2, answer_id=["1", "1"], age=["3", "30"]))])
    assert intake.total == Count(2, 1, 1)
    assert read_answers("registration")["age"].tolist() == [30]


def test_the_same_answers_in_the_same_second_are_taken_in_once(rows, export):
    table = rows(4, comment=["a", "a", "b", "a"])
    table["submitted"] = ["05-02-2024 10:11:12"] * 3 + ["05-02-2024 10:11:13"]
    assert take_in([export(table)]).total == Count(4, 3, 1)
    assert rejects()[["row", "column", "value"]].values.tolist() == [
        ["3", "submitted", "2024-02-05 10:11:12"]
    ]


def test_equal_answers_on_one_day_without_a_time_are_two_persons(rows, export):
    assert take_in([export(rows(3, submitted=["05-02-2024"] * 3))]).total == Count(3, 3, 0)


def test_nothing_that_is_no_export_is_accepted(tmp_path):
    with pytest.raises(InputError, match="no such file or folder"):
        take_in([tmp_path / "none.csv"])
    (tmp_path / "notes.docx").write_bytes(b"x")
    with pytest.raises(InputError, match=r'notes.docx: unknown extension ".docx"; one of .csv'):
        take_in([tmp_path / "notes.docx"])
    with pytest.raises(InputError, match="no exports here"):
        take_in([tmp_path])


def test_a_broken_mark_is_an_error_not_a_claim_that_answers_are_real(rows, export, tmp_path):
    path = export(rows())
    (tmp_path / "synthetic.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"synthetic\.json"):
        take_in([path])


def test_an_export_without_rows_is_taken_in_as_nothing(rows, export):
    assert take_in([export(rows(0))]).total == Count(0, 0, 0)
    assert len(read_answers("registration")) == 0
    assert json.loads(build("data", "intake.json").read_text())["files"] == ["registration.csv"]


def snapshot(folder: str = ".") -> dict[str, bytes]:
    root = build(folder)
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(Path(root).rglob("*"))
        if path.is_file()
    }
