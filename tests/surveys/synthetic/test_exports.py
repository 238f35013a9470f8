import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat
import pytest

from slicebook.errors import InputError
from slicebook.programme import load_programme
from surveys.codebook import load_codebook
from surveys.synthetic import basis, write_exports

FORMS = tuple(load_codebook())
VEJLE = {"name": "Vejle", "codes": {"registration": 3, "baseline": 3, "completion": 3}}

Read = Callable[[Path], pd.DataFrame]


def digests(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_one_file_a_form_and_a_mark(tmp_path: Path) -> None:
    written = write_exports(tmp_path / "new" / "exports", seed=7)
    assert [path.name for path in written] == [f"{form}.csv" for form in FORMS]
    for path in written:
        assert (pd.read_csv(path, sep=";", dtype=str)["synthetic"] == "1").all()
    mark = json.loads((written[0].parent / "synthetic.json").read_text())
    assert mark == {"synthetic": True, "seed": 7, "files": sorted(f"{form}.csv" for form in FORMS)}


def test_the_same_seed_gives_the_same_bytes_in_any_process(written: Path, tmp_path: Path) -> None:
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom surveys.synthetic import write_exports\n"
        "write_exports(Path(sys.argv[1]), formats=('csv', 'sav', 'xlsx'))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "12", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], env=environment, check=True)
    assert len(digests(written)) == 10
    assert digests(written) == digests(tmp_path)


def test_another_seed_gives_other_answers_with_the_same_totals(
    written: Path, tmp_path: Path, read_csv: Read
) -> None:
    write_exports(tmp_path, seed=2)
    one, two = (read_csv(folder / "baseline.csv") for folder in (written, tmp_path))
    assert not one["income"].equals(two["income"])
    totals = [frame.groupby("municipality")["income"].value_counts() for frame in (one, two)]
    pd.testing.assert_series_equal(totals[0].sort_index(), totals[1].sort_index())


def test_csv_is_what_danish_excel_expects(written: Path) -> None:
    content = (written / "completion.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfanswer_id;submitted;gender;municipality;")
    assert content.count(b"\r\n") == 103
    assert "Rart at møde andre, der forstår; det gjorde en forskel." in content.decode()


@pytest.mark.parametrize("form", FORMS)
def test_spss_and_excel_hold_what_csv_holds(form: str, written: Path, read_csv: Read) -> None:
    csv = read_csv(written / f"{form}.csv")
    texts = [
        name for name, column in load_codebook()[form].columns.items() if column.kind == "text"
    ]
    numbers = [name for name in csv if name not in (*texts, "submitted")]
    sav, _ = pyreadstat.read_sav(written / f"{form}.sav")
    xlsx = pd.read_excel(written / f"{form}.xlsx", sheet_name=form, engine="calamine")
    for other in (sav, xlsx):
        assert list(other) == list(csv)
        assert (other["submitted"].astype("datetime64[s]") == csv["submitted"]).all()
        pd.testing.assert_frame_equal(
            other[numbers].astype(float), csv[numbers].astype(float), check_dtype=False
        )
        assert (other[texts].fillna("") == csv[texts].fillna("")).all().all()


def test_spss_carries_the_words(written: Path) -> None:
    _, words = pyreadstat.read_sav(written / "baseline.sav")
    assert words.column_names_to_labels["recovery_hope"] == "Personlig recovery: Håb og drømme"
    assert words.column_names_to_labels["income"] == "Forsørgelsesgrundlag"
    assert words.variable_value_labels["municipality"] == {1: "Odense", 2: "Køge"}
    assert words.variable_value_labels["duration"][12] == "Mere end 10 år"
    assert words.variable_value_labels["children_none"] == {0: "Nej", 1: "Ja"}


def test_excel_holds_times_and_not_text(written: Path) -> None:
    sheet = openpyxl.load_workbook(written / "baseline.xlsx").active
    assert sheet.title == "baseline"
    assert sheet["B2"].is_date


def test_an_unknown_format_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match='format "pdf" is unknown; expected one of csv, sav, xlsx'):
        write_exports(tmp_path, formats=["csv", "pdf"])
    assert not list(tmp_path.iterdir())


