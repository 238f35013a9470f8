"""Mappings: what they say, how they are kept, and what keeps them from being used."""

import zipfile
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest

from slicebook.errors import InputError
from slicebook.programme import load_programme
from surveys.answers import read_answers
from surveys.export_folders import mappings
from surveys.intake import Count, take_in
from surveys.intake.mapping.command import map_exports
from surveys.intake.mapping.model import Place, load
from surveys.intake.mapping.spread import split_reader
from surveys.intake.template import write_template
from surveys.intake.values import code_reader


@pytest.fixture
def questions(rows, export):
    """Write registration forms with the questions as headings, as a survey system does."""
    names = {
        "answer_id": "Respondent ID", "submitted": "Dato", "municipality": "Kommune",
        "gender": "Køn", "age": "Alder", "channel_police": "Kendskab - Politiet",
        "channel_none": "Kendskab - Nej", "channel_other": "Kendskab - Ærlig ven",
        "channel_other_text": "Kendskab - Angiv venligst", "violence_physical": "Vold - Fysisk",
        "violence_other": "Vold - Anden", "violence_digital": "Vold - Digital",
        "violence_other_text": "Vold - Angiv venligst", "helped": "Hjulpet",
        "where_shelter": "Hvorhen - Krisecenter", "where_doctor": "Hvorhen - Læge",
        "comment": "Kommentar",
    }  # fmt: skip

    def write(name="svar.csv", count=3, **columns):
        return export(rows(count).rename(columns=names).assign(**columns), name)

    return write


def test_a_mapping_is_made_once_and_used_for_later_downloads(questions):
    assert map_exports([questions()], accept=True)[1]
    (mapping,) = load()
    assert (mapping.form, mapping.accepted, len(mapping.columns)) == ("registration", True, 15)
    assert mapping.columns["Kendskab - Politiet"].why == "question and label"
    later = take_in([questions("juni.csv", 5, **{"Tilfredshed": "3"})])
    assert later.total == Count(5, 5, 0)
    (file,) = later.files
    assert file.notes[0] == f"read by mappings/{mapping.name}.yml; new columns: Tilfredshed"
    assert "fits" in map_exports([questions()], accept=True)[0]


def test_what_was_found_is_summed_up(questions):
    path = questions(**{"Tilfredshed": "3"})
    said, well = map_exports([path])
    (mapping,) = load()
    likely = sum(entry.sure == "likely" for entry in mapping.columns.values())
    sure = len(mapping.columns) - likely
    assert well
    assert sure > likely
    assert f"{mapping.file}: {sure} columns sure, {likely} likely, " in said
    assert "1 not used" in said


def test_what_is_not_accepted_is_not_used(questions):
    path = questions()
    map_exports([path])
    with pytest.raises(InputError, match="fits, but is not accepted"):
        take_in([path])


def test_what_is_left_to_a_person_is_named(questions):
    path = questions()
    map_exports([path], accept=True)
    (file,) = mappings()
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "decide:\n  Alder: {perhaps: [age], why: words}\n", encoding="utf-8")
    with pytest.raises(InputError, match="leaves to a person, under decide: Alder: perhaps age"):
        take_in([path])


def test_a_mapping_of_a_column_that_there_is_not_is_refused(questions):
    path = questions()
    map_exports([path], accept=True)
    (file,) = mappings()
    file.write_text(file.read_text(encoding="utf-8").replace("is: age,", "is: years,"))
    with pytest.raises(InputError, match='Alder: "years" is no column of the form registration'):
        take_in([path])


def test_columns_moved_among_others_of_their_question_are_left_to_a_person(rows, export):
    """Their place says which option each is; the numbers in their names say that it changed."""
    names = {"where_shelter": "Q7_where", "where_doctor": "Q8_where"}
    frame = rows(3, where_shelter=["1", "0", "1"]).rename(columns=names)
    map_exports([export(frame, "juni.csv")], accept=True)
    (mapping,) = load()
    assert mapping.columns["Q7_where"].why == "question, place among its 2 columns"
    order = [*frame.columns.drop(["Q7_where"]), "Q7_where"]
    moved = export(frame[order], "juli.csv")
    mappings()[0].unlink()
    assert not map_exports([moved], accept=True)[1]
    assert "in another order than the numbers of their names" in mappings()[0].read_text("utf-8")
    with pytest.raises(InputError, match="leaves to a person, under decide: Q8_where"):
        take_in([moved])


