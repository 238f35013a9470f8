"""The whole of intake: what goes in, what comes out, and that it is all or nothing."""

import json
import stat
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


def test_answers_are_their_owners_alone(rows, export):
    take_in([export(rows(3, gender=["1", "9", "2"]))])
    for name in ("data", "rejects"):
        assert stat.S_IMODE(build(name).stat().st_mode) == 0o700


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


def by_row(project: Path) -> None:
    """Let an unreadable answer cost all those beside it."""
    path = project / "programme.yml"
    text = path.read_text(encoding="utf-8")
    path.unlink()
    path.write_text(f"{text}unreadable: row\n", encoding="utf-8")


def test_an_unreadable_cell_is_missing_and_its_row_accepted(rows, export):
    table = rows(3, age=["17", "35", "x"], gender=["2", "9", "2"])
    intake = take_in([export(table)])
    assert intake.total == Count(3, 3, 0)
    assert read_answers("registration")["age"].isna().tolist() == [True, False, True]
    lines = rejects("registration-cells")
    assert lines[["row", "column", "value"]].values.tolist() == [
        ["2", "age", "17"],
        ["3", "gender", "9"],
        ["4", "age", "x"],
    ]
    assert {reason.found for reason in intake.blanked} == {("17", "x"), ("9",)}


def test_bad_rows_go_to_the_rejects_with_a_line_for_each_reason(rows, export, small):
    table = rows(4, age=["17", "35", "35,5", "x"], gender=["2", "9", "2", "2"])
    by_row(small)
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
    assert (
        lines["expected"][1] == "one of 1 Man / Mand, 2 Woman / Kvinde, 3 Other gender / Andet køn"
    )
    assert lines["expected"][0] == "a whole number from 18 to 100"
    assert {(reason.column, reason.rows) for reason in intake.reasons} == {
        ("age", 3),
        ("gender", 1),
    }


def test_several_reasons_for_a_row_are_several_lines_and_one_rejection(rows, export, small):
    by_row(small)
    intake = take_in([export(rows(2, age=["7", "35"], gender=["99", "1"], helped=["9", "1"]))])
    assert intake.forms["registration"] == Count(2, 1, 1)
    assert rejects()["column"].tolist() == ["gender", "age", "helped"]


def test_the_manifest_tells_counts_and_names_of_files_but_no_folders(rows, export, tmp_path):
    path = export(rows(2, municipality=["", "1"]).assign(synthetic="1"))
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


def test_synthetic_answers_beside_real_ones_are_a_mistake(rows, export):
    marked = export(rows().assign(synthetic="1"), "a.csv")
    with pytest.raises(InputError, match="some files hold synthetic answers and others do not"):
        take_in([marked, export(rows(answer_id=["7", "8", "9"]), "b.csv")])
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
        export(rows(1, municipality=[""], answer_id=[str(number)]), f"{folder}/registration.csv")
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
    with pytest.raises(
        InputError, match=r"budget.csv: no form has these columns.*It has post, beløb"
    ):
        take_in([path])


def test_a_row_of_no_municipality_is_set_aside_and_many_are_said_to_be(rows, export):
    one = take_in([export(rows(3, municipality=["1", "1", "Aarhus"]))])
    assert one.total == Count(3, 2, 1)
    assert one.wholly_rejected == ()
    two = take_in([export(rows(3, municipality=["1", "Aarhus", "Aarhus"]))])
    assert 'all 2 answer sets of "Aarhus" were set aside' in two.wholly_rejected[0]


def test_a_form_of_which_nothing_is_accepted_is_said(rows, export):
    taken = take_in([export(rows(2, submitted=["x", "y"]))])
    assert taken.wholly_rejected == ("registration: all 2 answer sets were set aside",)


@pytest.mark.parametrize("value", ["1\r2", "1\n2", '1"2', "1,2"])
def test_a_value_is_one_field_of_the_rejects_whatever_is_in_it(value, tmp_path):
    line = pd.DataFrame([["a.csv", 2, "gender", value, "one of 1 Man"]], columns=COLUMNS)
    write_rejects(line, tmp_path / "rejects.csv")
    assert pd.read_csv(tmp_path / "rejects.csv").values.tolist() == line.values.tolist()


def test_a_missing_municipality_rejects_the_row(rows, export):
    assert take_in([export(rows(2, municipality=["", "2"]))]).total == Count(2, 1, 1)
    assert rejects()[["column", "expected"]].values.tolist() == [["municipality", "an answer"]]


