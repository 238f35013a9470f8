"""A project drafted from another system's form takes in what that system exports, as it came."""

from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
from typer.testing import CliRunner

from modning.cli import app
from surveys.codebook import load_codebook

EXPORTS = Path(__file__).with_name("exports")


@pytest.fixture
def drafted(tmp_path, monkeypatch):
    """Give a function that writes a project from a form and takes an export of it in."""

    def draft(form: Path, export: Path, places: str) -> Path:
        run("new", "project", "--forms", str(form), "--places", places, "--years", "2025", "--yes")
        monkeypatch.chdir(tmp_path / "project")
        run("map", str(export), "--accept")
        assert "belong to no form" not in run("validate", str(export))
        return tmp_path / "project"

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MODNING_PROJECT", raising=False)
    return draft


def run(*words: str) -> str:
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    return result.output


def stored(project: Path, form: str, place: str) -> pd.DataFrame:
    return pd.read_parquet(project / f"build/data/{form}/municipality={place}/year=2025.parquet")


def test_a_project_of_redcap_with_its_events(drafted):
    project = drafted(EXPORTS / "redcap.csv", EXPORTS / "redcap_data.csv", "Ribe,Ærø")
    programme = (project / "programme.yml").read_text("utf-8")
    assert "referral: register\n  start: before\n  end: after" in programme
    # What is asked again in the same words has the same ids, and its rows the file's own names.
    codebook = load_codebook()
    before, after = codebook["start"].item("hope"), codebook["end"].item("hope")
    assert [row.id for row in before.rows] == [row.id for row in after.rows] == ["hope1", "hope2"]
    assert after.rows[0].also == ("hope1_end",)
    # The first form's row says the municipality of all of a person's rows, by its code there.
    [start] = stored(project, "start", "ribe").to_dict("records")
    assert (start["hope_hope1"], start["hope_hope2"]) == (1, 2)
    [end] = stored(project, "end", "ribe").to_dict("records")
    assert (end["hope_hope1"], end["hope_hope2"], end["hours"]) == (3, 3, 20)
    assert len(stored(project, "start", "aeroe")) == len(stored(project, "referral", "aeroe")) == 1


def test_a_mapping_that_names_no_id_for_the_municipality_is_refused(drafted):
    project = drafted(EXPORTS / "redcap.csv", EXPORTS / "redcap_data.csv", "Ribe,Ærø")
    mapping = project / "mappings" / "end-redcap.yml"
    text = mapping.read_text("utf-8")
    mapping.write_text(text.replace(", id: record_id}", "}"), "utf-8")
    result = CliRunner().invoke(app, ["validate", str(EXPORTS / "redcap_data.csv")])
    assert result.exit_code == 2
    assert "mappings/end-redcap.yml: municipality: expected" in result.output


def test_an_xlsform_whose_choices_have_names(drafted, tmp_path):
    survey = pd.DataFrame(
        [("select_one place", "place", "Which district?"),
         ("select_multiple helpers", "who", "Who helps you?")],
        columns=["type", "name", "label"],
    )  # fmt: skip
    choices = pd.DataFrame(
        [("place", "n", "North side"), ("place", "s", "South side"),
         ("helpers", "m", "Mother"), ("helpers", "t", "Teacher")],
        columns=["list_name", "name", "label"],
    )  # fmt: skip
    with pd.ExcelWriter(tmp_path / "school.xlsx") as book:
        survey.to_excel(book, sheet_name="survey", index=False)
        choices.to_excel(book, sheet_name="choices", index=False)
    rows = pd.DataFrame(
        {"place": ["n", "s"], "g1/who": ["m t", "m"], "g1/who/m": [1, 1], "g1/who/t": [1, 0],
         "_id": [7, 8], "_uuid": ["u7", "u8"], "_validation_status": "", "_index": [1, 2],
         "_submission_time": ["2025-03-01T10:00:00", "2025-03-02T10:00:00"]}
    )  # fmt: skip
    rows.to_csv(tmp_path / "kobo.csv", sep=";", index=False)
    project = drafted(tmp_path / "school.xlsx", tmp_path / "kobo.csv", "North side,South side")
    [one] = stored(project, "school", "north_side").to_dict("records")
    [other] = stored(project, "school", "south_side").to_dict("records")
    assert (one["who_mother"], one["who_teacher"]) == (True, True)
    assert (other["who_mother"], other["who_teacher"]) == (True, False)


def test_a_labelled_file_whose_one_date_is_the_time_of_submission(drafted, tmp_path):
    rows = pd.DataFrame(
        {"dato": pd.to_datetime(["2025-05-01", "2025-05-02"]).date, "dist": [1, 2],
         "v12_1": [1, 5], "v12_2": [2, 4], "v13": [2, 1]}
    )  # fmt: skip
    often = {1: "Never", 2: "Seldom", 3: "Now and then", 4: "Often", 5: "Always"}
    labels = {"dist": {1: "North side", 2: "South side"}, "v12_1": often, "v12_2": often,
              "v13": {1: "Yes", 2: "No"}}  # fmt: skip
    asked = {"dato": "Date", "dist": "District", "v12_1": "How often: I sleep well",
             "v12_2": "How often: I eat well", "v13": "Do you work?"}  # fmt: skip
    path = tmp_path / "panel.sav"
    pyreadstat.write_sav(rows, path, column_labels=asked, variable_value_labels=labels)
    # The same answers by the names of variables alone.
    rows.to_csv(tmp_path / "panel.csv", index=False)
    project = drafted(path, tmp_path / "panel.csv", "North side,South side")
    [one] = stored(project, "panel", "north_side").to_dict("records")
    assert (one["how_often_i_sleep_well"], one["how_often_i_eat_well"], one["do_you_work"]) == (
        1, 2, 2
    )  # fmt: skip
    assert one["submitted"] == pd.Timestamp("2025-05-01")