def test_values_and_missing_ones_may_be_said(questions):
    path = questions(Køn=["W", "M", "?"])
    map_exports([path], accept=True)
    (file,) = mappings()
    text = file.read_text(encoding="utf-8")
    said = 'is: gender, values: {W: "2", M: "1"},'
    text = text.replace("is: gender,", said).replace("columns:", 'missing: ["?"]\ncolumns:', 1)
    file.write_text(text, encoding="utf-8")
    assert take_in([path]).blanked == ()
    assert read_answers("registration")["gender"].fillna(0).tolist() == [2, 1, 0]


def test_a_column_that_is_left_out_is_not_looked_at(questions):
    path = questions(Mail="anna@eksempel.dk")
    map_exports([path], accept=True)
    with pytest.raises(InputError, match="leave_out"):
        take_in([path])
    (file,) = mappings()
    text = file.read_text(encoding="utf-8").replace("unused:\n  - Mail\n", "leave_out: [Mail]\n")
    file.write_text(text, encoding="utf-8")
    assert take_in([path]).total == Count(3, 3, 0)


def test_a_systems_own_columns_of_persons_are_never_looked_at(questions):
    path = questions(Mail="anna@eksempel.dk", Starttidspunkt="", Fuldførelsestidspunkt="")
    said, _ = map_exports([path], accept=True)
    assert "never looked at: Mail" in said
    assert take_in([path]).total == Count(3, 3, 0)


def test_a_single_choice_may_stand_in_a_column_for_each_answer(questions):
    answers = {"Køn - Mand": ["x", "", "x"], "Køn - Kvinde": ["", "Kvinde", "x"]}
    path = questions(**{"Køn": "", **answers})
    path.write_text(path.read_text(encoding="utf-8").replace("Køn;", "Noter;", 1), "utf-8")
    assert map_exports([path], accept=True)[1]
    taken = take_in([path])
    assert read_answers("registration")["gender"].fillna(0).tolist() == [1, 2, 0]
    assert [reason.found for reason in taken.blanked] == [("1 and 2",)]


def test_an_answer_that_a_question_does_not_have_is_refused(questions):
    path = questions()
    map_exports([path], accept=True)
    (file,) = mappings()
    text = file.read_text(encoding="utf-8").replace("{is: gender,", "{is: gender, answer: 7,")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match='Køn: gender has no answer "7"'):
        take_in([path])


def test_a_changed_export_is_a_short_difference(questions, export, rows):
    path = questions()
    map_exports([path], accept=True)
    text = path.read_text(encoding="utf-8").replace("Alder", "Din alder")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="fits but for Alder; new in the file: Din alder"):
        take_in([path])
    map_exports([path], accept=True)
    (mapping,) = load()
    assert mapping.columns["Din alder"].is_ == "age"
    assert take_in([path]).total == Count(3, 3, 0)


def without_place(path):
    """Take the column of municipalities out of an export, and return it."""
    text = path.read_text(encoding="utf-8").splitlines()
    at = text[0].split(";").index("Kommune")
    kept = [";".join(v for n, v in enumerate(line.split(";")) if n != at) for line in text]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return path


def test_where_there_is_one_municipality_alone_all_are_from_there(questions, monkeypatch):
    path, programme = without_place(questions()), load_programme()
    assert not map_exports([path], accept=True)[1]
    for mapping in mappings():
        mapping.unlink()
    one = replace(programme, municipalities={"koge": programme.municipalities["koge"]})
    monkeypatch.setattr("surveys.intake.mapping.command.load_programme", lambda: one)
    said, well = map_exports([path], accept=True)
    assert well
    assert "the only one" in said
    assert load()[0].municipality == Place("koge")
    assert take_in([path]).total == Count(3, 3, 0)


def test_the_municipality_may_be_what_the_file_is_called(questions, rows):
    path = without_place(questions("svar fra koege.csv"))
    map_exports([path], accept=True)
    assert load()[0].municipality == Place("by name")
    take_in([path])
    assert set(read_answers("registration")["municipality"]) == {"koge"}


def test_columns_without_words_are_taken_by_position_only_when_told_so(rows, export):
    table = rows(3)
    table.columns = ["id", "dato", *(f"s_{n}" for n in range(1, 16))]
    path = export(table)
    said, well = map_exports([path], accept=True)
    assert not well
    assert "--by-position" in said
    assert load() == ()
    map_exports([path], accept=True, by_position=True)
    assert {entry.sure for entry in load()[0].columns.values()} == {"likely"}
    assert take_in([path]).total == Count(3, 3, 0)