def test_an_error_leaves_the_old_answers_and_rejects_as_they_were(rows, export):
    take_in([export(rows(3, municipality=["1", "2", ""]))])
    before = snapshot()
    for broken in (
        rows(3, comment=["", "skriv til anna@eksempel.dk", ""]),
        rows().drop(columns=["age"]),
        rows(1, gender=["7"]),
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
        ["a.csv", "2", "answer_id", "1"],
        ["a.csv", "4", "answer_id", "2"],
    ]
    places = [text.rpartition(" ")[2] for text in lines["expected"]]
    assert places == ["b.csv", "a.csv"]
    assert any("1 answer sets stand in several files with differing" in n for n in intake.notes)


def test_the_fuller_of_two_downloads_is_kept(rows, export, tmp_path):
    half = {"gender": ["", "2"], "violence_physical": ["", "2"], "helped": ["", "1"],
            "where_shelter": ["", "1"], "where_doctor": ["", "0"]}  # fmt: skip
    export(rows(2, **half), "january.csv")
    export(rows(2), "june.csv")
    assert take_in([tmp_path / "january.csv", tmp_path / "june.csv"]).total == Count(4, 2, 2)
    assert read_answers("registration")["gender"].tolist() == [2, 2]


def test_an_id_belongs_to_its_file(rows, export, tmp_path):
    other = {"municipality": ["2", "2"], "gender": ["1", "1"], "age": ["70", "71"],
             "channel_police": ["0", "0"], "channel_other": ["1", "1"], "helped": ["2", "2"],
             "violence_physical": ["8", "1"], "where_shelter": ["", ""],
             "where_doctor": ["", ""]}  # fmt: skip
    export(rows(2), "a.csv")
    export(rows(2, **other), "b.csv")
    intake = take_in([tmp_path / "a.csv", tmp_path / "b.csv"])
    assert intake.total == Count(4, 4, 0)
    ids = sorted(read_answers("registration")["answer_id"])
    assert ids == ["1", "1 (b.csv)", "2", "2 (b.csv)"]


def test_an_answer_set_sent_twice_is_said(rows, export):
    table = rows(2, submitted=["05-02-2024 10:11:12", "05-02-2024 10:11:53"])
    table = table.assign(violence_other="1", channel_other_text="x", comment="")
    assert any("perhaps sent twice: 2" in note for note in take_in([export(table)]).notes)


def test_a_row_in_which_nothing_is_answered_is_set_aside(rows, export):
    blank = dict.fromkeys(set(rows(1).columns) - {"answer_id", "submitted", "municipality"}, "")
    noughts = {**blank, "channel_police": "0", "channel_none": "0", "channel_other": "0"}
    table = pd.concat([rows(1), rows(1, answer_id=["2"], **noughts)])
    assert take_in([export(table)]).total == Count(2, 1, 1)
    assert rejects()["expected"].tolist() == ["an answer to any question"]


def test_all_that_stands_in_the_way_is_said_at_once(rows, export, tmp_path):
    export(rows(3, gender=["0", "1", "2"], age=["35", "36", "37"]), "a.csv")
    export(rows(1, comment=["skriv til anna@eksempel.dk"]).drop(columns="helped"), "b.csv")
    (tmp_path / "c.xlsx").write_bytes(b"PK")
    with pytest.raises(InputError) as caught:
        take_in([tmp_path / name for name in ("a.csv", "b.csv", "c.xlsx")])
    message = str(caught.value)
    assert "a.csv: the column" in message
    assert "b.csv: the form registration needs the column helped" in message
    assert "c.xlsx: not readable" in message


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


def test_an_answer_that_stands_alone_and_others_beside_it_are_told(rows, export):
    both = rows(3, channel_police=["1", "1", "0"], channel_none=["1", "0", "1"])
    assert take_in([export(both)]).notes == (
        'registration: channel: 1 chose "No" and others beside it; both are kept',
    )


def test_nothing_that_is_no_export_is_accepted(tmp_path):
    with pytest.raises(InputError, match="no such file or folder"):
        take_in([tmp_path / "none.csv"])
    (tmp_path / "notes.docx").write_bytes(b"x")
    with pytest.raises(InputError, match=r'notes.docx: unknown extension ".docx"; one of .csv'):
        take_in([tmp_path / "notes.docx"])
    with pytest.raises(InputError, match="no exports here"):
        take_in([tmp_path])


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
