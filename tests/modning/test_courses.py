import pandas as pd
import pytest
from scipy import stats

from modning import courses
from modning.costs.intervals import Interval
from modning.costs.volumes import load_volumes
from modning.model import load_model
from random_answers import random_answers
from slicebook.errors import InputError
from slicebook.programme import load_programme
from slicebook.slices import Slice
from speak import speak
from surveys.codebook import load_codebook

PARTS = load_model()
PROGRAMME = load_programme()
FORM = load_codebook()["completion"]


def write(path, rows):
    header = "municipality,module,title_da,title_en,elements,source"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def test_both_municipalities_have_ten_modules_and_take_up_every_element():
    modules = courses.load_modules(PARTS)
    assert modules.groupby("municipality")["module"].apply(list).to_dict() == {
        "koge": list(range(1, 11)),
        "odense": list(range(1, 11)),
    }
    taken = modules.explode("elements").groupby("municipality")["elements"].apply(set)
    elements = {part.id for part in PARTS if part.kind == "element"}
    assert taken.to_dict() == {"koge": elements, "odense": elements}


def test_an_unknown_element_is_named_with_its_row(tmp_path):
    path = write(tmp_path / "m.csv", ["koge,1,A,A,network,x", "koge,2,B,B,network;magic,x"])
    with pytest.raises(InputError, match=r'm\.csv, row 3, column elements: "magic" is none of'):
        courses.load_modules(PARTS, path)


def test_a_missing_column_is_named(tmp_path):
    path = tmp_path / "m.csv"
    path.write_text("municipality,module\n", encoding="utf-8")
    with pytest.raises(InputError, match="the column title is missing"):
        courses.load_modules(PARTS, path)


def test_modules_stand_side_by_side():
    table = speak("da", courses.module_table, courses.load_modules(PARTS), PROGRAMME)
    assert list(table.columns) == ["Modul", "Køge", "Odense"]
    assert table.iloc[8].tolist() == [
        "9", "Risikofaktorer og sårbarhedsfaktorer", "Netværk og fritid",
    ]  # fmt: skip


def test_a_module_counts_for_each_of_its_elements(tmp_path):
    path = write(tmp_path / "m.csv", ["koge,1,A,A,network;coping,x", "koge,2,B,B,network,x"])
    figures = courses.element_figures(courses.load_modules(PARTS, path), PROGRAMME)
    assert figures.set_index("figure")["value"].to_dict() == {
        "modules.koge.total": 2,
        "modules.koge.coping": 1,
        "modules.koge.network": 2,
    }


def test_courses_at_once_are_courses_a_year_times_their_length():
    # Four courses of ten to twenty weeks: 40 to 80 course weeks in 52.
    ends = courses.at_once(Interval.of(4), Interval.of(10, 20))
    assert (float(ends.low), float(ends.high)) == pytest.approx((40 / 52, 80 / 52))


def test_ten_sessions_have_nine_gaps():
    """Sessions 7 to 14 days apart: 63 to 126 days from the first to the last."""
    weeks = courses.frame_figures(load_volumes()).set_index("figure").loc["courses.weeks"]
    assert (weeks["low"], weeks["high"]) == (9, 18)


def test_the_report_counts_courses_in_one_year():
    held = courses.held(load_volumes(), PROGRAMME)
    assert held == {("koge", "2024"): Interval.of(4), ("odense", "2024"): Interval.of(6)}


def test_completion_forms_are_set_against_courses_where_both_are_known():
    def filled(municipality, year):
        answers = random_answers(FORM, 54)
        here = Slice(municipality, year)
        return courses.filled_figures(answers, load_volumes(), PROGRAMME, here).iloc[0]["value"]

    assert filled("koge", "2024") == 54 / 4
    assert filled("all", "2024") == 5.4
    assert pd.isna(filled("koge", "2023"))
    assert pd.isna(filled("all", "all"))


def test_the_mean_number_of_sessions_has_students_interval():
    answers = random_answers(FORM, 40)
    row = courses.attendance_figures(answers, FORM).iloc[0]
    numbers = answers["sessions"].astype(float)
    interval = stats.ttest_1samp(numbers, 0).confidence_interval(0.95)
    assert row["value"] == round(float(numbers.mean()), 1)
    # Outward, to a fifth at most.
    assert interval.low - 0.2 < row["low"] <= interval.low
    assert interval.high <= row["high"] < interval.high + 0.2


def test_sessions_without_spread_or_answers_have_no_interval():
    alike = random_answers(FORM, 4)
    alike["sessions"] = pd.array([10] * 4, dtype="Int16")
    row = courses.attendance_figures(alike, FORM).iloc[0]
    assert row["value"] == 10
    assert pd.isna(row["low"])
    nobody = courses.attendance_figures(alike.iloc[:0], FORM).iloc[0]
    assert pd.isna(nobody["value"])
    assert nobody["n"] == 0


def test_the_last_band_is_ten_sessions():
    attended = courses.sessions_attended(random_answers(FORM, 100), FORM)
    assert [option.label["en"] for option in attended.item.options] == [
        "1–5",
        "6–7",
        "8",
        "9",
        "10",
    ]
    assert attended.shares()["count"].sum() == 100


def test_staff_in_full_time_equivalents_is_printed_or_worked_out():
    figures = courses.staff_figures(load_volumes(), PROGRAMME, Slice("all", "2024"))
    values = figures.set_index(["figure", "municipality"])["value"].to_dict()
    assert values == {
        ("organisation.persons", "koge"): 7,
        ("organisation.fte", "koge"): 2,
        ("organisation.persons", "odense"): 3,
        ("organisation.fte", "odense"): 1 + 2 * 0.5,
    }
    assert set(figures["year"]) == {"2024"}


def test_the_courses_reckoned_with_are_the_printed_ones():
    figures = courses.planned_figures(load_volumes()).set_index("figure")
    assert figures.loc["courses.yearly", ["low", "high"]].tolist() == [4, 6]
    assert figures.loc["courses.planned", "value"] == 5