def test_a_template_has_the_headings_and_what_each_may_hold(tmp_path, registration):
    path = write_template("registration", tmp_path / "empty.xlsx")
    book = openpyxl.load_workbook(path)
    heads = [cell.value for cell in book["registration"][1]]
    assert heads == ["answer_id", "submitted", *registration.columns]
    assert len(list(book["columns"].rows)) == 1 + len(heads)
    assert take_in([path]).total == Count(0, 0, 0)
    with pytest.raises(InputError, match="is there already"):
        write_template("registration", path)
    with pytest.raises(InputError, match='form "other" is unknown'):
        write_template("other", tmp_path / "x.xlsx")


@pytest.mark.parametrize("zone", ["America/Denver", "Z"])
def test_qualtrics_says_in_its_header_in_which_zone_its_times_are(rows, export, zone):
    names = {"answer_id": "ResponseId", "submitted": "EndDate"}
    frame = rows(1, submitted=["2024-02-05 10:11:12"], channel_none="1").rename(columns=names)
    frame = frame.assign(Status="IP Address", Progress="100", RecordedDate=frame["EndDate"])
    ids = {name: f'{{"ImportId":"{name}"}}' for name in frame}
    ids["EndDate"] = f'{{"ImportId":"endDate","timeZone":"{zone}"}}'
    path = export(pd.concat([pd.DataFrame([dict.fromkeys(frame, "x"), ids]), frame]), "q.csv")
    map_exports([path], accept=True)
    taken = take_in([path])
    assert taken.total == Count(1, 1, 0)
    assert f", its times in {zone.replace('Z', 'UTC')}" in taken.files[0].notes[0]
    hours = {"America/Denver": 18, "Z": 11}[zone]
    assert str(read_answers("registration")["submitted"].iloc[0]) == f"2024-02-05 {hours}:11:12"


def test_a_zone_that_there_is_not_is_refused(questions):
    map_exports([questions()], accept=True)
    (file,) = mappings()
    text = file.read_text(encoding="utf-8").replace("column: Dato", "column: Dato, zone: Danmark")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match='"Danmark" is no zone of times'):
        load()


def test_redcaps_codes_of_missing_data_are_no_answers(rows, export):
    names = {"channel_police": "channel___1", "channel_none": "channel___2",
             "channel_other": "channel___3", "answer_id": "record_id",
             "submitted": "registration_timestamp"}  # fmt: skip
    frame = rows(4, gender=["UNK", "NI", "ASKU", "2"]).rename(columns=names)
    path = export(frame.assign(registration_complete="2"), "redcap.csv")
    map_exports([path], accept=True)
    assert take_in([path]).total == Count(4, 4, 0)
    assert read_answers("registration")["gender"].dropna().tolist() == [2]


def test_two_forms_side_by_side_are_read_apart(rows, export):
    names = {"channel_police": "channel___1", "channel_none": "channel___2",
             "channel_other": "channel___3", "answer_id": "record_id",
             "submitted": "registration_timestamp"}  # fmt: skip
    frame = rows(3).rename(columns=names).assign(
        registration_complete=["2", "2", "1"], kommune="1", support=["1", "2", "1"],
        support_note="", baseline_complete=["2", "0", "2"],
    )  # fmt: skip
    days = [f"0{day}-02-2024 10:00:00" for day in (6, 7, 8)]
    frame.insert(list(frame).index("kommune"), "baseline_timestamp", days)
    path = export(frame, "redcap.csv")
    map_exports([path], accept=True)
    assert {mapping.form: len(mapping.columns) for mapping in load()} == {
        "registration": 15, "baseline": 3,
    }  # fmt: skip
    take_in([path])
    assert read_answers("registration")["answer_id"].tolist() == ["1", "2"]
    baseline = read_answers("baseline")
    assert baseline["answer_id"].tolist() == ["1", "3"]
    assert baseline["municipality"].tolist() == ["odense", "odense"]


def test_a_form_says_the_place_of_another_that_does_not_ask_for_it(export):
    frame = pd.DataFrame(
        {
            "record_id": ["1", "2", "3"],
            "baseline_timestamp": [f"0{day}-02-2024 10:00:00" for day in (6, 7, 8)],
            "kommune": ["1", "2", "1"], "support": ["2", "2", "1"], "support_note": "",
            "baseline_complete": "2",
            "completion_timestamp": [f"0{day}-06-2024 10:00:00" for day in (6, 7, 8)],
            "benefit": ["2", "1", "1"], "benefit_note": "", "completion_complete": "2",
        }
    )  # fmt: skip
    path = export(frame, "redcap.csv")
    map_exports([path], accept=True)
    take_in([path])
    places = read_answers("completion").set_index("answer_id")["municipality"].to_dict()
    assert places == {"1": "odense", "2": "koge", "3": "odense"}