def test_a_chart_can_say_where_its_shape_is_from() -> None:
    assert basis("registration", "municipality") == "report"
    assert basis("registration", "channel") == "partly"
    assert basis("baseline", "duration") == "partly"
    assert basis("baseline", "children") == "assumed"
    assert basis("completion", "comment") == "assumed"
    with pytest.raises(InputError, match='the question "sara" is unknown'):
        basis("baseline", "sara")


def test_a_third_municipality_gets_the_mean_of_the_others(
    project_with: Callable[[dict], Path], written: Path, tmp_path: Path, read_csv: Read
) -> None:
    project_with({"municipalities": {"vejle": VEJLE}})
    write_exports(tmp_path)
    for form, count in {"registration": 300, "baseline": 90, "completion": 75}.items():
        two, three = (read_csv(folder / f"{form}.csv") for folder in (written, tmp_path))
        third = three[three["municipality"] == 3]
        assert len(third) == count
        assert third["submitted"].dt.year.value_counts().eq(count / 3).all()
        others = three[three["municipality"] != 3].drop(columns="answer_id")
        pd.testing.assert_frame_equal(
            others.reset_index(drop=True), two.drop(columns="answer_id"), check_dtype=False
        )
        if form == "registration":
            assert third["channel_municipality"].mean() == pytest.approx(
                (0.57 + 0.11) / 2, abs=0.01
            )
            assert third["referral_declined"].mean() == pytest.approx(0.13, abs=0.01)
            assert third["referral_group"].notna().all()
            assert (third["gender"] == 1).mean() == pytest.approx(0.075, abs=0.01)
        if form == "baseline":
            assert (third["education"] == 5).mean() == pytest.approx(0.4745, abs=0.01)
            assert third["recovery_hope"].mean() == pytest.approx(3.25, abs=0.05)


def test_a_further_year_gets_the_default_number_of_forms(
    project_with: Callable[[dict], Path], tmp_path: Path, read_csv: Read
) -> None:
    project_with({"years": [2023, 2024, 2025, 2026], "collection": {"last": date(2026, 12, 31)}})
    write_exports(tmp_path)
    for form, count in {"registration": 100, "baseline": 30, "completion": 25}.items():
        frame = read_csv(tmp_path / f"{form}.csv")
        years = frame.groupby("municipality")["submitted"].apply(
            lambda days: (days.dt.year == 2026).sum()
        )
        assert years.tolist() == [count, count]
    added = frame[frame["submitted"] >= "2024-10-01"].groupby("municipality").size()
    assert added.tolist() == [35 + 25, 24 + 25]


def test_a_programme_of_one_new_municipality_works(
    project_with: Callable[[dict], Path], tmp_path: Path, read_csv: Read
) -> None:
    folder = project_with({"years": [2024]})
    text = (folder / "programme.yml").read_text(encoding="utf-8")
    text = text.replace("  koge:", "  vejle:").replace("name: Køge", "name: Vejle")
    (folder / "programme.yml").write_text(text, encoding="utf-8")
    write_exports(tmp_path / "out", programme=load_programme())
    frame = read_csv(tmp_path / "out" / "completion.csv")
    assert frame["municipality"].value_counts().to_dict() == {1: 33, 2: 25}


def test_what_no_margins_are_declared_of_is_drawn_from_the_form(
    project_with: Callable[[dict], Path], tmp_path: Path, read_csv: Read
) -> None:
    folder = project_with({})
    (folder / "data" / "synthetic" / "baseline.yml").unlink()
    write_exports(tmp_path / "out")
    frame = read_csv(tmp_path / "out" / "baseline.csv")
    form = load_codebook()["baseline"]
    for name, column in form.columns.items():
        if column.kind == "code" and column.added is None and not form.skips(column.item):
            assert frame[name].isin(column.codes).all(), name
    assert frame["age"].between(18, 100).all()
    assert basis("baseline", "education") == "form"
    assert basis("registration", "referral") != "form"


def test_a_project_that_declares_nothing_has_forms_in_every_place_and_year(
    project_with: Callable[[dict], Path], tmp_path: Path, read_csv: Read
) -> None:
    shutil.rmtree(project_with({}) / "data" / "synthetic")
    for path in write_exports(tmp_path / "out"):
        frame = read_csv(path)
        years = pd.to_datetime(frame["submitted"], dayfirst=True).dt.year
        assert set(zip(frame["municipality"], years, strict=True)) >= {
            (place, year) for place in (1, 2) for year in (2023, 2024, 2025)
        }