def test_rows_count_by_what_redcap_calls_complete_in_words(rows, export):
    names = {"answer_id": "Record ID", "submitted": "Survey Timestamp"}
    frame = rows(3).rename(columns=names).assign(**{"Complete?": ["Complete", "Incomplete", ""]})
    path = export(frame, "redcap.csv")
    map_exports([path], accept=True)
    take_in([path])
    assert read_answers("registration")["answer_id"].tolist() == ["1"]


def test_limesurveys_names_have_no_underscores_and_questions_may_stand_above(rows, export):
    frame = rows(2, violence_physical=["{question_not_shown}", "2"])
    codes = {"violence_physical": "violence[SQ001]", "violence_other": "violence[SQ002]",
             "violence_digital": "violence[SQ003]", "violence_other_text": "violence[other]",
             "answer_id": "id", "submitted": "submitdate"}  # fmt: skip
    above = dict.fromkeys(frame, "") | {"gender": "Køn", "age": "Alder", "helped": "Hjulpet"}
    head = pd.DataFrame([above]).rename(columns=codes)
    path = export(frame.rename(columns=codes).assign(lastpage="3"), "vvexport.csv", sep="\t")
    lines = path.read_text(encoding="utf-8")
    path.write_text("\t".join([*head.iloc[0], "Last page"]) + "\n" + lines, encoding="utf-8")
    map_exports([path], accept=True)
    assert take_in([path]).total == Count(2, 2, 0)
    assert read_answers("registration")["violence_physical"].dropna().tolist() == [2]


def test_an_archive_in_an_archive_is_read_and_none_in_that(rows, export, tmp_path):
    export(rows(2))
    for outer, inner in (("one", "registration.csv"), ("two", "one.zip"), ("three", "two.zip")):
        with zipfile.ZipFile(tmp_path / f"{outer}.zip", "w") as archive:
            archive.write(tmp_path / inner, f"{outer}/{inner}")
    taken = take_in([tmp_path / "two.zip"])
    assert (taken.files[0].file, taken.total) == ("two.zip/two/one.zip/one/registration.csv",
                                                  Count(2, 2, 0))  # fmt: skip
    with pytest.raises(InputError, match="no exports here"):
        take_in([tmp_path / "three.zip"])


@pytest.mark.parametrize(
    "cell", ["Politiet;Ærlig ven;", "politiet, ærlig ven", '["Politiet","Ærlig ven"]', "1 3"]
)
def test_several_answers_in_a_cell(registration, cell):
    assert split_reader(registration.item("channel"))(cell) == {1, 3}


def test_how_long_a_question_took_in_limesurvey_is_not_its_answer(questions):
    path = questions("svar.csv", 3, submitdate="", lastpage="3", **{"Question time: gender": "2.5"})
    map_exports([path], accept=True)
    assert take_in([path]).total == Count(3, 3, 0)


def test_letters_of_ascii_alone(questions):
    path = questions()
    text = path.read_text(encoding="utf-8").replace("Køn", "Koen").replace("Læge", "Laege")
    path.write_text(
        text.replace(";2;35;", ";Kvinde;35;").replace("Ærlig", "Aerlig"), encoding="ascii"
    )
    map_exports([path], accept=True)
    assert take_in([path]).total == Count(3, 3, 0)


def test_labels_in_letters_of_ascii_alone(registration):
    read = code_reader(registration.columns["violence_physical"])
    assert [read("Én gang"), read("en gang"), read("én gang")] == [2, 2, 2]


def test_limesurveys_other_holds_words_and_is_no_tick(rows, export):
    names = {"answer_id": "id", "submitted": "submitdate", "channel_police": "channel[SQ001]",
             "channel_none": "channel[SQ002]", "channel_other": "channel[SQ003]",
             "channel_other_text": "channel[other]"}  # fmt: skip
    frame = rows(2, channel_other_text=["", "en ven"]).rename(columns=names).assign(lastpage="3")
    map_exports([export(frame, "results.csv")], accept=True)
    (mapping,) = load()
    assert mapping.columns["channel[other]"].is_ == "channel_other_text"
    assert mapping.columns["channel[SQ003]"].is_ == "channel_other"


def test_qualtrics_says_selected_choice_of_a_question_with_words(questions):
    names = {
        "Køn": "Køn - Selected Choice",
        "Kendskab - Politiet": "Kendskab - Selected Choice - Politiet",
    }
    path = questions()
    text = path.read_text(encoding="utf-8")
    for name, written in names.items():
        text = text.replace(name, written)
    path.write_text(text, encoding="utf-8")
    map_exports([path], accept=True)
    assert {load()[0].columns[name].why for name in names.values()} == {
        "question",
        "question and label",
    }
